import { createServer } from 'node:net';
import { NetworkError } from '../error';
import type { ListenAddress } from '../topology/resolve';

/** @throws NetworkError PORT_IN_USE naming each address that something else listens on. */
export async function assertPortsFree(addresses: readonly ListenAddress[]): Promise<void> {
  const results = await Promise.all(addresses.map(async (address) => ((await isFree(address)) ? [] : [address])));
  const taken = results.flat();
  if (taken.length > 0) {
    const list = taken.map(({ purpose, host, port }) => `${host}:${String(port)} (for ${purpose})`).join(', ');
    throw new NetworkError(
      'PORT_IN_USE',
      `in use by another process: ${list}. End that process; or start with other ports (SHENGJING_PORT_OFFSET, or basePort in the topology file) and another folder (SHENGJING_STATE), because a network keeps its ports`,
    );
  }
}

async function isFree({ host, port }: ListenAddress): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
