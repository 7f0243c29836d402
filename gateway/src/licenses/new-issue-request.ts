import type { FindHolderResult, IssueRequest } from '@shengjing/core';

import type { Caller } from '../identities';
import type { RequestRandomness } from '../outbox';
import type { IssueOrder } from './issue-order';
import { newPrivateParts, type PrivateParts } from './private-parts';

/** The three parts of an issue: what the block shows, and what only the parties see. */
export interface IssueParts extends Omit<PrivateParts, 'holderRef'> {
  readonly argument: IssueRequest;
}

/** What an issue is made of. */
export interface IssueIngredients {
  readonly caller: Caller;
  readonly requestId: string;
  readonly order: IssueOrder;
  /** What the city knows of the holder. */
  readonly lookup: FindHolderResult;
  readonly randomness: RequestRandomness;
}

/** Puts an issue together. The same ingredients make the same bytes. */
export function newIssueRequest({ caller, requestId, order, lookup, randomness }: IssueIngredients): IssueParts {
  const { holder, attributes, issuer = caller.department, serial = randomness.serial(), ...rest } = order;
  const { holderRef, ...parts } = newPrivateParts({ holder, attributes }, lookup, randomness);
  return { argument: { ...rest, requestId, issuer, serial, holderRef }, ...parts };
}
