import { randomBytes, randomUUID } from 'node:crypto';

import type { ProposalOptions } from '@hyperledger/fabric-gateway';
import {
  type FindHolderResult,
  type ImportLicensesResult,
  MAX_IMPORT_SIZE,
  toCanonicalJson,
  TRANSIENT_HOLDER,
  TRANSIENT_PRIVATE,
} from '@shengjing/core';

import type { GatewayConfig } from '../dist/config/index.js';
import type { IssueOrder } from '../dist/licenses/issue-order.js';
import { newIssueRequest } from '../dist/licenses/new-issue-request.js';
import { newRequestRandomness } from '../dist/outbox/request-randomness.js';
import { findHolder, type Person } from './bare-client.mts';
import { type BareConnection, parseAnswer, submit } from './bare-connection.mts';
import { tell } from './benchmark.mts';
import { runLoad } from './load.mts';

/** What came of preloading. */
export interface Preload {
  readonly licenses: number;
  readonly seconds: number;
}

const BATCHES_IN_FLIGHT = 4;
const TELL_EVERY_MS = 15_000;

/**
 * Imports so many licenses in batches as large as can be, each license for a holder of its own.
 * @throws Error when a batch fails.
 */
export async function preload(
  connection: BareConnection,
  config: GatewayConfig,
  person: Person,
  { licenses, nextOrder }: { readonly licenses: number; readonly nextOrder: () => IssueOrder },
): Promise<Preload> {
  const started = performance.now();
  let [asked, done, told] = [0, 0, started];
  const importNext = async (): Promise<void> => {
    const size = Math.min(MAX_IMPORT_SIZE, licenses - asked);
    asked += size;
    const orders = Array.from({ length: size }, nextOrder);
    const imported = await importBatch(connection, await newBatch(connection, config, person, orders));
    done += imported;
    if (performance.now() - told > TELL_EVERY_MS) {
      told = performance.now();
      tell(`${String(done)} of ${String(licenses)} licenses imported, ${(done / ((told - started) / 1000)).toFixed(0)} a second`);
    }
  };
  const { failures } = await runLoad(importNext, BATCHES_IN_FLIGHT, { calls: Math.ceil(licenses / MAX_IMPORT_SIZE) });
  if (done < licenses) {
    throw new Error(`${String(done)} of ${String(licenses)} licenses could be imported: ${JSON.stringify(failures)}`);
  }
  return { licenses: done, seconds: (performance.now() - started) / 1000 };
}

async function newBatch(
  { contract }: BareConnection,
  config: GatewayConfig,
  { caller }: Person,
  orders: readonly IssueOrder[],
): Promise<ProposalOptions> {
  const requestId = randomUUID();
  const parts = await Promise.all(
    orders.map(async (order) => {
      const lookup: FindHolderResult = await findHolder(contract, config, order);
      return newIssueRequest({ caller, requestId, order, lookup, randomness: newRequestRandomness(randomBytes(32)) });
    }),
  );
  const [first] = parts;
  const items = parts.map(({ argument }) => {
    const { serial, validFrom, validUntil, effectiveAt, fileDigests, holderRef } = argument;
    return { serial, validFrom, validUntil, effectiveAt, fileDigests, holderRef };
  });
  const request = { requestId, type: first?.argument.type, issuer: first?.argument.issuer, source: 'bench', items };
  return {
    arguments: [toCanonicalJson(request)],
    transientData: {
      [TRANSIENT_PRIVATE]: toCanonicalJson(parts.map((part) => part.private)),
      [TRANSIENT_HOLDER]: toCanonicalJson(parts.map(({ holder }) => holder)),
    },
    endorsingOrganizations: [config.cityMspId, config.organisation.mspId],
  };
}

/** @returns How many licenses were imported. */
async function importBatch({ contract }: BareConnection, options: ProposalOptions): Promise<number> {
  const { items } = parseAnswer(await submit(contract, 'license:importLicenses', options)) as ImportLicensesResult;
  return items.filter(({ outcome }) => outcome === 'imported').length;
}
