import { setTimeout as delay } from 'node:timers/promises';

import { type RunningServer, startServer } from './server';

const listen = { host: '127.0.0.1', port: 0 };
const limits = { connections: 100, connectionsPerAddress: 100, headMs: 10_000, bodyMs: 10_000 };

async function startSlow(milliseconds: number): Promise<RunningServer> {
  return startServer((_request, response) => {
    setTimeout(() => response.end('done'), milliseconds).unref();
  }, { listen, limits });
}

test('stopping lets what has begun finish and takes no more', async () => {
  const server = await startSlow(150);
  const begun = fetch(server.url);
  await delay(50);
  const stopped = server.stop(2_000);
  await expect(fetch(server.url)).rejects.toThrow();
  expect(await (await begun).text()).toBe('done');
  await stopped;
});

test('stopping ends what does not finish before the deadline', async () => {
  const server = await startSlow(60_000);
  const begun = fetch(server.url);
  const failed = expect(begun).rejects.toThrow();
  await delay(50);
  await server.stop(50);
  await failed;
});

test('a port that is taken is told at start', async () => {
  const server = await startSlow(1);
  const port = Number(new URL(server.url).port);
  await expect(startServer(() => undefined, { listen: { ...listen, port }, limits })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await server.stop(50);
});
