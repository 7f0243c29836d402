import { newVerdict } from '@shengjing/core';
import type { Check } from './check';

/** Whether the identifier is well formed, check character included. */
export const checkIdentifier: Check = ({ reading }) =>
  reading.ok
    ? newVerdict('identifier', 'WELL_FORMED')
    : newVerdict('identifier', 'MALFORMED', { fault: reading.fault });

/** Whether the ledger has this version of the license. */
export const checkExistence: Check = ({ reading, found }) => {
  if (!reading.ok) {
    return newVerdict('existence', 'UNDECIDED');
  }
  return newVerdict('existence', found === undefined ? 'DOES_NOT_EXIST' : 'EXISTS');
};

/** Whether the issuer was entitled to the type under the definition that the license was issued by. */
export const checkIssuer: Check = ({ found }) => {
  if (found === undefined) {
    return newVerdict('issuer', 'UNDECIDED');
  }
  const isEntitled = found.type?.type.issuers.includes(found.license.issuer) === true;
  return newVerdict('issuer', isEntitled ? 'ENTITLED' : 'NOT_ENTITLED');
};
