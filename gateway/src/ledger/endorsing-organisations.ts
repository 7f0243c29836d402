import { isCodedError } from '@shengjing/core';

import type { GatewayConfig } from '../config';

/** Runs a write with the organisations that must endorse it. */
export type WithEndorsers = <T>(write: (endorsers: readonly string[]) => Promise<T>) => Promise<T>;

/**
 * Chooses who endorses the writes of a gateway. A district's are endorsed by the city and the district; the
 * city's by the city and any one district, the next one when it cannot be reached.
 */
export function newEndorserChoice(
  config: Pick<GatewayConfig, 'organisation' | 'cityMspId' | 'districtMspIds'>,
): WithEndorsers {
  const { cityMspId, districtMspIds, organisation } = config;
  const choices = organisation.mspId === cityMspId ? districtMspIds : [organisation.mspId];
  let preferred = 0;
  return async (write) => {
    const start = preferred;
    let failure: unknown;
    for (let step = 0; step < choices.length; step++) {
      const index = (start + step) % choices.length;
      try {
        const result = await write([cityMspId, choices[index] ?? cityMspId]);
        preferred = index;
        return result;
      } catch (error) {
        failure = error;
        if (!isCodedError(error, 'ENDORSEMENT_UNAVAILABLE')) {
          break;
        }
      }
    }
    throw failure;
  };
}
