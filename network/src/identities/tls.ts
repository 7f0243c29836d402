import { connect } from 'node:tls';
import { tlsOptions, type HttpsTarget } from './https';

/** True when a TLS server answers there within two seconds, under a certificate of the root. */
export async function acceptsTls(target: Omit<HttpsTarget, 'path'>): Promise<boolean> {
  try {
    const options = { ...tlsOptions(target), ALPNProtocols: ['h2'] };
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
