/**
 * How many licenses are verified in a second by the ledger, and how many by the index, from within the process and
 * through HTTP. Run by scripts/bench.sh, which starts the network.
 */
import { setTimeout as delay } from 'node:timers/promises';

import type { LicenseRecord, VerifyRequest } from '@shengjing/core';

import { loadConfig } from '../dist/config/index.js';
import { openIndexDatabase } from '../dist/ledger-index/open-ledger-index.js';
import { toLicenseRecord } from '../dist/ledger-index/license-record.js';
import { newBareClient } from './bare-client.mts';
import { connectBare } from './bare-connection.mts';
import { runBenchmark, tell } from './benchmark.mts';
import type { Client } from './client.mts';
import { type HttpClient, newHttpClient } from './http-client.mts';
import { runLoad } from './load.mts';
import { DISTRICT, findNetwork } from './network.mts';
import { ROUND_FLAGS, type RoundNumbers } from './rounds.mts';
import { newOrderSource } from './sample.mts';
import { type Instruments, newInstruments, newPerson, newTokens, registerType } from './set-up.mts';
import { type Contender, describeRates, takeTurns, type Turn, warmUp, warmUpSeconds } from './turns.mts';
import { type IndexDb, judge, verifyByIndex } from './verify-by-index.mts';
import { renderVerify, toVerifyReport, VERIFIERS, type Verifier, type VerifyReport } from './verify-report.mts';

const FLAGS = {
  rounds: ROUND_FLAGS.rounds,
  inFlight: ROUND_FLAGS.inFlight,
  seconds: { ...ROUND_FLAGS.seconds, usual: 3, about: 'seconds of load per client and round' },
  lone: { usual: 100, quick: 20, about: 'calls of a lone client per round' },
  licenses: { usual: 1_000, quick: 100, about: 'licenses that are verified in turn' },
} as const;

type VerifyNumbers = RoundNumbers & { readonly licenses: number };

/** A license that the index holds, with the request that verifies it. */
interface Sample {
  readonly request: VerifyRequest;
  readonly license: LicenseRecord;
}

const PEOPLE = 16;
const INDEX_DEADLINE_MS = 60_000;
const INDEX_PAUSE_MS = 100;
const ISSUES_PER_SECOND = 80;
const LONE_SECONDS = 0.003;
const PAUSE_SECONDS = 0.2;

async function measure(numbers: VerifyNumbers): Promise<VerifyReport> {
  const started = Date.now();
  const network = findNetwork();
  await registerType(network);
  const config = loadConfig(network.gatewayConfigFile(DISTRICT));
  const person = await newPerson(network);
  const bare = newBareClient(await connectBare(config, person.identity), config, person);
  const http = newHttpClient(network.gatewayUrl(DISTRICT), newTokens(network, PEOPLE), numbers.inFlight);
  const index = await openIndexDatabase(config);
  const instruments = await newInstruments(network);
  try {
    tell(`issuing ${String(numbers.licenses)} licenses`);
    const samples = await readSamples(index.db, await issueSome(bare, numbers));
    const turns = await runVerifyRounds(instruments, newVerifiers({ bare, http, db: index.db, samples }), numbers);
    return toVerifyReport(turns, { network, numbers, started });
  } finally {
    bare.close();
    http.close();
    await index.close();
    await instruments.blocks.close();
  }
}

async function issueSome(bare: Client, { licenses, inFlight }: VerifyNumbers): Promise<VerifyRequest[]> {
  const nextOrder = newOrderSource();
  const requests: VerifyRequest[] = [];
  const issue = async (): Promise<void> => {
    const order = nextOrder();
    const identifier = await bare.issue(order);
    requests.push({ identifier, fileDigest: order.fileDigests[0] });
  };
  const { failures } = await runLoad(issue, inFlight, { calls: licenses });
  if (requests.length === 0) {
    throw new Error(`no license could be issued: ${JSON.stringify(failures)}`);
  }
  return requests;
}

/** Waits until the gateway's index holds them all. */
async function readSamples(db: IndexDb, requests: readonly VerifyRequest[]): Promise<Sample[]> {
  const deadline = Date.now() + INDEX_DEADLINE_MS;
  for (;;) {
    const rows = await db.selectFrom('index_license').select(['identifier', 'record']).execute();
    const records = new Map(rows.map((row) => [row.identifier, row]));
    const samples = requests.flatMap((request) => {
      const row = records.get(request.identifier);
      return row ? [{ request, license: toLicenseRecord(row) }] : [];
    });
    if (samples.length === requests.length) {
      return samples;
    }
    if (Date.now() > deadline) {
      throw new Error(`the index holds ${String(samples.length)} of ${String(requests.length)} licenses`);
    }
    await delay(INDEX_PAUSE_MS);
  }
}

function newVerifiers(parts: {
  readonly bare: Client;
  readonly http: HttpClient;
  readonly db: IndexDb;
  readonly samples: readonly Sample[];
}): Contender<Verifier>[] {
  const { bare, http, db, samples } = parts;
  let turn = 0;
  const next = (): Sample => {
    const sample = samples[turn++ % samples.length];
    if (sample === undefined) {
      throw new Error('there is no license to verify');
    }
    return sample;
  };
  const calls: Record<Verifier, () => Promise<unknown>> = {
    ledger: () => bare.verify(next().request),
    ledgerHttp: () => http.verify(next().request),
    index: () => verifyByIndex(db, next().request),
    indexHttp: async () => {
      const { request, license } = next();
      const { items } = await http.search({ holderRef: license.holderRef });
      return judge(items[0], request);
    },
  };
  return VERIFIERS.map((name) => ({ name, isOrdered: false, call: calls[name] }));
}

async function runVerifyRounds(instruments: Instruments, verifiers: readonly Contender<Verifier>[], numbers: VerifyNumbers): Promise<Turn<Verifier>[]> {
  const amounts = { seconds: numbers.seconds, loneCalls: numbers.lone, inFlight: numbers.inFlight };
  await warmUp(instruments, verifiers, amounts);
  const turns: Turn<Verifier>[] = [];
  for (let round = 0; round < numbers.rounds; round++) {
    turns.push(...(await takeTurns(instruments, verifiers, round, amounts)));
    tell(`round ${String(round + 1)} of ${String(numbers.rounds)}: ${describeRates(turns, round)}`);
  }
  return turns;
}

await runBenchmark({
  name: 'verify',
  flags: FLAGS,
  plan: (numbers) => {
    const { licenses, rounds, seconds: load, lone } = numbers;
    const seconds = licenses / ISSUES_PER_SECOND + VERIFIERS.length * (rounds * (load + lone * LONE_SECONDS + PAUSE_SECONDS) + warmUpSeconds(load));
    return `${String(numbers.licenses)} licenses, then ${String(numbers.rounds)} rounds with ${String(numbers.inFlight)} in flight: about ${seconds.toFixed(0)} s`;
  },
  measure,
  render: renderVerify,
});
