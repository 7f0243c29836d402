import { z } from 'zod';
import {
  isLicenseIdentifier,
  isLicenseTypeCode,
  MAX_LICENSE_IDENTIFIER_LENGTH,
} from '../identifiers/license-identifier';
import { isResidentId } from '../identifiers/resident-id';
import { isUscc } from '../identifiers/uscc';
import { isCalendarDate, isInstant } from '../time/calendar-date';
import { newHexSchema } from './text';

/** Request id chosen by the caller; the ledger keeps it under organisation and caller. */
export const requestIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/u)
  .meta({
    id: 'RequestId',
    description: 'Chosen by the caller, 16 to 64 of A-Z a-z 0-9 _ -. The same id with another body is refused.',
    example: '0b7c1f52-3a0f-4a55-9c1e-7d1f0f6a2b11',
  });

/** Unified social credit code with its check character. */
export const usccSchema = z.string().regex(/^[0-9A-Z]{18}$/u).refine(isUscc, 'not-a-uscc').meta({
  id: 'Uscc',
  description: 'Unified social credit code (统一社会信用代码, GB 32100), 18 characters.',
  example: '11100000000013338W',
});

/** Citizen's identity number with its check character. */
export const residentIdSchema = z.string().regex(/^[0-9]{17}[0-9X]$/u).refine(isResidentId, 'not-a-resident-id').meta({
  id: 'ResidentId',
  description: 'Citizen identity number (公民身份号码, GB 11643), 18 characters.',
});

/** Administrative division. */
export const divisionSchema = z.string().regex(/^[0-9]{6}$/u).meta({
  id: 'Division',
  description: 'Administrative division code (GB/T 2260), six digits.',
  example: '210102',
});

/** Code of a license type. */
export const licenseTypeCodeSchema = z
  .string()
  .regex(/^[0-9A-Z]{18}[0-9]{3}$/u)
  .refine(isLicenseTypeCode, 'not-a-license-type-code')
  .meta({
    id: 'LicenseTypeCode',
    description: 'Code of a license type (GB/T 36904): USCC of the authority that defined it, then three digits.',
    example: '11100000000013338W011',
  });

/** Serial number of a license. */
export const licenseSerialSchema = z.string().regex(/^[0-9A-Z]{1,32}$/u).meta({
  id: 'LicenseSerial',
  description: 'Serial number given by the issuer (GB/T 36904), 1 to 32 of 0-9A-Z.',
  example: '20230000403',
});

/** A license identifier that must be well formed. */
export const licenseIdentifierSchema = z
  .string()
  .max(MAX_LICENSE_IDENTIFIER_LENGTH)
  .refine(isLicenseIdentifier, 'not-a-license-identifier')
  .meta({
    id: 'LicenseIdentifier',
    description: 'License identifier (电子证照标识, GB/T 36904): root, type, issuer, serial, version, check character.',
    example: '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
  });

/** Version of a license. */
export const licenseVersionSchema = z.int().min(1).max(999).meta({
  id: 'LicenseVersion',
  description: 'Version of the license (GB/T 36904), counts up from 1 with every change.',
  example: 1,
});

/** Calendar date. */
export const dateSchema = z
  .string()
  .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u)
  .refine(isCalendarDate, 'no-such-date')
  .meta({
    id: 'Date',
    format: 'date',
    description: 'Date on the calendar of China (UTC+8), YYYY-MM-DD.',
    example: '2026-01-01',
  });

/** Instant. */
export const instantSchema = z
  .string()
  .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/u)
  .refine(isInstant, 'no-such-instant')
  .meta({
    id: 'Instant',
    format: 'date-time',
    description: 'Instant in UTC with milliseconds (ISO 8601).',
    example: '2026-01-01T00:00:00.000Z',
  });

/** Random name of a holder. */
export const holderRefSchema = newHexSchema(16, 16).meta({
  id: 'HolderRef',
  description: 'Random reference of a holder, 128 bits in lowercase hexadecimal; it reveals nothing by itself.',
  example: '5f0c7a5e0e2a4b6b9d1c3e8f7a6b5c4d',
});

/** MSP identifier. */
export const mspIdSchema = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/u).meta({
  id: 'MspId',
  description: 'Membership service provider of an organisation in Fabric.',
  example: 'HepingMSP',
});

/** Fabric transaction id. */
export const txIdSchema = newHexSchema(32, 32).meta({
  id: 'TransactionId',
  description: 'Fabric transaction id, SHA-256 in lowercase hexadecimal.',
});

/** Salt of a commitment. */
export const saltSchema = newHexSchema(16, 64).meta({
  id: 'Salt',
  description: 'Random salt, 16 to 64 bytes in lowercase hexadecimal.',
});
