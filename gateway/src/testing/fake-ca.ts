import 'reflect-metadata';

import { verify, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { Pkcs10CertificateRequest } from '@peculiar/x509';

import type { CaConfig } from '../config';
import { certify, newKeyPair, newSelfSigned } from './certificates';

interface Registration {
  secret: string;
  attributes: Record<string, string>;
}

interface Body {
  id?: string;
  secret?: string;
  caname?: string;
  attrs?: { name: string; value: string }[];
  certificate_request?: string;
}

/** A certificate authority with the REST interface of fabric-ca-server, in memory. It checks tokens and secrets. */
export class FakeCa {
  readonly registrations = new Map<string, Registration>();
  readonly requests: string[] = [];
  lifetimeMs = 3_600_000;
  refuse = false;
  readonly #server: Server;
  readonly config: CaConfig;

  private constructor(server: Server, config: CaConfig) {
    this.#server = server;
    this.config = config;
    server.on('request', (request, response) => {
      void text(request).then(async (body) => {
        const { method = '', url = '', headers } = request;
        this.requests.push(`${method} ${url}`);
        const result = this.refuse ? undefined : await this.#serve(method, url, headers.authorization ?? '', body);
        response.statusCode = result === undefined ? 401 : 200;
        response.end(JSON.stringify({ success: result !== undefined, result, errors: [{ code: 20 }] }));
      });
    });
  }

  static async start(): Promise<FakeCa> {
    const tls = await newSelfSigned('ca');
    const server = createServer({ cert: tls.certificate, key: tls.key }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const registrar = await newKeyPair('registrar');
    const url = new URL(`https://127.0.0.1:${String(port)}`);
    return new FakeCa(server, { url, caName: 'ca-test', tlsRoot: tls.certificate, registrar });
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close').catch(() => undefined);
  }

  async #serve(method: string, url: string, authorization: string, text: string): Promise<object | undefined> {
    const body = JSON.parse(text) as Body;
    if (body.caname !== 'ca-test') {
      return undefined;
    }
    if (url === '/api/v1/enroll') {
      return this.#enroll(authorization, body);
    }
    return isToken(authorization, method, url, text) ? this.#register(method, url, body) : undefined;
  }

  #register(method: string, url: string, { id, secret = '', attrs = [] }: Body): object | undefined {
    const name = id ?? url.replace('/api/v1/identities/', '');
    if (this.registrations.has(name) !== (method === 'PUT')) {
      return undefined;
    }
    const attributes = Object.fromEntries(attrs.map((attribute) => [attribute.name, attribute.value]));
    this.registrations.set(name, { secret, attributes });
    return {};
  }

  async #enroll(authorization: string, { certificate_request = '' }: Body): Promise<object | undefined> {
    const [id = '', secret] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':');
    if (this.registrations.get(id)?.secret !== secret) {
      return undefined;
    }
    const { publicKey } = new Pkcs10CertificateRequest(certificate_request);
    const certificate = await certify(publicKey, id, this.config.registrar, this.lifetimeMs);
    return { Cert: Buffer.from(certificate).toString('base64') };
  }
}

/** Checks a token as fabric-ca does (`util.VerifyToken`). */
function isToken(token: string, method: string, uri: string, body: string): boolean {
  const [certificate = '', signature = ''] = token.split('.');
  const payload = [method, toBase64(uri), toBase64(body), certificate].join('.');
  const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
  return verify('sha256', Buffer.from(payload), publicKey, Buffer.from(signature, 'base64'));
}

function toBase64(value: string): string {
  return Buffer.from(value).toString('base64');
}

