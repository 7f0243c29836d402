import {
  readLicenseIdentifier,
  type IdentifierReading,
  type LicenseRecord,
  type LicenseTypeRecord,
  type TraceStep,
  type VerifyRequest,
} from '@shengjing/core';
import { typeVersionKey } from '../ledger/keys';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';
import { findVersion } from '../licenses/license-version';
import { findStepAt } from './step-at';

/** What the ledger holds about a license that exists. */
export interface LicenseFacts {
  readonly license: LicenseRecord;
  /** The definition that the license was issued under. */
  readonly type: LicenseTypeRecord | undefined;
  /**
   * The last step that had taken effect at the other time that is asked for, up to the one that replaced this version;
   * undefined when there was none, or when no other time is asked for.
   */
  readonly stepAt: TraceStep | undefined;
}

/** All that the checks of a verification judge by. */
export interface Facts {
  readonly request: VerifyRequest;
  readonly reading: IdentifierReading;
  /** Undefined when the identifier is malformed or the ledger does not have the license. */
  readonly found: LicenseFacts | undefined;
  /** Transaction time of the verification. */
  readonly now: string;
}

/** Reads all that the checks need, so that the checks themselves only judge. */
export async function loadFacts(stub: Stub, request: VerifyRequest, now: string): Promise<Facts> {
  const reading = readLicenseIdentifier(request.identifier);
  const version = reading.ok ? await findVersion(stub, reading.identifier) : undefined;
  const found = version === undefined ? undefined : await loadLicenseFacts(stub, version.license, request);
  return { request, reading, found, now };
}

async function loadLicenseFacts(stub: Stub, license: LicenseRecord, { at }: VerifyRequest): Promise<LicenseFacts> {
  const type = await readState(stub, typeVersionKey(stub, license.type, license.typeVersion), 'license-type/1');
  return { license, type, stepAt: at === undefined ? undefined : await findStepAt(stub, license, lastOf(license), at) };
}

/** Number of the last step that left this version as something: the one after its own, when that replaced it. */
function lastOf({ lastStep, next }: LicenseRecord): number {
  return next === null ? lastStep : lastStep + 1;
}
