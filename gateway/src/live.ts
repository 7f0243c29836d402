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

/** What follows the ledger is made of. */
export interface LiveParts {
  readonly config: Pick<
    GatewayConfig,
    'channel' | 'chaincode' | 'cityMspId' | 'organisation' | 'database' | 'stateDir' | 'events' | 'webhooks'
  >;
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
    streams: newEventStreams({ feed, mspId, maxStreams: config.events.maxStreams, registry }),
    webhooks,
    close: async () => {
      await webhooks.close();
      await close();
    },
  };
}
