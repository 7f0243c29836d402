import { CodedError } from '@shengjing/core';
import { z } from 'zod';

import type { CaConfig } from '../config';
import { newCaToken } from './ca-token';
import { type HttpsResponse, sendHttps } from './https-request';

const DEADLINE_MS = 10_000;

/** Certificate attributes by name. */
export type Attributes = Readonly<Record<string, string>>;

/** The organisation's Fabric CA, as its registrar sees it. */
export interface CaClient {
  /** Makes an identity of type `client`. Fails when the id is taken. */
  register(id: string, secret: string, attributes: Attributes): Promise<void>;

  /** Replaces secret and attributes of an identity. */
  modify(id: string, secret: string, attributes: Attributes): Promise<void>;

  /**
   * Certifies the key of a request (PKCS #10, PEM) for an identity.
   * @returns The certificate in PEM, holding exactly the attributes named.
   */
  enroll(id: string, secret: string, certificateRequest: string, attributes: readonly string[]): Promise<string>;
}

const answerSchema = z.looseObject({
  success: z.boolean(),
  result: z.unknown(),
  errors: z.array(z.looseObject({ code: z.int() })).nullish(),
});

const certificateSchema = z.looseObject({ Cert: z.base64() });

/**
 * A client of the CA's REST interface over TLS with a pinned root. Every failure is CA_UNAVAILABLE: the caller
 * of the gateway can only try again, the operator reads the cause in the log.
 */
export function newCaClient(config: CaConfig): CaClient {
  const send = async (method: string, path: string, body: object, authorization?: string): Promise<unknown> => {
    const url = new URL(path, config.url);
    const text = JSON.stringify({ ...body, caname: config.caName });
    const request = { method, uri: url.pathname, body: text };
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
      authorization: authorization ?? newCaToken(config.registrar, request),
    };
    try {
      const { tlsRoot } = config;
      return parseAnswer(await sendHttps({ url, method, headers, body: text, tlsRoot, deadlineMs: DEADLINE_MS }));
    } catch (cause) {
      throw new CodedError('CA_UNAVAILABLE', undefined, { cause });
    }
  };
  return {
    register: async (id, secret, attributes) => {
      const identity = { id, type: 'client', affiliation: '', secret, max_enrollments: -1, attrs: toList(attributes) };
      await send('POST', '/api/v1/register', identity);
    },
    modify: async (id, secret, attributes) => {
      const change = { type: 'client', affiliation: '', secret, max_enrollments: -1, attrs: toList(attributes) };
      await send('PUT', `/api/v1/identities/${encodeURIComponent(id)}`, change);
    },
    enroll: async (id, secret, certificateRequest, attributes) => {
      const body = { certificate_request: certificateRequest, attr_reqs: attributes.map((name) => ({ name })) };
      const password = Buffer.from(`${id}:${secret}`).toString('base64');
      const { Cert } = certificateSchema.parse(await send('POST', '/api/v1/enroll', body, `Basic ${password}`));
      return Buffer.from(Cert, 'base64').toString('utf8');
    },
  };
}

function toList(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([name, value]) => ({ name, value, ecert: true }));
}

/** The CA's own words stay out of the error: they may repeat what was sent. Its codes are enough. */
function parseAnswer({ status, body }: HttpsResponse): unknown {
  const answer = answerSchema.parse(JSON.parse(body));
  if (status >= 300 || !answer.success) {
    const codes = (answer.errors ?? []).map(({ code }) => code).join(', ');
    throw new Error(`The CA answered with HTTP status ${String(status)} and codes ${codes}`);
  }
  return answer.result;
}
