import { TRANSIENT_HOLDER, TRANSIENT_PRIVATE } from '@shengjing/core';

import type { SigningIdentity } from '../fabric';
import type { Caller } from '../identities';
import type { Ledger } from '../ledger';
import type { WriteOutcome, Writes } from '../outbox';
import type { IssueOrder } from './issue-order';
import { newIssueRequest } from './new-issue-request';

/** One wish to issue a license. */
export interface IssueCommand {
  readonly caller: Caller;
  readonly identity: () => Promise<SigningIdentity>;
  /** Idempotency key: the contract's request id. */
  readonly requestId: string;
  readonly order: IssueOrder;
}

/** Issues licenses. */
export type IssueLicense = (command: IssueCommand) => Promise<WriteOutcome<'license:issue'>>;

/** Issuing: find the holder at the city, put the request together, write. */
export function newIssueLicense(ledger: Ledger, writes: Writes): IssueLicense {
  return ({ caller, identity, requestId, order }) => {
    const command = { caller, identity, requestId, transaction: 'license:issue', body: order } as const;
    return writes.write(command, async (randomness) => {
      const { idType, idNumber } = order.holder;
      const holderId = { [TRANSIENT_HOLDER]: { idType, idNumber } };
      const lookup = await ledger.readAtCity(await identity(), 'license:findHolder', {}, holderId);
      const parts = newIssueRequest({ caller, requestId, order, lookup, randomness });
      return {
        argument: parts.argument,
        transient: { [TRANSIENT_PRIVATE]: parts.private, [TRANSIENT_HOLDER]: parts.holder },
      };
    });
  };
}
