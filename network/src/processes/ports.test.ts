import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { assertPortsFree } from './ports';

async function listening(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

it('every address in use is named with what it is for, and no other', async () => {
  const [one, two, free] = await Promise.all([listening(), listening(), listening()]);
  free.server.close();
  await once(free.server, 'close');
  const addresses = [
    { purpose: 'peer0.city', host: '127.0.0.1', port: one.port },
    { purpose: 'peer0.heping', host: '127.0.0.1', port: free.port },
    { purpose: 'gateway.city', host: '127.0.0.1', port: two.port },
  ];
  const list = `127.0.0.1:${String(one.port)} (for peer0.city), 127.0.0.1:${String(two.port)} (for gateway.city)`;
  await expect(assertPortsFree(addresses)).rejects.toMatchObject({ code: 'PORT_IN_USE', message: expect.stringContaining(`in use by another process: ${list}. `) as string });
  one.server.close();
  two.server.close();
});

it('an address that was looked at stays free', async () => {
  const { server, port } = await listening();
  server.close();
  await once(server, 'close');
  const addresses = [{ purpose: 'peer0.city', host: '127.0.0.1', port }];
  await expect(assertPortsFree(addresses)).resolves.toBeUndefined();
  await expect(assertPortsFree(addresses)).resolves.toBeUndefined();
});
