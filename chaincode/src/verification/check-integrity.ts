import {
  findDigest,
  newVerdict,
  verifyAttribute,
  type Digest,
  type LicenseRecord,
  type VerdictCode,
  type VerifyRequest,
} from '@shengjing/core';
import type { Check } from './check';

/** Whether the file and the attributes that were shown are those that were issued. */
export const checkIntegrity: Check = ({ request, found }) =>
  newVerdict('integrity', found === undefined ? 'UNDECIDED' : judgeIntegrity(found.license, request));

/** Whether the issuer has sealed the license; what the seal is worth is not judged here. */
export const checkSeal: Check = ({ found }) => {
  if (found === undefined) {
    return newVerdict('seal', 'UNDECIDED');
  }
  return newVerdict('seal', found.license.seals.length > 0 ? 'SEAL_ATTACHED' : 'UNSEALED');
};

/** A difference outweighs what could not be checked, and that outweighs what matches. */
function judgeIntegrity(license: LicenseRecord, { fileDigest, attributes = [] }: VerifyRequest): VerdictCode {
  const file = fileDigest === undefined ? undefined : judgeFile(license, fileDigest);
  if (file === 'FILE_DIFFERS') {
    return file;
  }
  const { attributeRoots, attributeCount } = license;
  if (!attributes.every((attribute) => verifyAttribute(attribute, attributeRoots, attributeCount))) {
    return 'ATTRIBUTE_DIFFERS';
  }
  return file ?? (attributes.length > 0 ? 'MATCHES' : 'NOTHING_SHOWN');
}

function judgeFile({ fileDigests }: LicenseRecord, shown: Digest): VerdictCode {
  const recorded = findDigest(fileDigests, shown.alg);
  if (recorded === undefined) {
    return 'NO_FILE_RECORDED';
  }
  return recorded.value === shown.value ? 'MATCHES' : 'FILE_DIFFERS';
}
