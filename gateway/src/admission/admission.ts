import type { Logger } from 'pino';

import type { TokenVerifier } from '../auth';
import type { Limits } from '../config';
import type { Caller } from '../identities';
import { newAddressGuard } from './address-guard';
import { newCallerLimits } from './caller-limits';
import { type LaneLoad, newLane, type Place } from './lane';
import { LANE_NAMES, type LaneName } from './lane-name';
import { newRefuse, type RefusalReason } from './refusals';

/** One request that has a place. */
export interface Visit extends Place {
  /**
   * Finds out who sent it and whether that person may have one more.
   * @param authorization - The header as received.
   * @throws CodedError RATE_LIMITED, or what the verifier of tokens throws.
   */
  identify(authorization: string | undefined): Promise<Caller>;
}

/** Decides what the gateway takes on. Whatever is refused is refused before its body is read. */
export interface Admission {
  /**
   * @param address - IP address of the peer.
   * @throws CodedError OVERLOADED, before anything else is looked at, when the lane is full.
   */
  arrive(lane: LaneName, address: string): Visit;
  /** How long the body of a request may take to arrive, in milliseconds. */
  readonly bodyMs: number;
}

/** Where the state of the lanes is told. */
export interface AdmissionMetrics {
  readonly countRefusal: (lane: LaneName, reason: RefusalReason) => void;
  readonly watchLanes: (load: () => Readonly<Record<LaneName, LaneLoad>>) => void;
}

/** What admission stands on. */
export interface AdmissionParts {
  readonly limits: Limits;
  readonly tokens: TokenVerifier;
  readonly metrics: AdmissionMetrics;
  readonly log: Logger;
  /** A clock, in milliseconds. */
  readonly now?: () => number;
}

export function newAdmission({ limits, tokens, metrics, log, now = () => performance.now() }: AdmissionParts): Admission {
  const refuse = newRefuse(metrics.countRefusal, log, now);
  const lanes = mapLanes((name) => ({
    lane: newLane(limits[name], (reason, seconds) => refuse(name, reason, seconds)),
    callers: newCallerLimits(limits[name].perCaller, (reason, seconds) => refuse(name, reason, seconds), now),
  }));
  const guard = newAddressGuard(tokens, limits.failuresPerAddress, now);
  metrics.watchLanes(() => mapLanes((name) => lanes[name].lane.load()));
  return {
    bodyMs: limits.bodyMs,
    arrive: (name, address) => {
      const { lane, callers } = lanes[name];
      const place = lane.arrive();
      let leaveAsCaller: (() => void) | undefined;
      return {
        ...place,
        identify: async (authorization) => {
          const sender = { authorization, address };
          const caller = await guard.authenticate(sender, (reason, seconds) => refuse(name, reason, seconds));
          leaveAsCaller = callers.enter(caller);
          return caller;
        },
        leave: () => {
          leaveAsCaller?.();
          leaveAsCaller = undefined;
          place.leave();
        },
      };
    },
  };
}

function mapLanes<T>(map: (name: LaneName) => T): Record<LaneName, T> {
  return Object.fromEntries(LANE_NAMES.map((name) => [name, map(name)])) as Record<LaneName, T>;
}
