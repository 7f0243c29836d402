import { CodedError, isCodedError, SUCCESSION_AGREEMENTS } from '@shengjing/core';

import type { GatewayConfig } from '../config';

/** Asks an organisation to endorse something harmless. Throws ENDORSEMENT_UNAVAILABLE when it cannot be reached. */
export type AskToEndorse = (mspId: string) => Promise<void>;

/**
 * Who is to endorse what the city writes about a license of a district: the city and the district as long as it can be
 * reached, else the city and as many other districts as must agree to a succession.
 * @param mspId - MSP id of the district.
 * @throws CodedError ENDORSEMENT_UNAVAILABLE with the district, when neither it nor enough others can be reached.
 */
export async function findEndorsersOrSuccessors(
  { cityMspId, districtMspIds }: Pick<GatewayConfig, 'cityMspId' | 'districtMspIds'>,
  mspId: string,
  ask: AskToEndorse,
): Promise<readonly string[]> {
  if (await canBeReached(mspId, ask)) {
    return [cityMspId, mspId];
  }
  const successors: string[] = [];
  for (const other of districtMspIds) {
    if (other !== mspId && (await canBeReached(other, ask))) {
      successors.push(other);
    }
    if (successors.length === SUCCESSION_AGREEMENTS) {
      return [cityMspId, ...successors];
    }
  }
  throw new CodedError('ENDORSEMENT_UNAVAILABLE', { mspId });
}

async function canBeReached(mspId: string, ask: AskToEndorse): Promise<boolean> {
  try {
    await ask(mspId);
    return true;
  } catch (error) {
    if (isCodedError(error, 'ENDORSEMENT_UNAVAILABLE')) {
      return false;
    }
    throw error;
  }
}
