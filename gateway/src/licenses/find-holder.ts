import { type FindHolderResult, type HolderId, TRANSIENT_HOLDER } from '@shengjing/core';

import type { SigningIdentity } from '../fabric';
import type { Ledger } from '../ledger';

/** Somebody who asks the ledger. */
export interface Asker {
  readonly ledger: Pick<Ledger, 'readAtCity'>;
  /** The asker's Fabric identity. */
  readonly identity: () => Promise<SigningIdentity>;
}

/** Asks the city for what it keeps of a holder. Personal data. */
export async function findHolder({ ledger, identity }: Asker, { idType, idNumber }: HolderId): Promise<FindHolderResult> {
  const transient = { [TRANSIENT_HOLDER]: { idType, idNumber } };
  return ledger.readAtCity(await identity(), 'license:findHolder', {}, transient);
}
