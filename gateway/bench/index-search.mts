/**
 * How fast the index finds a page of licenses among a million, for each kind of search. Needs no network: the blocks
 * are made up, and go through the same code as those of a ledger. SQLite in a temporary folder, and PostgreSQL too
 * when SHENGJING_BENCH_POSTGRES has the URL of an empty database.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';

import { CompiledQuery } from 'kysely';

import type { Database } from '../dist/database/index.js';
import { applyBlock, toBlockEffects } from '../dist/ledger-index/apply-block.js';
import { startOver } from '../dist/ledger-index/checkpoint.js';
import { openIndexDatabase } from '../dist/ledger-index/open-ledger-index.js';
import { searchLicenses } from '../dist/ledger-index/search-licenses.js';
import type { IndexTables } from '../dist/ledger-index/tables.js';
import { runBenchmark, tell } from './benchmark.mts';
import { type IndexSample, newIndexSample } from './index-sample.mts';
import { type Percentiles, toPercentiles } from './statistics.mts';

const FLAGS = {
  licenses: { usual: 1_000_000, quick: 20_000, about: 'licenses in the index' },
  searches: { usual: 200, quick: 20, about: 'searches of each kind' },
  pageSize: { usual: 20, about: 'licenses of a page' },
} as const;

type IndexNumbers = Readonly<Record<keyof typeof FLAGS, number>>;

/** What was measured on one database server. */
interface ServerReport {
  readonly server: string;
  readonly fillSeconds: number;
  readonly bytes: number;
  /** Milliseconds by kind of search. */
  readonly searches: Readonly<Record<string, Percentiles>>;
}

interface IndexReport {
  readonly schema: 'bench-index/1';
  readonly at: string;
  readonly machine: { readonly processor: string; readonly cores: number; readonly memoryBytes: number; readonly node: string };
  readonly parameters: IndexNumbers;
  readonly servers: readonly ServerReport[];
}

const LICENSES_PER_SECOND = 6_000;
const CHAIN = { channel: 'shenyang', chaincode: 'city-services', genesis: 'bench' };
const CITY = 'CityMSP';

async function measure(numbers: IndexNumbers): Promise<IndexReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shengjing-index-'));
  const url = process.env['SHENGJING_BENCH_POSTGRES'];
  try {
    const servers = [await measureServer(folder, undefined, numbers), ...(url === undefined ? [] : [await measureServer(folder, url, numbers)])];
    return {
      schema: 'bench-index/1',
      at: new Date().toISOString(),
      machine: { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryBytes: totalmem(), node: process.version },
      parameters: numbers,
      servers,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureServer(stateDir: string, url: string | undefined, numbers: IndexNumbers): Promise<ServerReport> {
  const database = await openIndexDatabase({ stateDir, ...(url !== undefined && { database: { url } }) });
  try {
    const sample = newIndexSample(numbers.licenses);
    const fillSeconds = await fill(database, sample, numbers);
    const searches: Record<string, Percentiles> = {};
    for (const [name, next] of Object.entries(sample.searches)) {
      searches[name] = await measureSearch(database, next, numbers);
      tell(`${name}: p95 ${searches[name].p95.toFixed(2)} ms`);
    }
    return { server: await describeServer(database), fillSeconds, bytes: await sizeOf(database, stateDir), searches };
  } finally {
    await database.close();
  }
}

async function fill({ db, kind }: Database<IndexTables>, sample: IndexSample, { licenses }: IndexNumbers): Promise<number> {
  tell(`writing ${String(licenses)} licenses to ${kind}`);
  await startOver(db, CHAIN);
  const start = performance.now();
  for (const block of sample.blocks()) {
    if (!(await applyBlock(db, block, toBlockEffects(block, CITY)))) {
      throw new Error('somebody else writes this index');
    }
  }
  const seconds = (performance.now() - start) / 1000;
  if (kind === 'postgres') {
    // What autovacuum does within a minute.
    await db.executeQuery(CompiledQuery.raw('ANALYZE index_license'));
  }
  return seconds;
}

async function measureSearch(
  { db }: Database<IndexTables>,
  next: () => Parameters<typeof searchLicenses>[1]['filter'],
  { searches, pageSize }: IndexNumbers,
): Promise<Percentiles> {
  const times: number[] = [];
  for (let count = 0; count < searches; count++) {
    const filter = next();
    const start = performance.now();
    const page = await searchLicenses(db, { filter, pageSize });
    times.push(performance.now() - start);
    if (page.bookmark !== null) {
      const again = performance.now();
      await searchLicenses(db, { filter, pageSize, bookmark: page.bookmark });
      times.push(performance.now() - again);
    }
  }
  return toPercentiles(times);
}

async function describeServer({ db, kind }: Database<IndexTables>): Promise<string> {
  const query = kind === 'postgres' ? "SELECT current_setting('server_version') AS version" : 'SELECT sqlite_version() AS version';
  const { rows } = await db.executeQuery<{ version: string }>(CompiledQuery.raw(query));
  return `${kind === 'postgres' ? 'PostgreSQL' : 'SQLite'} ${rows[0]?.version ?? ''}`;
}

async function sizeOf({ db, kind }: Database<IndexTables>, stateDir: string): Promise<number> {
  if (kind === 'sqlite') {
    return statSync(path.join(stateDir, 'index.sqlite')).size;
  }
  const { rows } = await db.executeQuery<{ bytes: number }>(CompiledQuery.raw("SELECT pg_total_relation_size('index_license') AS bytes"));
  return rows[0]?.bytes ?? 0;
}

function render({ at, machine, parameters, servers }: IndexReport): string {
  const { licenses, searches, pageSize } = parameters;
  return [
    [
      `- ${at.slice(0, 10)}, ${machine.processor}, ${String(machine.cores)} cores, ${(machine.memoryBytes / 2 ** 30).toFixed(0)} GiB, Node ${machine.node}`,
      `- ${String(licenses)} licenses, ${String(searches)} searches of each kind with values drawn at random, the first page of ${String(pageSize)} and the second`,
      ...servers.map(({ server, fillSeconds, bytes }) => `- ${server}: ${(licenses / fillSeconds).toFixed(0)} licenses/s written, ${(bytes / 2 ** 20).toFixed(0)} MiB`),
    ].join('\n'),
    ...servers.map(renderServer),
  ].join('\n\n');
}

function renderServer({ server, searches }: ServerReport): string {
  const rows = Object.entries(searches).map(([name, { p50, p95, p99 }]) => `| ${name} | ${[p50, p95, p99].map((value) => value.toFixed(2)).join(' | ')} |`);
  return [`| ${server}, search by | p50 ms | p95 ms | p99 ms |`, '| --- | --- | --- | --- |', ...rows].join('\n');
}

await runBenchmark({
  name: 'index',
  flags: FLAGS,
  plan: ({ licenses, searches }) => `${String(licenses)} licenses, then ${String(searches)} searches of each kind: about ${(licenses / LICENSES_PER_SECOND).toFixed(0)} s`,
  measure,
  render,
});
