import {
  readLicenseIdentifier,
  type IdentifierReading,
  type LicenseRecord,
  type LicenseTypeRecord,
  type TraceStep,
  type VerifyRequest,
} from '@shengjing/core';
import { KEY_KINDS, licenseParts, typeVersionKey } from '../ledger/keys';
import { readRange } from '../ledger/page';
import { readState } from '../ledger/state';
import type { Stub } from '../ledger/stub';
import { STATUS_LAPSED } from '../licenses/codes';
import { findVersion } from '../licenses/license-version';

/** What the ledger holds about a license that exists. */
export interface LicenseFacts {
  readonly license: LicenseRecord;
  /** The definition that the license was issued under. */
  readonly type: LicenseTypeRecord | undefined;
  /** Steps that left this version as something, the oldest first; empty when no other time is asked for. */
  readonly steps: readonly TraceStep[];
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
  return { license, type, steps: at === undefined ? [] : await loadSteps(stub, license) };
}

/** The step that made the version after this one left this one lapsed. */
async function loadSteps(stub: Stub, license: LicenseRecord): Promise<TraceStep[]> {
  const { identifier } = license;
  const steps = await readRange(stub, { kind: KEY_KINDS.step, parts: licenseParts(license) }, 'license-step/2');
  return steps
    .filter((step) => step.identifier === identifier || step.previous === identifier)
    .map((step) => (step.identifier === identifier ? step : { ...step, status: STATUS_LAPSED }));
}
