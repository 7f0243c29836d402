import type { CodedError } from '@shengjing/core';

import type { LaneLimits } from '../config';

/** What is going on in a lane. */
export interface LaneLoad {
  readonly inFlight: number;
  /** Arrived and not served yet. */
  readonly queued: number;
}

/** The place of one request, from its arrival until it has left. */
export interface Place {
  /**
   * Waits until it is served.
   * @param gone - Aborted when nobody waits for the answer any more.
   * @returns Whether its turn has come; false when the caller has gone.
   * @throws CodedError OVERLOADED when it has waited too long.
   */
  turn(gone: AbortSignal): Promise<boolean>;
  /** Makes room for the next one. To leave again has no effect. */
  leave(): void;
}

/** A bounded number of requests, of which a bounded number is served at the same time. */
export interface Lane {
  /** @throws CodedError OVERLOADED, at once, when every place is taken. */
  arrive(): Place;
  load(): LaneLoad;
}

/** Makes the error for a request that a lane refuses, with the seconds after which it may come again. */
export type RefuseInLane = (reason: 'lane-full' | 'waited-too-long', retryAfterSeconds: number) => CodedError;

type Bounds = Pick<LaneLimits, 'concurrency' | 'queue' | 'waitMs'>;

/** First come, first served. */
export function newLane({ concurrency, queue, waitMs }: Bounds, refuse: RefuseInLane): Lane {
  const waiting = new Set<() => void>();
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  let places = 0;
  let inFlight = 0;

  const serve = (): void => {
    inFlight++;
  };
  const endTurn = (): void => {
    inFlight--;
    const [next] = waiting;
    next?.();
  };
  const wait = (gone: AbortSignal): Promise<boolean> => {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const settle = (): void => {
      waiting.delete(begin);
      clearTimeout(timer);
      gone.removeEventListener('abort', giveUp);
    };
    const begin = (): void => {
      settle();
      serve();
      resolve(true);
    };
    const giveUp = (): void => {
      settle();
      resolve(false);
    };
    const timer = setTimeout(() => {
      settle();
      reject(refuse('waited-too-long', retryAfterSeconds));
    }, waitMs);
    gone.addEventListener('abort', giveUp);
    waiting.add(begin);
    return promise;
  };

  return {
    load: () => ({ inFlight, queued: places - inFlight }),
    arrive: () => {
      if (places >= concurrency + queue) {
        throw refuse('lane-full', retryAfterSeconds);
      }
      places++;
      let state: 'arrived' | 'served' | 'left' = 'arrived';
      return {
        turn: async (gone) => {
          if (gone.aborted) {
            return false;
          }
          if (inFlight < concurrency) {
            serve();
          } else if (!(await wait(gone))) {
            return false;
          }
          state = 'served';
          return true;
        },
        leave: () => {
          if (state === 'left') {
            return;
          }
          places--;
          if (state === 'served') {
            endTurn();
          }
          state = 'left';
        },
      };
    },
  };
}
