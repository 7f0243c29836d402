import pino from 'pino';

import { every } from './every';

test('a job is done at once and again, one round at a time, also after a failure', async () => {
  const lines: string[] = [];
  let running = 0;
  let rounds = 0;
  const enough = Promise.withResolvers<undefined>();
  const job = async (): Promise<void> => {
    running++;
    rounds++;
    expect(running).toBe(1);
    await Promise.resolve();
    running--;
    if (rounds === 3) {
      enough.resolve(undefined);
    }
    throw new Error('on purpose');
  };
  const repetition = every(1, job, pino({}, { write: (line: string) => lines.push(line) }));
  await enough.promise;
  await repetition.stop();
  const done = rounds;
  expect(lines.length).toBe(done);
  expect(lines[0]).toContain('on purpose');
});

test('stopping waits for the current round and begins no other', async () => {
  const started = Promise.withResolvers<undefined>();
  const go = Promise.withResolvers<undefined>();
  let rounds = 0;
  const repetition = every(
    1,
    async () => {
      rounds++;
      started.resolve(undefined);
      await go.promise;
    },
    pino({ level: 'silent' }),
  );
  await started.promise;
  const stopped = repetition.stop();
  go.resolve(undefined);
  await stopped;
  expect(rounds).toBe(1);
});
