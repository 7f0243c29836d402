import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { sum } from './statistics.mts';

const CLI = path.resolve(import.meta.dirname, '..', '..', 'network', 'dist', 'cli.js');

/** Organisation whose gateway and peer are measured. */
export const DISTRICT = 'heping';

/** What is known of the network that runs in a state folder. */
export interface NetworkUnderTest {
  readonly stateDir: string;
  readonly fabricVersion: string;
  readonly topology: {
    readonly batch: { readonly maxMessageCount: number; readonly timeout: string };
    readonly ordering: { readonly orderers: readonly unknown[] };
    readonly organisations: readonly {
      readonly id: string;
      readonly department: string;
      readonly division: string;
      readonly peers: readonly unknown[];
    }[];
  };
  gatewayUrl(organisation: string): string;
  gatewayConfigFile(organisation: string): string;
  token(organisation: string, role: string, person: string): string;
}

/** What the figures depend on. */
export interface NetworkShape {
  readonly orderers: number;
  readonly peers: number;
  /** Of a block. */
  readonly maxMessageCount: number;
  readonly batchTimeout: string;
}

export function toNetworkShape({ topology }: NetworkUnderTest): NetworkShape {
  const { ordering, organisations, batch } = topology;
  return {
    orderers: ordering.orderers.length,
    peers: sum(organisations.map(({ peers }) => peers.length)),
    maxMessageCount: batch.maxMessageCount,
    batchTimeout: batch.timeout,
  };
}

/** The network that SHENGJING_STATE and SHENGJING_PORT_OFFSET name, as for the network's own commands. */
export function findNetwork(): NetworkUnderTest {
  const stateDir = process.env['SHENGJING_STATE'];
  if (stateDir === undefined) {
    throw new Error('SHENGJING_STATE names no network. scripts/bench.sh starts one.');
  }
  const urls = new Map(run('urls').split('\n').map((line) => line.split('\t') as [string, string]));
  const status = JSON.parse(run('status', '--json')) as { fabricVersion: string };
  const mark = JSON.parse(readFileSync(path.join(stateDir, 'topology.json'), 'utf8')) as Pick<NetworkUnderTest, 'topology'>;
  return {
    stateDir,
    fabricVersion: status.fabricVersion,
    topology: mark.topology,
    gatewayUrl: (organisation) => urls.get(organisation) ?? '',
    gatewayConfigFile: (organisation) => path.join(stateDir, 'organisations', organisation, 'gateway', 'config.json'),
    token: (organisation, role, person) => run('token', organisation, role, person).split('\n').at(-1) ?? '',
  };
}

function run(...args: string[]): string {
  return execFileSync(process.execPath, [CLI, ...args], { encoding: 'utf8' }).trim();
}
