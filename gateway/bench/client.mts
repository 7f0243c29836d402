import type { VerifyRequest } from '@shengjing/core';

import type { IssueOrder } from '../dist/licenses/issue-order.js';

/** The ways to the ledger that are compared. */
export const CLIENTS = ['http', 'bare', 'sdkSigner'] as const;
export type ClientName = (typeof CLIENTS)[number];

/** One way to the ledger. All of them do the same work there, as the same kind of person of the same organisation. */
export interface Client {
  /** @returns The identifier of the license, once it is committed. */
  issue(order: IssueOrder): Promise<string>;
  verify(request: VerifyRequest): Promise<void>;
  close(): void;
}
