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

/** One GET with a deadline of two seconds. */
export async function httpsGet({ host, port, path, caFile, client }: HttpsTarget): Promise<HttpsAnswer> {
  const keys = client === undefined ? {} : { cert: readFileSync(client.certFile), key: readFileSync(client.keyFile) };
  return await new Promise((resolve, reject) => {
    const call = request({ host, port, path, ca: readFileSync(caFile), ...keys, agent: false, timeout: 2000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    call.on('timeout', () => call.destroy(new Error(`no answer from ${host}:${String(port)} within 2 s`)));
    call.on('error', reject);
    call.end();
  });
}

export async function httpsOk(target: HttpsTarget): Promise<boolean> {
  return (await httpsGet(target)).status === 200;
}
