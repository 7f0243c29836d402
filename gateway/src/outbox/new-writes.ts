import type { Ledger } from '../ledger';
import { retryOn } from '../retry/retry-on';
import type { GatewaySecret } from '../state/gateway-secret';
import { newRequestRandomness } from './request-randomness';
import type { Writes } from './writes';

const SEED_BYTES = 32;

/** Writes that remember nothing: the seed of a request is derived from the gateway's secret. */
export function newWrites(ledger: Ledger, secret: GatewaySecret): Writes {
  return {
    write: ({ caller, identity, requestId, transaction }, toParts) => {
      const seed = secret.derive([caller.issuer, caller.subject, requestId], SEED_BYTES);
      return retryOn(['HOLDER_MISMATCH'], async () => {
        const { argument, transient } = await toParts(newRequestRandomness(seed));
        return ledger.write(await identity(), transaction, argument, transient);
      });
    },
  };
}
