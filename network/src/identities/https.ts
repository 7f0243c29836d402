import { readFileSync } from 'node:fs';
import { request } from 'node:https';

export interface HttpsTarget {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** PEM file of the root that the server's certificate is checked against. */
  readonly caFile: string;
  /** PEM files, where the server asks for a client's certificate. */
  readonly client?: { readonly certFile: string; readonly keyFile: string };
}

export interface HttpsAnswer {
  readonly status: number;
  readonly body: string;
}

/** Address, root and keys as Node's TLS takes them. */
export function tlsOptions({ host, port, caFile, client }: Omit<HttpsTarget, 'path'>) {
  const keys = client === undefined ? {} : { cert: readFileSync(client.certFile), key: readFileSync(client.keyFile) };
  return { host, port, ca: readFileSync(caFile), ...keys };
}

/** One GET with a deadline of two seconds. */
export async function httpsGet({ path, ...target }: HttpsTarget): Promise<HttpsAnswer> {
  const options = tlsOptions(target);
  return await new Promise((resolve, reject) => {
    const call = request({ ...options, path, agent: false, timeout: 2000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    call.on('timeout', () => call.destroy(new Error(`no answer from ${target.host}:${String(target.port)} within 2 s`)));
    call.on('error', reject);
    call.end();
  });
}

export async function httpsOk(target: HttpsTarget): Promise<boolean> {
  return (await httpsGet(target)).status === 200;
}
