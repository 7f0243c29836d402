import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';

import { Webhook } from 'standardwebhooks';

import type { LedgerEvent } from '../../ledger-index';
import { toChangeEvent } from '../change-event';
import { toEventId } from '../event-id';
import { hostOf, isPublicAddress, lookupPublic, parseReceiverUrl } from './receiver-address';
import type { WebhookRow } from './tables';

/** How deliveries are made. */
export interface DeliveryOptions {
  readonly allowPrivate: boolean;
  /** How long one delivery may take, milliseconds. */
  readonly deliveryMs: number;
}

/** Why a delivery failed: `status-500` and the like, or what went wrong on the way. */
export type DeliveryFailure = string;

/**
 * Brings one event to its receiver, signed as Standard Webhooks says. Any answer of 2xx is taken as received;
 * redirections are not followed.
 *
 * @returns undefined when it was received, else the reason why not.
 */
export async function deliver(
  { url: text, secret }: Pick<WebhookRow, 'url' | 'secret'>,
  event: LedgerEvent,
  { allowPrivate, deliveryMs }: DeliveryOptions,
): Promise<DeliveryFailure | undefined> {
  try {
    const url = parseReceiverUrl(text, allowPrivate);
    const { headers, body } = toMessage(event, secret);
    const options = { method: 'POST', headers, signal: AbortSignal.timeout(deliveryMs), ...(!allowPrivate && guard(url)) };
    const status = await post(url, options, body);
    return status >= 200 && status < 300 ? undefined : `status-${String(status)}`;
  } catch (error) {
    return toReason(error);
  }
}

/** A message of Standard Webhooks. Its id is that of the event, so that a receiver knows one that comes again. */
function toMessage(event: LedgerEvent, secret: string): { headers: Record<string, string>; body: string } {
  const id = `event_${toEventId(event.position).replaceAll('.', '_')}`;
  const body = `{"type":${JSON.stringify(event.kind)},"timestamp":${JSON.stringify(event.recordedAt)},"data":${toChangeEvent(event)}}`;
  const now = new Date();
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'shengjing-gateway',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    },
  };
}

/** An address that is written out is not looked up, so that it was checked with the URL. */
function guard(url: URL): Pick<RequestOptions, 'lookup'> {
  return isIP(hostOf(url)) !== 0 && isPublicAddress(hostOf(url)) ? {} : { lookup: lookupPublic };
}

async function post(url: URL, options: RequestOptions, body: string): Promise<number> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, agent: false }, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A reason without anything of what was sent or received. */
function toReason(error: unknown): DeliveryFailure {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown };
  if (name === 'TimeoutError' || code === 'ABORT_ERR') {
    return 'timeout';
  }
  return typeof code === 'string' ? code.toLowerCase().replaceAll('_', '-') : 'failed';
}
