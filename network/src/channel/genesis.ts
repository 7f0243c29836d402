import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { stringify } from 'yaml';
import type { NetworkContext } from '../context';
import { writeFileDurably } from '../files';
import type { ResolvedTopology } from '../topology/types';
import { configtx, PROFILE } from './configtx';
import { CHANNEL_ADMINS } from './policies';

export function genesisFile({ stateDir }: ResolvedTopology): string {
  return path.join(stateDir, 'channel', 'genesis.block');
}

/** Makes the channel's first block, once. */
export async function provideGenesis({ topology, runner }: NetworkContext): Promise<void> {
  const file = genesisFile(topology);
  if (existsSync(file)) {
    return;
  }
  const folder = path.dirname(file);
  writeFileDurably(path.join(folder, 'configtx.yaml'), stringify(configtx(topology), { aliasDuplicateObjects: false }));
  const draft = path.join(folder, 'draft.block');
  await runner.run({
    binary: 'configtxgen',
    args: ['-profile', PROFILE, '-channelID', topology.channel, '-outputBlock', draft],
    env: { FABRIC_CFG_PATH: folder },
  });
  writeFileDurably(file, withChannelAdministration(readFileSync(draft)));
  rmSync(draft);
}

/**
 * configtxgen gives every element the modification policy `Admins` of its own group, by which the ordering
 * organisation alone could change the orderers, and the organisations without the city the application. Here all that
 * lies outside an organisation's own group is changed by {@link CHANNEL_ADMINS} only.
 */
export function withChannelAdministration(genesis: Uint8Array): Uint8Array {
  const block = common.Block.deserializeBinary(genesis);
  const data = required(block.getData());
  const envelope = common.Envelope.deserializeBinary(required(data.getDataList_asU8()[0]));
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8());
  protect(required(config.getConfig()?.getChannelGroup()));
  payload.setData(config.serializeBinary());
  envelope.setPayload(payload.serializeBinary());
  const bytes = envelope.serializeBinary();
  data.setDataList([bytes]);
  required(block.getHeader()).setDataHash(createHash('sha256').update(bytes).digest());
  return block.serializeBinary();
}

const SHARED_GROUPS = ['Application', 'Orderer'];

function protect(group: common.ConfigGroup): void {
  group.setModPolicy(CHANNEL_ADMINS);
  group.getValuesMap().forEach((value) => { value.setModPolicy(CHANNEL_ADMINS); });
  group.getPoliciesMap().forEach((policy) => { policy.setModPolicy(CHANNEL_ADMINS); });
  group.getGroupsMap().forEach((child, name) => {
    if (SHARED_GROUPS.includes(name)) {
      protect(child);
    }
  });
}

function required<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new TypeError('the block that configtxgen wrote is not a configuration block');
  }
  return value;
}
