import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ordererFlags, peerCommand } from '../../src/commands/fabric';
import type { NetworkContext } from '../../src/context';
import { organisationOf } from './invoke';

interface Group {
  groups: Record<string, Group>;
  values: Record<string, unknown>;
  policies: Record<string, unknown>;
}
interface Config {
  channel_group: Group;
}

/** Changes the channel's configuration, signed by the organisations in turn; the last of them submits it. */
export async function updateConfig(context: NetworkContext, signers: readonly string[], change: (channel: Group) => void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shengjing-update-'));
  try {
    const file = await computeUpdate(context, folder, change);
    for (const id of signers.slice(0, -1)) {
      await context.runner.run(peerCommand(organisationOf(context, id), ['channel', 'signconfigtx', '-f', file]));
    }
    const submitter = organisationOf(context, signers.at(-1) ?? '');
    await context.runner.run(peerCommand(submitter, ['channel', 'update', '-c', context.topology.channel, '-f', file, ...orderer(context)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function computeUpdate(context: NetworkContext, folder: string, change: (channel: Group) => void): Promise<string> {
  const { topology, runner } = context;
  const file = (name: string) => path.join(folder, name);
  const translate = async (...args: string[]) => await runner.run({ binary: 'configtxlator', args });
  const city = organisationOf(context, 'city');
  await runner.run(peerCommand(city, ['channel', 'fetch', 'config', file('block'), '-c', topology.channel, ...orderer(context)]));
  await translate('proto_decode', '--type', 'common.Block', '--input', file('block'), '--output', file('block.json'));
  const block = JSON.parse(readFileSync(file('block.json'), 'utf8')) as { data: { data: { payload: { data: { config: Config } } }[] } };
  const config = block.data.data[0]?.payload.data.config;
  if (config === undefined) {
    throw new Error('not a configuration block');
  }
  writeFileSync(file('old.json'), JSON.stringify(config));
  change(config.channel_group);
  writeFileSync(file('new.json'), JSON.stringify(config));
  for (const name of ['old', 'new']) {
    await translate('proto_encode', '--type', 'common.Config', '--input', file(`${name}.json`), '--output', file(name));
  }
  await translate('compute_update', '--channel_id', topology.channel, '--original', file('old'), '--updated', file('new'), '--output', file('update'));
  await translate('proto_decode', '--type', 'common.ConfigUpdate', '--input', file('update'), '--output', file('update.json'));
  const update: unknown = JSON.parse(readFileSync(file('update.json'), 'utf8'));
  const envelope = {
    payload: { header: { channel_header: { channel_id: topology.channel, type: 2 } }, data: { config_update: update } },
  };
  writeFileSync(file('envelope.json'), JSON.stringify(envelope));
  await translate('proto_encode', '--type', 'common.Envelope', '--input', file('envelope.json'), '--output', file('envelope'));
  return file('envelope');
}

function orderer({ topology: { ordering } }: NetworkContext): string[] {
  const [first] = ordering.orderers;
  return first === undefined ? [] : ordererFlags(ordering, first);
}
