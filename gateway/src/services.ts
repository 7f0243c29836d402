import type { PersonIdentities } from './identities';
import type { Ledger } from './ledger';
import type { IssueLicense, PresentLicense } from './licenses';
import type { Writes } from './outbox';
import type { TokenVerifier } from './auth';

/** Everything that the routes use. */
export interface Services {
  readonly tokens: TokenVerifier;
  readonly identities: PersonIdentities;
  readonly ledger: Ledger;
  readonly writes: Writes;
  readonly issueLicense: IssueLicense;
  readonly presentLicense: PresentLicense;
}
