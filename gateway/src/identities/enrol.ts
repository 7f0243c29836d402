import { randomBytes, X509Certificate } from 'node:crypto';

import { CodedError } from '@shengjing/core';

import type { Attributes, CaClient } from './ca-client';
import { newCertificateRequest } from './certificate-request';
import type { Enrolment, Operator, PersonFiles } from './person-files';

/**
 * Certifies a new key. The enrolment secret is drawn anew each time and forgotten: it is worth nothing once
 * the certificate is there.
 */
export async function enrol(ca: CaClient, files: PersonFiles, attributes: Attributes): Promise<Enrolment> {
  const secret = randomBytes(32).toString('base64url');
  const { operator, registered } = (await files.readOperator()) ?? (await newOperator(files));
  if (registered) {
    await ca.modify(operator, secret, attributes);
  } else {
    // An earlier try may have registered the operator and stopped before it could note so.
    await ca.register(operator, secret, attributes).catch(() => ca.modify(operator, secret, attributes));
    await files.writeOperator({ operator, registered: true });
  }
  const { key, pem } = await newCertificateRequest(operator);
  const certificate = await ca.enroll(operator, secret, pem, Object.keys(attributes));
  if (!new X509Certificate(certificate).checkPrivateKey(key)) {
    throw new CodedError('CA_UNAVAILABLE', { reason: 'certificate-of-another-key' });
  }
  return { certificate, key };
}

function newOperator(files: PersonFiles): Promise<Operator> {
  return files.createOperator({ operator: `op-${randomBytes(16).toString('hex')}`, registered: false });
}
