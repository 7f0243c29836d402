import { TRANSIENT_HOLDER, TRANSIENT_PRIVATE } from '@shengjing/core';

import type { SigningIdentity } from '../fabric';
import type { Caller } from '../identities';
import type { Ledger, WriteOutcome } from '../ledger';
import { retryOn } from '../retry/retry-on';
import type { GatewaySecret } from '../state/gateway-secret';
import type { IssueOrder } from './issue-order';
import { newIssueRequest } from './new-issue-request';
import { newRequestRandomness } from './request-randomness';

/** One wish to issue a license. */
export interface IssueCommand {
  readonly caller: Caller;
  readonly identity: SigningIdentity;
  /** Idempotency key: the contract's request id. */
  readonly requestId: string;
  readonly order: IssueOrder;
}

/** Issues licenses. */
export type IssueLicense = (command: IssueCommand) => Promise<WriteOutcome<'license:issue'>>;

/**
 * Issuing: find the holder at the city, put the request together, write. When another request makes the same
 * holder known in between, the contract answers HOLDER_MISMATCH and the holder is looked up again.
 */
export function newIssueLicense(ledger: Ledger, secret: GatewaySecret): IssueLicense {
  return (command) => retryOn(['HOLDER_MISMATCH'], () => issueOnce(ledger, secret, command));
}

async function issueOnce(
  ledger: Ledger,
  secret: GatewaySecret,
  { caller, identity, requestId, order }: IssueCommand,
): Promise<WriteOutcome<'license:issue'>> {
  const { idType, idNumber } = order.holder;
  const holderId = { [TRANSIENT_HOLDER]: { idType, idNumber } };
  const lookup = await ledger.readAtCity(identity, 'license:findHolder', {}, holderId);
  const randomness = newRequestRandomness(secret, caller, requestId);
  const parts = newIssueRequest({ caller, requestId, order, lookup, randomness });
  return ledger.write(identity, 'license:issue', parts.argument, {
    [TRANSIENT_PRIVATE]: parts.private,
    [TRANSIENT_HOLDER]: parts.holder,
  });
}
