import { CodedError } from '../errors/coded-error';
import { computeMod3736 } from './iso-7064';
import { isUscc } from './uscc';

/** Root of every license identifier (GB/T 36904). */
export const LICENSE_IDENTIFIER_ROOT = '1.2.156.3005.2';

/** Length in characters of the longest license identifier that is read. */
export const MAX_LICENSE_IDENTIFIER_LENGTH = 128;

/** What names a license through all its versions. */
export interface LicenseKey {
  /** Code of the license type: USCC of the authority that defined it and three digits. */
  readonly type: string;
  /** USCC of the issuing department. In a foreign license a six-digit division code is read too. */
  readonly issuer: string;
  /** Serial number given by the issuer, 1 to 32 of 0-9A-Z. */
  readonly serial: string;
}

/** The parts of a license identifier (电子证照标识, GB/T 36904). */
export interface LicenseIdentifier extends LicenseKey {
  /** 1 to 999, counts up with every change of the same license. */
  readonly version: number;
}

/** Why a text is not a license identifier. */
export type IdentifierFault = 'structure' | 'root' | 'type' | 'issuer' | 'serial' | 'version' | 'check';

/** A text that was read as a license identifier. */
export type IdentifierReading =
  | { readonly ok: true; readonly identifier: LicenseIdentifier }
  | { readonly ok: false; readonly fault: IdentifierFault };

type Parts = readonly [type: string, issuer: string, serial: string, version: string, check: string];

const CHECKS: readonly (readonly [IdentifierFault, (parts: Parts) => boolean])[] = [
  ['type', ([type]) => isLicenseTypeCode(type)],
  ['issuer', ([, issuer]) => isUscc(issuer) || /^[0-9]{6}$/u.test(issuer)],
  ['serial', ([, , serial]) => isLicenseSerial(serial)],
  ['version', ([, , , version]) => /^(?!000)[0-9]{3}$/u.test(version)],
  ['check', ([type, issuer, serial, version, check]) => check === computeMod3736(type + issuer + serial + version)],
];

/** Whether the text is the code of a license type: a USCC and three digits. */
export function isLicenseTypeCode(text: string): boolean {
  return /^.{18}[0-9]{3}$/u.test(text) && isUscc(text.slice(0, 18));
}

/** Whether the text can be the serial number of a license: 1 to 32 of 0-9A-Z. */
export function isLicenseSerial(text: string): boolean {
  return /^[0-9A-Z]{1,32}$/u.test(text);
}

/** Reads a license identifier and says which part is wrong. A six-digit issuer is read, but never issued. */
export function readLicenseIdentifier(text: string): IdentifierReading {
  if (text.length > MAX_LICENSE_IDENTIFIER_LENGTH) {
    return { ok: false, fault: 'structure' };
  }
  if (!text.startsWith(`${LICENSE_IDENTIFIER_ROOT}.`)) {
    return { ok: false, fault: 'root' };
  }
  const parts = text.slice(LICENSE_IDENTIFIER_ROOT.length + 1).split('.');
  return isParts(parts) ? readParts(parts) : { ok: false, fault: 'structure' };
}

/**
 * Parses a license identifier.
 *
 * @throws CodedError INVALID_IDENTIFIER with `{fault}` in its details.
 */
export function parseLicenseIdentifier(text: string): LicenseIdentifier {
  const reading = readLicenseIdentifier(text);
  if (!reading.ok) {
    throw new CodedError('INVALID_IDENTIFIER', { fault: reading.fault });
  }
  return reading.identifier;
}

/** Whether the text is a license identifier. */
export function isLicenseIdentifier(text: string): boolean {
  return readLicenseIdentifier(text).ok;
}

/**
 * Writes a license identifier with its check character.
 *
 * @throws CodedError INVALID_IDENTIFIER when a part is malformed; the issuer must be a USCC.
 */
export function formatLicenseIdentifier(identifier: LicenseIdentifier): string {
  const { type, issuer, serial, version } = identifier;
  const digits = formatLicenseVersion(version);
  if (!isUscc(issuer)) {
    throw new CodedError('INVALID_IDENTIFIER', { fault: 'issuer' });
  }
  if (!isLicenseTypeCode(type) || !isLicenseSerial(serial)) {
    throw new CodedError('INVALID_IDENTIFIER', { fault: isLicenseSerial(serial) ? 'type' : 'serial' });
  }
  const check = computeMod3736(type + issuer + serial + digits);
  return [LICENSE_IDENTIFIER_ROOT, type, issuer, serial, digits, check].join('.');
}

/**
 * A version as the identifier and the ledger's keys write it: three digits.
 *
 * @throws CodedError INVALID_IDENTIFIER when it is not an integer from 1 to 999.
 */
export function formatLicenseVersion(version: number): string {
  if (!Number.isInteger(version) || version < 1 || version > 999) {
    throw new CodedError('INVALID_IDENTIFIER', { fault: 'version' });
  }
  return String(version).padStart(3, '0');
}

function isParts(parts: readonly string[]): parts is Parts {
  return parts.length === 5;
}

function readParts(parts: Parts): IdentifierReading {
  const failed = CHECKS.find(([, holds]) => !holds(parts));
  if (failed !== undefined) {
    return { ok: false, fault: failed[0] };
  }
  const [type, issuer, serial, version] = parts;
  return { ok: true, identifier: { type, issuer, serial, version: Number(version) } };
}
