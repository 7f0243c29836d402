import type { SigningIdentity } from '../fabric';
import type { Caller } from '../identities';
import type { Ledger } from '../ledger';
import type { WriteOutcome, Writes } from '../outbox';
import { findHolder } from './find-holder';
import type { IssueOrder } from './issue-order';
import { newIssueRequest } from './new-issue-request';
import { toPrivateTransient } from './private-parts';

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
      const lookup = await findHolder({ ledger, identity }, order.holder);
      const { argument, ...parts } = newIssueRequest({ caller, requestId, order, lookup, randomness });
      return { argument, transient: toPrivateTransient(parts) };
    });
  };
}
