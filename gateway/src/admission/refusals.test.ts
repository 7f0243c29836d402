import pino from 'pino';

import type { LaneName } from './lane-name';
import { newRefuse, type RefusalReason, type Refuse } from './refusals';

let time: number;
let lines: string[];
let counted: [LaneName, RefusalReason][];
let refuse: Refuse;

beforeEach(() => {
  [time, lines, counted] = [0, [], []];
  const log = pino({}, { write: (line: string) => lines.push(line) });
  refuse = newRefuse((lane, reason) => counted.push([lane, reason]), log, () => time);
});

test.each([
  ['lane-full', 'OVERLOADED'],
  ['waited-too-long', 'OVERLOADED'],
  ['caller-concurrency', 'RATE_LIMITED'],
  ['caller-rate', 'RATE_LIMITED'],
  ['address-failures', 'RATE_LIMITED'],
] as const)('%s is %s, counted, and says when to come again in whole seconds', (reason, code) => {
  expect(refuse('write', reason, 1.2)).toMatchObject({ code, details: { lane: 'write', reason, retryAfterSeconds: 2 } });
  expect(counted).toEqual([['write', reason]]);
});

test('nobody is told to come again at once', () => {
  expect(refuse('read', 'caller-rate', 0.001).details).toMatchObject({ retryAfterSeconds: 1 });
});

test('many refusals are one line in the log, and the next line has their number', () => {
  for (let count = 0; count < 100; count++) {
    refuse('write', 'lane-full', 1);
  }
  expect(lines).toHaveLength(1);
  time += 10_000;
  refuse('write', 'lane-full', 1);
  expect(JSON.parse(lines[1] ?? '{}')).toMatchObject({ lane: 'write', reason: 'lane-full', refused: 100 });
});
