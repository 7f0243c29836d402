import { existsSync } from 'node:fs';
import path from 'node:path';
import { environmentOf } from '../commands/command';
import type { NetworkContext } from '../context';
import { waitFor } from '../processes/wait';
import type { Organisation } from '../topology/types';
import { gatewayConfigFile, writeGatewayConfig } from './config';
import { provideDevelopmentIssuer } from './development-issuer';

const MAIN = path.resolve(__dirname, '..', '..', '..', 'gateway', 'dist', 'main.js');

/** Starts every organisation's gateway unless it runs, and waits until each can have a transaction endorsed. */
export async function startGateways(context: NetworkContext): Promise<void> {
  await provideDevelopmentIssuer(context.topology.stateDir);
  await Promise.all(context.topology.organisations.map((organisation) => startGateway(context, organisation)));
}

export function gatewayUrl({ gateway }: Organisation): string {
  return `http://${gateway.host}:${String(gateway.port)}`;
}

async function startGateway({ supervisor, topology }: NetworkContext, organisation: Organisation): Promise<void> {
  const { gateway } = organisation;
  if (supervisor.find(gateway.name) === undefined || !existsSync(gatewayConfigFile(organisation))) {
    writeGatewayConfig(topology, organisation);
  }
  supervisor.start({
    name: gateway.name,
    program: process.execPath,
    args: [MAIN],
    env: environmentOf({ env: { NODE_ENV: 'production', SHENGJING_GATEWAY_CONFIG: gatewayConfigFile(organisation) } }),
    cwd: gateway.dir,
  });
  await waitFor(
    async () => {
      supervisor.assertAlive(gateway.name);
      const response = await fetch(`${gatewayUrl(organisation)}/readyz`, { signal: AbortSignal.timeout(5000) });
      return response.ok ? true : undefined;
    },
    { what: `readiness of ${gateway.name}`, deadline: 60_000, interval: 200 },
  );
}
