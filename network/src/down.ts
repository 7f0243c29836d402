import { existsSync } from 'node:fs';
import { isServerOf } from './chaincode/server';
import type { NetworkContext } from './context';
import { withLock } from './lock';
import { assertOwn, removeState } from './state';
import type { ResolvedTopology } from './topology/types';

type Running = Pick<NetworkContext, 'supervisor' | 'topology' | 'progress'>;

/** Ends every recorded process and gives their number. The data stays. */
export async function down(context: Running): Promise<number> {
  return await alone(context, async () => await stopAll(context));
}

/** Ends every recorded process and removes the data. */
export async function clean(context: Running): Promise<void> {
  await alone(context, async () => {
    const stopped = await stopAll(context);
    removeState(context.topology.stateDir);
    return stopped;
  });
}

async function alone({ topology: { stateDir } }: Running, work: () => Promise<number>): Promise<number> {
  assertOwn(stateDir, 'remove it by hand, or name the right folder');
  return existsSync(stateDir) ? await withLock(stateDir, work) : 0;
}

async function stopAll({ supervisor, topology, progress }: Running): Promise<number> {
  const running = supervisor.running().length;
  for (const { what, includes } of stagesOf(topology)) {
    const names = supervisor.names().filter(includes);
    if (names.length > 0) {
      progress(`stopping ${what}`);
      await Promise.all(names.map((name) => supervisor.stop(name)));
    }
  }
  return running;
}

interface Stage {
  readonly what: string;
  readonly includes: (name: string) => boolean;
}

/** Gateways first, authorities last, so that nothing loses what it depends on; then whatever else is recorded. */
function stagesOf({ ordering, organisations }: ResolvedTopology): Stage[] {
  const peers = organisations.flatMap((organisation) => organisation.peers);
  const named = (what: string, nodes: readonly { name: string }[]): Stage => {
    const names = new Set(nodes.map(({ name }) => name));
    return { what, includes: (name) => names.has(name) };
  };
  return [
    named('gateways', organisations.map(({ gateway }) => gateway)),
    named('peers', peers),
    { what: 'chaincode servers', includes: (name) => peers.some((peer) => isServerOf(peer, name)) },
    named('orderers', ordering.orderers),
    named('authorities', [ordering, ...organisations].map(({ ca }) => ({ name: ca.identityCa }))),
    { what: 'everything else', includes: () => true },
  ];
}
