import { setTimeout as delay } from 'node:timers/promises';

import { CodedError } from '@shengjing/core';
import pino from 'pino';

import { newReadiness } from './readiness';

const TIMES = { cacheMs: 40, deadlineMs: 60 };
let lines: string[];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });

beforeEach(() => {
  lines = [];
});

test('many who ask at once share one proof, and its answer holds for a while', async () => {
  let proofs = 0;
  const readiness = newReadiness(async () => {
    proofs++;
    await delay(5);
  }, log, TIMES);
  await Promise.all([readiness(), readiness(), readiness()]);
  await readiness();
  expect(proofs).toBe(1);
  await delay(TIMES.cacheMs * 2);
  await readiness();
  expect(proofs).toBe(2);
});

test('a proof that takes too long means not ready', async () => {
  const readiness = newReadiness(() => delay(1_000, undefined, { ref: false }), log, TIMES);
  await expect(readiness()).resolves.toMatchObject({ ready: false, reasons: [{ code: 'DEADLINE_EXCEEDED' }] });
});

test('each change is logged once, with its cause', async () => {
  let failing = true;
  const readiness = newReadiness(async () => {
    await Promise.resolve();
    if (failing) {
      throw new CodedError('ENDORSEMENT_UNAVAILABLE', { mspId: 'CityMSP' });
    }
  }, log, { ...TIMES, cacheMs: 1 });
  for (const next of [true, true, false, false]) {
    failing = next;
    await readiness();
    await delay(10);
  }
  expect(lines.map((line) => (JSON.parse(line) as { ready: boolean }).ready)).toEqual([false, true]);
  expect(lines[0]).toContain('ENDORSEMENT_UNAVAILABLE');
});
