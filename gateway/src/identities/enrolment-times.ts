import { X509Certificate } from 'node:crypto';

import type { Enrolment } from './person-files';

const DAY = 24 * 3_600_000;

/** When the certificate ends, in milliseconds. */
export function expiryTime({ certificate }: Enrolment): number {
  return new X509Certificate(certificate).validToDate.getTime();
}

/** When to renew it: a fifth of the lifetime before the end, a week at most. */
export function renewalTime({ certificate }: Enrolment): number {
  const { validFromDate, validToDate } = new X509Certificate(certificate);
  const lifetime = validToDate.getTime() - validFromDate.getTime();
  return validToDate.getTime() - Math.min(7 * DAY, lifetime / 5);
}
