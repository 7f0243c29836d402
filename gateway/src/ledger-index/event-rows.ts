import { CHANGES_EVENT, parseLicenseIdentifier, readLicenseIdentifier, toCanonicalJson } from '@shengjing/core';
import { z } from 'zod';

import type { LedgerTransaction } from '../fabric';
import { type AnyChange, toAudience } from './change-audience';
import type { EventRow } from './tables';

/** Kinds of changes may be newer than this gateway, so only what every change has is looked at. */
const changesSchema = z.looseObject({
  schema: z.string().regex(/^changes\/[0-9]+$/u),
  changes: z.array(z.looseObject({ kind: z.string().regex(/^[a-z][a-z-]{0,63}$/u) })),
});

type Subject = Pick<EventRow, 'type' | 'issuer'>;

/** The rows of all that a transaction changed; none when its event is of another form. */
export function toEventRows(block: number, transaction: LedgerTransaction, cityMspId: string): EventRow[] {
  const { index, txId, mspId, time, event } = transaction;
  if (event?.name !== CHANGES_EVENT) {
    return [];
  }
  return parseChanges(event.payload).map((change, n) => ({
    block,
    tx: index,
    n,
    kind: change.kind,
    audience: toAudience(change, mspId, cityMspId),
    ...toSubject(change),
    tx_id: txId,
    msp_id: mspId,
    time,
    change: toCanonicalJson(change),
  }));
}

function parseChanges(payload: string): readonly AnyChange[] {
  try {
    return changesSchema.safeParse(JSON.parse(payload)).data?.changes ?? [];
  } catch {
    return [];
  }
}

/** The license type and the issuer that a change is about. */
function toSubject({ kind, type, issuer, code, identifier }: AnyChange): Subject {
  if (typeof identifier === 'string' && readLicenseIdentifier(identifier).ok) {
    const license = parseLicenseIdentifier(identifier);
    return { type: license.type, issuer: license.issuer };
  }
  const about = kind.startsWith('license-type-') ? code : type;
  return { type: toTextOrNull(about), issuer: toTextOrNull(issuer) };
}

function toTextOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
