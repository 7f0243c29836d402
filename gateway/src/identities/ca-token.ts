import type { KeyPair } from '../config';
import { signMessage } from '../fabric';

/** The part of a request that the token covers. */
export interface SignedRequest {
  readonly method: string;
  /** Path with query, as on the request line. */
  readonly uri: string;
  readonly body: string;
}

/**
 * The `Authorization` header that a Fabric CA expects: `base64(certificate).base64(signature)`, the signature
 * over `METHOD.base64(uri).base64(body).base64(certificate)` (fabric-ca, `util.GenECDSAToken`).
 */
export function newCaToken({ certificate, key }: KeyPair, { method, uri, body }: SignedRequest): string {
  const encodedCertificate = toBase64(certificate);
  const payload = [method, toBase64(uri), toBase64(body), encodedCertificate].join('.');
  return `${encodedCertificate}.${signMessage(key, Buffer.from(payload)).toString('base64')}`;
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
