import { judgeStatus, newVerdict, type LicenseStatus, type NamedVerdict, type VerdictName } from '@shengjing/core';
import { STATUS_LAPSED } from '../licenses/codes';
import type { Check } from './check';
import type { LicenseFacts } from './facts';

/** The status at the transaction time. */
export const checkStatus: Check = ({ found, now }) =>
  found === undefined
    ? newVerdict('status', 'UNDECIDED')
    : judge('status', found, found.license.status, now);

/** The status at another time that was asked for, as the steps up to then left it. */
export const checkStatusAt: Check = ({ request: { at }, found }) => {
  if (at === undefined) {
    return newVerdict('status-at', 'NOT_ASKED');
  }
  return found === undefined
    ? newVerdict('status-at', 'UNDECIDED', { at })
    : judge('status-at', found, statusAt(found), at);
};

function judge(name: VerdictName, { license }: LicenseFacts, status: LicenseStatus, at: string): NamedVerdict {
  const code = judgeStatus({ ...license, status }, at);
  return newVerdict(name, code, code === 'NOT_YET_ISSUED' ? { at } : { status, at });
}

/** Before the first step of this version there is no status; `judgeStatus` then answers by the time of issue alone. */
function statusAt({ license, stepAt }: LicenseFacts): LicenseStatus {
  if (stepAt?.identifier === license.identifier) {
    return stepAt.status;
  }
  return stepAt?.previous === license.identifier ? STATUS_LAPSED : license.status;
}
