import type { LedgerEvent } from '../ledger-index';

/** Which events somebody wants to hear of: those to which all of this applies. */
export interface EventFilter {
  /** Any of these kinds; every kind when left out. */
  readonly kinds?: readonly string[] | undefined;
  readonly type?: string | undefined;
  readonly issuer?: string | undefined;
}

/** Whether an organisation may see an event and wants to. */
export function isWanted(event: LedgerEvent, { kinds, type, issuer }: EventFilter, mspId: string): boolean {
  const wanted = [
    kinds === undefined || kinds.includes(event.kind),
    type === undefined || type === event.type,
    issuer === undefined || issuer === event.issuer,
  ];
  return wanted.every(Boolean) && event.isVisibleTo(mspId);
}
