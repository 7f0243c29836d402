import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

/** A request to one server whose root certificate is pinned. */
export interface HttpsRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** PEM; the only root that is trusted. */
  readonly tlsRoot: string;
  readonly deadlineMs: number;
}

/** What the server answered. */
export interface HttpsResponse {
  readonly status: number;
  readonly body: string;
}

/** Sends a request; the deadline covers connecting, sending and the whole answer. */
export async function sendHttps(request: HttpsRequest): Promise<HttpsResponse> {
  const { url, method, headers, body, tlsRoot, deadlineMs } = request;
  const signal = AbortSignal.timeout(deadlineMs);
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(url, { method, headers, ca: tlsRoot, signal, agent: false }, (incoming) => {
      text(incoming).then((answer) => {
        resolve({ status: incoming.statusCode ?? 0, body: answer });
      }, reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
