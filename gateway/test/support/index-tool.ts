import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TemporaryNetwork } from '@shengjing/network';

const TOOL = path.resolve(__dirname, '..', '..', 'dist', 'index-tool', 'main.js');
const run = promisify(execFile);

/** What the tool prints. */
export interface PrintedDigest {
  readonly block: number;
  readonly licenses: number;
  readonly events: number;
  readonly digest: string;
}

/** Runs the tool for the index of an organisation's gateway. */
export async function runIndexTool(network: TemporaryNetwork, organisation: string, command: 'digest' | 'rebuild'): Promise<PrintedDigest> {
  const config = path.join(network.organisation(organisation).gateway.dir, 'config.json');
  const { stdout } = await run(process.execPath, [TOOL, command, '--config', config]);
  return JSON.parse(stdout) as PrintedDigest;
}
