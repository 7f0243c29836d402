import { setTimeout as delay } from 'node:timers/promises';

import { CodedError, type TransactionName } from '@shengjing/core';

import { parseResult } from '../ledger';
import type { GatewaySecret } from '../state/gateway-secret';
import type { Backlog } from './backlog';
import { carryOut, type CarryOutParts } from './carry-out';
import { giveUpLeases } from './give-up-leases';
import type { Claim, NewRequest } from './outbox-store';
import { toNewRequest, toRequestKey } from './request-key';
import { toRequestState } from './request-state';
import type { StoredOutcome } from './write-outcome';
import type { ToWriteParts, WriteCommand, Writes } from './writes';

const FIRST_LOOK_MS = 20;
const MAX_LOOK_MS = 500;

/** What writing stands on. */
export interface WritesOptions extends CarryOutParts {
  readonly backlog: Backlog;
  readonly secret: GatewaySecret;
  /** How long a caller waits for an outcome, in milliseconds. */
  readonly writeMs: number;
  readonly now: () => number;
}

interface RunningRequest {
  readonly hash: string;
  readonly outcome: Promise<StoredOutcome>;
}

/** Writes through the outbox. */
export function newWrites(options: WritesOptions): Writes {
  const { secret, store, now } = options;
  const running = new Map<string, RunningRequest>();

  /** Many who send the same request to this process at once share its outcome. */
  const share = (request: NewRequest, run: () => Promise<StoredOutcome>): Promise<StoredOutcome> => {
    const id = `${request.caller} ${request.key}`;
    const known = running.get(id);
    if (known) {
      return known.hash === request.request_hash ? known.outcome : Promise.reject(new CodedError('REQUEST_REUSED'));
    }
    const outcome = run().finally(() => running.delete(id));
    running.set(id, { hash: request.request_hash, outcome });
    return outcome;
  };

  return {
    write: async (command, toParts) => {
      const request = toNewRequest(secret, command);
      const stored = await share(request, () => run(options, request, command, toParts));
      return stored.outcome === 'committed'
        ? { outcome: 'committed', result: parseResult(command.transaction, JSON.parse(stored.text)) }
        : stored;
    },
    find: async (caller, requestId) => {
      const row = await store.find(toRequestKey(secret, caller, requestId));
      return row && toRequestState(row, now());
    },
  };
}

/** Claims the request and carries it out, or waits until another process has. */
async function run<Name extends TransactionName>(
  options: WritesOptions,
  request: NewRequest,
  command: WriteCommand<Name>,
  toParts: ToWriteParts<Name>,
): Promise<StoredOutcome> {
  const { now, writeMs } = options;
  const deadline = now() + writeMs;
  await assertRoom(options, request);
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(2 * pause, MAX_LOOK_MS)) {
    const claim = await claimOrGiveUp(options, request);
    if (claim?.kind === 'settled') {
      return { outcome: 'committed', text: claim.row.outcome ?? '' };
    }
    if (claim?.kind === 'mine') {
      const outcome = await carryOut(options, { row: claim.row, command, toParts, deadline });
      if (outcome) {
        return outcome;
      }
    }
    if (now() >= deadline) {
      return toLateOutcome(claim);
    }
    await delay(pause);
  }
}

/** A claim that failed may have been made all the same. */
function claimOrGiveUp(options: WritesOptions, request: NewRequest): Promise<Claim | undefined> {
  return options.store.claim(request).catch((error: unknown) => {
    if (!(error instanceof CodedError)) {
      giveUpLeases(options, error);
    }
    throw error;
  });
}

/** @throws CodedError ORDERER_UNAVAILABLE for a new request when as many wait as may. */
async function assertRoom({ store, backlog }: WritesOptions, request: NewRequest): Promise<void> {
  if (backlog.isFull && !(await store.find(request))) {
    throw new CodedError('ORDERER_UNAVAILABLE');
  }
}

/** @throws CodedError DEADLINE_EXCEEDED when nothing was sent yet. */
function toLateOutcome(claim: Claim | undefined): StoredOutcome {
  const txId = claim?.row.tx_id;
  if (typeof txId !== 'string') {
    throw new CodedError('DEADLINE_EXCEEDED');
  }
  return { outcome: 'unknown', txId };
}
