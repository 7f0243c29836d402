import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { peerCommand } from '../commands/fabric';
import type { NetworkContext } from '../context';
import { heights } from '../status/metrics';
import type { Organisation } from '../topology/types';
import { decodeBlock, type LedgerBlock } from './ledger-block';

/** The blocks of the channel from the given number on, as the organisation's first peer has them. */
export async function readBlocks(context: NetworkContext, organisation: Organisation, from = 0): Promise<LedgerBlock[]> {
  const [peer] = organisation.peers;
  const height = (await heights(context.topology)).get(peer?.name ?? '') ?? 0;
  const numbers = Array.from({ length: Math.max(0, height - from) }, (_, index) => from + index);
  return await Promise.all(numbers.map((number) => readBlock(context, organisation, number)));
}

/** One block as the organisation's first peer has it. */
export async function readBlock({ runner, topology }: NetworkContext, organisation: Organisation, number: number): Promise<LedgerBlock> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shengjing-block-'));
  try {
    const file = path.join(folder, 'block');
    await runner.run(peerCommand(organisation, ['channel', 'fetch', String(number), file, '--channelID', topology.channel]));
    return decodeBlock(readFileSync(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
