import type { EventStreams } from './events';
import type { Webhooks } from './events/webhooks';
import type { PersonIdentities } from './identities';
import type { Ledger } from './ledger';
import type { LedgerIndex } from './ledger-index';
import type { IssueLicense, PresentLicense } from './licenses';
import type { Writes } from './outbox';
import type { TokenVerifier } from './auth';

/** Everything that the routes use. */
export interface Services {
  readonly tokens: TokenVerifier;
  readonly identities: PersonIdentities;
  readonly ledger: Ledger;
  readonly index: LedgerIndex;
  readonly streams: EventStreams;
  readonly webhooks: Webhooks;
  readonly writes: Writes;
  readonly issueLicense: IssueLicense;
  readonly presentLicense: PresentLicense;
}
