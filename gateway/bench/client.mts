import type { VerifyRequest } from '@shengjing/core';

import type { IssueOrder } from '../dist/licenses/issue-order.js';

/** The ways to the ledger that are compared, by what is asked of it: only what writes has an outbox. */
export const CLIENTS = {
  issue: ['http', 'bare', 'barePlusOutbox', 'sdkSigner'],
  verify: ['http', 'bare', 'sdkSigner'],
} as const;
export type Operation = keyof typeof CLIENTS;
export type ClientOf<Name extends Operation> = (typeof CLIENTS)[Name][number];
export type ClientName = ClientOf<Operation>;
export const OPERATIONS = ['issue', 'verify'] as const satisfies readonly Operation[];

/** One way to the ledger. All of them do the same work there, as the same kind of person of the same organisation. */
export interface Client {
  /** @returns The identifier of the license, once it is committed. */
  issue(order: IssueOrder): Promise<string>;
  verify(request: VerifyRequest): Promise<void>;
  close(): void;
}
