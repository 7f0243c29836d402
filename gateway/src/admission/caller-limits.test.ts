import { CodedError } from '@shengjing/core';

import type { Caller } from '../identities';
import { type CallerLimits, newCallerLimits } from './caller-limits';

const CALLER = { issuer: 'urn:test', subject: 'person-1' } as Caller;
const refuse = (reason: string, retryAfterSeconds: number) => new CodedError('RATE_LIMITED', { reason, retryAfterSeconds });

let time = 0;
let limits: CallerLimits;

beforeEach(() => {
  limits = newCallerLimits({ concurrency: 2, perSecond: 0.1, burst: 3 }, refuse, () => time);
});

function refusalOf(caller = CALLER): unknown {
  try {
    limits.enter(caller);
  } catch (error) {
    return (error as CodedError).details;
  }
  return undefined;
}

test('a person has so many requests at once, and others are not concerned', () => {
  const leave = limits.enter(CALLER);
  limits.enter(CALLER);
  expect(refusalOf()).toEqual({ reason: 'caller-concurrency', retryAfterSeconds: 1 });
  expect(refusalOf({ ...CALLER, subject: 'person-2' })).toBeUndefined();
  leave();
  expect(refusalOf()).toBeUndefined();
});

test('the same subject of another issuer is another person', () => {
  limits.enter(CALLER);
  limits.enter(CALLER);
  expect(refusalOf({ ...CALLER, issuer: 'urn:other' })).toBeUndefined();
});

test('a person sends so many requests in a time, and is told when the next one is welcome', () => {
  for (let count = 0; count < 3; count++) {
    limits.enter(CALLER)();
  }
  expect(refusalOf()).toEqual({ reason: 'caller-rate', retryAfterSeconds: 10 });
  time += 10_000;
  expect(refusalOf()).toBeUndefined();
});

test('what is refused counts for nothing', () => {
  const leave = limits.enter(CALLER);
  limits.enter(CALLER);
  refusalOf();
  leave();
  limits.enter(CALLER);
  expect(refusalOf()).toMatchObject({ reason: 'caller-concurrency' });
});
