import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { temporaryFolders } from '../../test/support/temporary-folder';
import { acceptsTls } from './tls';

const folder = temporaryFolders();

/** Something that listens and gives this answer to whoever connects. */
async function listening(answer: string) {
  const server = createServer((socket) => socket.on('error', () => undefined).end(answer)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const caFile = path.join(folder(), 'ca.pem');
  writeFileSync(caFile, '');
  return { server, target: { host: '127.0.0.1', port: (server.address() as AddressInfo).port, caFile } };
}

it('what listens but does not speak TLS is not taken for a server', async () => {
  const { server, target } = await listening('HTTP/1.1 200 OK\r\n\r\n');
  await expect(acceptsTls(target)).resolves.toBe(false);
  server.close();
});

it('a port where nothing listens, and keys that are not there, are no server', async () => {
  const { server, target } = await listening('');
  await expect(acceptsTls({ ...target, caFile: '/no/such/file' })).resolves.toBe(false);
  server.close();
  await once(server, 'close');
  await expect(acceptsTls(target)).resolves.toBe(false);
});
