import pino from 'pino';

import { type Database, openDatabase } from '../database';
import { newLedger } from '../ledger';
import { type Backlog, newBacklog } from '../outbox/backlog';
import { newWrites } from '../outbox/new-writes';
import { newOutboxStore, type OutboxStore } from '../outbox/outbox-store';
import { type LedgerHeight, newLedgerHeight } from '../outbox/ledger-height';
import { clean, newResolver } from '../outbox/recovery';
import { newTransactionResolver } from '../outbox/resolve-transaction';
import { outboxMigrations, type OutboxTables } from '../outbox/tables';
import type { ToWriteParts, WriteOutcome, Writes } from '../outbox';
import { newGatewaySecret } from '../state/gateway-secret';
import { newKeyPair } from './certificates';
import type { FakeChain, FakeChainPort } from './fake-chain';
import { CLAIMS } from './test-issuer';

const CONFIG = {
  organisation: { id: 'heping', mspId: 'HepingMSP', division: '210102', name: '和平区' },
  cityMspId: 'CityMSP',
  districtMspIds: ['HepingMSP', 'HunnanMSP'],
};

/** A person of the district. */
export const CALLER = {
  issuer: CLAIMS.iss,
  subject: CLAIMS.sub,
  organisation: CLAIMS.org,
  role: 'issuer',
  department: CLAIMS.dept,
  division: CLAIMS.division,
} as const;

/** What a test asks for. */
export interface TestWrite {
  readonly requestId?: string;
  readonly body?: unknown;
  readonly subject?: string;
  readonly toParts?: ToWriteParts<'license:registerType'>;
}

/** The outbox of one gateway process, without its clockwork: the test says when the work in the background is done. */
export interface OutboxProcess {
  readonly port: FakeChainPort;
  readonly store: OutboxStore;
  readonly backlog: Backlog;
  readonly height: LedgerHeight;
  readonly database: Database<OutboxTables>;
  readonly writes: Writes;
  write(write?: TestWrite): Promise<WriteOutcome<'license:registerType'>>;
  /** One round of the work in the background. */
  recover(): Promise<void>;
  clean(): Promise<void>;
}

/** Where and when a process runs. */
export interface OutboxProcessOptions {
  readonly chain: FakeChain;
  readonly stateDir: string;
  readonly url?: string | undefined;
  readonly now?: () => number;
  readonly writeMs?: number;
  readonly maxUnresolved?: number;
}

/** Starts a process over a database that others may have open. */
export async function startOutboxProcess(options: OutboxProcessOptions): Promise<OutboxProcess> {
  const { chain, stateDir, url, now = Date.now, writeMs = 3_000, maxUnresolved = 10_000 } = options;
  const database = await openDatabase<OutboxTables>({
    name: 'outbox',
    url,
    stateDir,
    durability: 'full',
    migrations: outboxMigrations,
  });
  const log = pino({ level: 'silent' });
  const store = newOutboxStore(database, now);
  const backlog = newBacklog(store, maxUnresolved);
  const fabric = chain.connect();
  const { certificate, key: privateKey } = await newKeyPair('person');
  const identity = { mspId: 'HepingMSP', certificate, privateKey };
  const height = newLedgerHeight(() => Promise.resolve(chain.height));
  const resolve = newTransactionResolver({ fabric, height, identity, commitMs: 300, now });
  const ledger = newLedger(fabric, CONFIG);
  const secret = newGatewaySecret(Buffer.alloc(32, 1));
  const writes = newWrites({ store, backlog, height, ledger, fabric, resolve, secret, log, now, writeMs });
  const recovery = { store, backlog, height, fabric, resolve, retentionMs: 7 * 24 * 3_600_000, now, log };
  return {
    port: fabric,
    store,
    backlog,
    height,
    database,
    writes,
    write: ({ requestId = 'key-0000000000000001', body = { a: 1 }, subject = CALLER.subject, toParts } = {}) =>
      writes.write(
        {
          caller: { ...CALLER, subject },
          identity: () => Promise.resolve(identity),
          requestId,
          transaction: 'license:registerType',
          body,
        },
        toParts ?? ((randomness) => ({ argument: { requestId, salt: randomness.hex(['salt'], 16) } as never })),
      ),
    recover: async () => {
      const resolver = newResolver(recovery);
      await height.look();
      await resolver.fill();
      resolver.stop();
      await resolver.idle();
    },
    clean: () => clean(recovery),
  };
}
