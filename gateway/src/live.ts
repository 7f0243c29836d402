import type { Logger } from 'pino';
import type { Registry } from 'prom-client';

import type { GatewayConfig } from './config';
import { newEventStreams } from './events';
import { openWebhooks, type WebhookTimes } from './events/webhooks';
import type { BlockStream } from './fabric';
import { openLedgerIndex } from './ledger-index';
import type { Services } from './services';

/** All that follows the ledger: the index, and those who tell of its events. */
export interface Live extends Pick<Services, 'index' | 'streams' | 'webhooks'> {
  close(): Promise<void>;
}

/** The part of the configuration that concerns what follows the ledger. */
export type LiveConfig = Pick<
  GatewayConfig,
  'channel' | 'chaincode' | 'cityMspId' | 'organisation' | 'database' | 'stateDir' | 'webhooks'
>;

/** What it is made of. */
export interface LiveParts {
  readonly config: LiveConfig;
  readonly blocks: BlockStream;
  readonly registry: Registry;
  readonly log: Logger;
  readonly webhookTimes?: WebhookTimes;
}

/** Opens it all. The stream of blocks is closed with it. */
export async function openLive({ config, blocks, registry, log, webhookTimes }: LiveParts): Promise<Live> {
  const index = await openLedgerIndex({ config, blocks, registry, log }).catch((error: unknown) => {
    blocks.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await index.close();
    blocks.close();
  };
  const feed = index.events;
  const times = webhookTimes && { times: webhookTimes };
  const webhooks = await openWebhooks({ config, feed, registry, log, ...times }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const { mspId } = config.organisation;
  return {
    index,
    streams: newEventStreams({ feed, mspId, registry }),
    webhooks,
    close: async () => {
      await webhooks.close();
      await close();
    },
  };
}
