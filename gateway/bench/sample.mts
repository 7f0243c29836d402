import { createHash, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { computeUsccCheck, type Digest, type VerifyRequest } from '@shengjing/core';

import type { IssueOrder } from '../dist/licenses/issue-order.js';

const FOLDER = path.resolve(import.meta.dirname, '..', '..', 'scripts', 'sample');
const MAX_HOLDERS = 10_000_000;
const MAX_SAMPLES = 1_000;

/** The license type that everything is issued under. */
export function readSampleType(): { readonly code: string } {
  return readSample('food-license-type.json') as { code: string };
}

/** Orders of one shape; each has a serial number, a file and a holder of its own. */
export function newOrderSource(): () => IssueOrder {
  const sample = readSample('food-license.json') as IssueOrder;
  const run = Date.now().toString(36).toUpperCase();
  const firstHolder = randomInt(MAX_HOLDERS);
  let count = 0;
  return () => {
    count++;
    const serial = `JY${run}${String(count).padStart(8, '0')}`;
    const holder = { ...sample.holder, idNumber: newUscc((firstHolder + count) % MAX_HOLDERS) };
    const fileDigests = (['sm3', 'sha256'] as const).map((alg): Digest => ({ alg, value: createHash(alg).update(serial).digest('hex') }));
    return { ...sample, serial, holder, fileDigests, effectiveAt: new Date().toISOString() };
  };
}

/** Licenses that were issued, to be verified in turn with the digest of the license file. */
export interface IssuedLicenses {
  add(identifier: string, order: IssueOrder): void;
  next(): VerifyRequest;
}

/** The first ones are enough. */
export function newIssuedLicenses(): IssuedLicenses {
  const requests: VerifyRequest[] = [];
  let turn = 0;
  return {
    add: (identifier, { fileDigests }) => {
      const [fileDigest] = fileDigests;
      if (requests.length < MAX_SAMPLES && fileDigest !== undefined) {
        requests.push({ identifier, fileDigest });
      }
    },
    next: () => {
      const request = requests[turn++ % requests.length];
      if (request === undefined) {
        throw new Error('no license was issued, so there is none to verify');
      }
      return request;
    },
  };
}

function newUscc(holder: number): string {
  const body = `92210102MA${String(holder).padStart(7, '0')}`;
  return `${body}${computeUsccCheck(body)}`;
}

function readSample(name: string): unknown {
  return JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8'));
}
