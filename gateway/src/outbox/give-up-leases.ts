import type { Logger } from 'pino';

import { describeCause } from '../http/describe-cause';
import type { OutboxStore } from './outbox-store';

/**
 * After a change that failed, and may have been made all the same: what this process has taken up must not stay its own
 * for ever. It gives its leases up, so that the requests are looked at again, by others or by itself.
 */
export function giveUpLeases({ store, log }: { readonly store: OutboxStore; readonly log: Logger }, error: unknown): void {
  log.error({ cause: describeCause(error) }, 'the outbox cannot be written');
  store.abdicate();
}
