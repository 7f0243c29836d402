import path from 'node:path';

import { createContext, type NetworkContext } from '@shengjing/network';

import type { NetworkUnderTest } from './network.mts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** What the network's own commands work with, for the network under test. */
export function openNetwork({ stateDir }: NetworkUnderTest): NetworkContext {
  return createContext({
    topology: process.env['SHENGJING_TOPOLOGY'] ?? path.join(ROOT, 'network', 'topology', 'shenyang.yaml'),
    state: stateDir,
    portOffset: Number(process.env['SHENGJING_PORT_OFFSET'] ?? 0),
    verbose: false,
  });
}
