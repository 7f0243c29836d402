import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import type { HttpsTarget } from './https';

/** True when a TLS server answers there within two seconds, under a certificate of the root. */
export async function acceptsTls({ host, port, caFile, client }: Omit<HttpsTarget, 'path'>): Promise<boolean> {
  try {
    const keys = client === undefined ? {} : { cert: readFileSync(client.certFile), key: readFileSync(client.keyFile) };
    const options = { host, port, ca: readFileSync(caFile), ...keys, ALPNProtocols: ['h2'] };
    return await new Promise((resolve) => {
      const socket = connect(options, () => {
        socket.destroy();
        resolve(true);
      });
      socket.setTimeout(2000, () => socket.destroy());
      socket.on('error', () => undefined);
      socket.on('close', () => {
        resolve(false);
      });
    });
  } catch {
    return false;
  }
}
