import { parseArgs } from 'node:util';

import pino from 'pino';

import { type GatewayConfig, loadConfig } from '../config';
import { newBlockStream } from '../fabric';
import { describeCause } from '../http/describe-cause';
import { computeIndexDigest, type IndexDigest, openIndexDatabase, rebuildIndex } from '../ledger-index';

const USAGE = 'index digest|rebuild --config FILE';

/** Prints what an index holds, or makes it from the ledger again first. One line of JSON on standard output. */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { config: { type: 'string' } } });
  const [command = ''] = positionals;
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (run === undefined || positionals.length > 1 || values.config === undefined) {
    throw new Error(USAGE);
  }
  process.stdout.write(`${JSON.stringify(await run(loadConfig(values.config)))}\n`);
}

const COMMANDS: Readonly<Record<string, (config: GatewayConfig) => Promise<IndexDigest>>> = { digest, rebuild };

async function digest(config: GatewayConfig): Promise<IndexDigest> {
  const database = await openIndexDatabase(config);
  try {
    return await computeIndexDigest(database);
  } finally {
    await database.close();
  }
}

async function rebuild(config: GatewayConfig): Promise<IndexDigest> {
  const log = pino({ level: config.log.level }, pino.destination(2));
  const { organisation, identity } = config;
  const own = { mspId: organisation.mspId, certificate: identity.certificate, privateKey: identity.key };
  const database = await openIndexDatabase(config);
  const blocks = newBlockStream(config, own, (error) => {
    log.warn({ cause: describeCause(error) }, 'the stream of blocks broke');
  });
  try {
    const { channel, chaincode, cityMspId } = config;
    const rebuilt = await rebuildIndex(database, { channel, chaincode, cityMspId, blocks, log });
    if (rebuilt === undefined) {
      throw new Error('A running gateway writes this index: stop it first');
    }
    return rebuilt;
  } finally {
    blocks.close();
    await database.close();
  }
}

main().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});
