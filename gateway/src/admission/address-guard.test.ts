import { CodedError, type ErrorCode } from '@shengjing/core';

import type { TokenVerifier } from '../auth';
import type { Caller } from '../identities';
import { type AddressGuard, newAddressGuard } from './address-guard';

const CALLER = { issuer: 'urn:test', subject: 'person-1' } as Caller;
const refuse = (reason: string, retryAfterSeconds: number) => new CodedError('RATE_LIMITED', { reason, retryAfterSeconds });

let time = 0;
let verified: (string | undefined)[];
let failure: ErrorCode;
let guard: AddressGuard;

beforeEach(() => {
  verified = [];
  failure = 'TOKEN_INVALID';
  const tokens: TokenVerifier = {
    isRecent: (authorization) => authorization === 'recent',
    verify: (authorization) => {
      verified.push(authorization);
      return authorization === 'bad' ? Promise.reject(new CodedError(failure)) : Promise.resolve(CALLER);
    },
  };
  guard = newAddressGuard(tokens, { perSecond: 0.5, burst: 2 }, () => time);
});

function ask(authorization: string, address = '192.0.2.7'): Promise<Caller> {
  return guard.authenticate({ authorization, address }, refuse);
}

async function failTwice(): Promise<void> {
  await expect(ask('bad')).rejects.toMatchObject({ code: failure });
  await expect(ask('bad')).rejects.toMatchObject({ code: failure });
}

test.each<ErrorCode>(['UNAUTHENTICATED', 'TOKEN_INVALID', 'TOKEN_WRONG_ORGANISATION'])(
  'after too many answers %s nothing more is verified for the address',
  async (code) => {
    failure = code;
    await failTwice();
    verified = [];
    await expect(ask('good')).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { reason: 'address-failures', retryAfterSeconds: 2 } });
    expect(verified).toEqual([]);
  },
);

test('whoever was verified not long ago is let in from such an address too', async () => {
  await failTwice();
  await expect(ask('recent')).resolves.toBe(CALLER);
});

test('other addresses are not concerned', async () => {
  await failTwice();
  await expect(ask('good', '192.0.2.8')).resolves.toBe(CALLER);
});

test('after a while the address may try again', async () => {
  await failTwice();
  time += 2_000;
  await expect(ask('good')).resolves.toBe(CALLER);
});

test('that the keys of the issuer cannot be had is not the fault of the address', async () => {
  failure = 'DEADLINE_EXCEEDED';
  await failTwice();
  await expect(ask('good')).resolves.toBe(CALLER);
});
