import type { Admission } from './admission';
import type { EventStreams } from './events';
import type { Webhooks } from './events/webhooks';
import type { PersonIdentities } from './identities';
import type { Ledger } from './ledger';
import type { LedgerIndex } from './ledger-index';
import type { IssueLicense, PresentLicense } from './licenses';
import type { Writes } from './outbox';

/** Everything that the routes use. */
export interface Services {
  readonly admission: Admission;
  readonly identities: PersonIdentities;
  readonly ledger: Ledger;
  readonly writes: Writes;
  readonly index: LedgerIndex;
  readonly streams: EventStreams;
  readonly webhooks: Webhooks;
  readonly issueLicense: IssueLicense;
  readonly presentLicense: PresentLicense;
}
