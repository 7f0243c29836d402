/** The license types and licenses of the story. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { formatLicenseIdentifier, type LicenseType } from '@shengjing/core';

const FOLDER = path.resolve(import.meta.dirname, '..', 'sample');

/** A license to be issued, as far as the story reads it. */
export interface SampleLicense {
  readonly type: string;
  readonly serial: string;
}

/** Departments of the sample districts. */
export const HEPING = '11210102000000019C';
export const HUNNAN = '11210112000000019U';

/** The digests of some bytes, SM3 first. */
export function digestsOf(bytes: string | Buffer): { readonly alg: string; readonly value: string }[] {
  return ['sm3', 'sha256'].map((alg) => ({ alg, value: createHash(alg).update(bytes).digest('hex') }));
}

export function readSample(name: string): Buffer {
  return readFileSync(path.join(FOLDER, name));
}

/** The four types, for enterprises and for people. */
export const types = ['food-license', 'transport-business', 'residence-permit', 'transport-worker'].map(
  (name) => JSON.parse(readSample(`${name}-type.json`).toString()) as LicenseType,
);

export const foodLicense = readLicense('food-license');
export const transportWorker = readLicense('transport-worker');

/** Identifier of the first version of a license. */
export function identifierOf({ type, serial }: SampleLicense, issuer: string): string {
  return formatLicenseIdentifier({ type, issuer, serial, version: 1 });
}

function readLicense(name: string): SampleLicense {
  return JSON.parse(readSample(`${name}.json`).toString()) as SampleLicense;
}
