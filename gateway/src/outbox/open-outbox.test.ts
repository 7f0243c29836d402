import { join } from 'node:path';

import pino from 'pino';
import { Registry } from 'prom-client';

import { ConfigError } from '../config';
import { newLedger } from '../ledger';
import { newGatewaySecret } from '../state/gateway-secret';
import { newKeyPair } from '../testing/certificates';
import { FakeFabric } from '../testing/fake-fabric';
import { newTemporaryFolder } from '../testing/temporary-folder';
import { openOutbox, type OutboxOptions } from './index';

const NETWORK = {
  organisation: { id: 'heping', mspId: 'HepingMSP', division: '210102', name: '和平区' },
  cityMspId: 'CityMSP',
  districtMspIds: ['HepingMSP'],
};
const DEADLINES = { connectMs: 300, evaluateMs: 500, endorseMs: 500, submitMs: 500, commitMs: 300, writeMs: 300, stateMs: 300 };

const folder = newTemporaryFolder();

async function newOptions(name: string): Promise<OutboxOptions> {
  const fabric = new FakeFabric();
  const { certificate, key: privateKey } = await newKeyPair('gateway');
  return {
    config: { stateDir: join(folder, name), deadlines: DEADLINES, outbox: { retentionDays: 7, maxUnresolved: 10 } },
    fabric,
    ledger: newLedger(fabric, NETWORK),
    secret: newGatewaySecret(Buffer.alloc(32, 1)),
    identity: { mspId: 'HepingMSP', certificate, privateKey },
    registry: new Registry(),
    readHeight: () => Promise.resolve(1),
    log: pino({ level: 'silent' }),
  };
}

test('one state folder without a server serves one process, until that has ended', async () => {
  const options = await newOptions('one');
  const first = await openOutbox(options);
  const refusal = await openOutbox(options).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ConfigError);
  expect((refusal as ConfigError).issues).toEqual([
    { field: 'stateDir', problem: expect.stringContaining('database.urlFile') as string },
  ]);
  await first.close();
  const second = await openOutbox({ ...options, registry: new Registry() });
  await second.close();
}, 15_000);

test('a server that cannot be reached stops the start', async () => {
  const options = await newOptions('two');
  const config = { ...options.config, database: { url: 'postgresql://user:password@127.0.0.1:1/none' } };
  const failure = await openOutbox({ ...options, config }).catch((error: unknown) => error);
  expect(String(failure)).not.toContain('password');
  expect(failure).toBeInstanceOf(Error);
});
