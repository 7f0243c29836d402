import type { NetworkContext } from './context';

/** Ends every recorded process: gateways first, authorities last, so that nothing loses what it depends on. */
export async function down({ supervisor, progress }: Pick<NetworkContext, 'supervisor' | 'progress'>): Promise<number> {
  const running = supervisor.running().length;
  for (const stage of STAGES) {
    const names = supervisor.names().filter(stage.includes);
    if (names.length > 0) {
      progress(`stopping ${stage.what}`);
      await Promise.all(names.map((name) => supervisor.stop(name)));
    }
  }
  return running;
}

const STAGES: readonly { what: string; includes: (name: string) => boolean }[] = [
  { what: 'gateways', includes: (name) => name.startsWith('gateway.') },
  { what: 'peers', includes: (name) => name.startsWith('peer') },
  { what: 'chaincode servers', includes: (name) => name.startsWith('chaincode-') },
  { what: 'everything else', includes: () => true },
];
