import type { Caller } from '../identities';
import { newRecentCallers, type RecentCallers } from './recent-callers';

const CALLER: Caller = {
  issuer: 'urn:test',
  subject: 'person-1',
  organisation: 'heping',
  role: 'issuer',
  department: '11210102000000019C',
  division: '210102',
};
const MINUTE = 60_000;

let time: number;
let recent: RecentCallers;

beforeEach(() => {
  time = 1_000_000;
  recent = newRecentCallers(() => time);
});

const inSeconds = (seconds: number): number => time / 1000 + seconds;

test('a token that was verified names its caller for a minute, no longer', () => {
  recent.remember('token', CALLER, inSeconds(3600));
  time += MINUTE - 1;
  expect(recent.find('token')).toBe(CALLER);
  time += 1;
  expect(recent.find('token')).toBeUndefined();
});

test('a token ends when its validity ends', () => {
  recent.remember('token', CALLER, inSeconds(10));
  time += 10_000;
  expect(recent.find('token')).toBeUndefined();
});

test('another token names nobody', () => {
  recent.remember('token', CALLER, inSeconds(3600));
  expect(recent.find('tokem')).toBeUndefined();
});

test('the oldest of more than a thousand tokens is forgotten', () => {
  for (let count = 0; count <= 1_000; count++) {
    recent.remember(`token ${String(count)}`, CALLER, inSeconds(3600));
  }
  expect(recent.find('token 0')).toBeUndefined();
  expect(recent.find('token 1')).toBe(CALLER);
});
