export { openWebhooks } from './open-webhooks';
export type { Webhooks } from './open-webhooks';
export { parseReceiverUrl } from './receiver-address';
export type { DeadLetter } from './webhook-store';
export type { WebhookTimes } from './webhook-worker';
