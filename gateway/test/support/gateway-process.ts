import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { waitFor } from '@shengjing/network';

const MAIN = path.resolve(__dirname, '..', '..', 'dist', 'main.js');
const START_DEADLINE_MS = 60_000;

/** A gateway process that a test starts and kills itself. */
export interface GatewayProcess {
  readonly url: string;
  /** SIGKILL: it has no time to tidy anything up. */
  readonly kill: () => Promise<void>;
  /** Starts it again, with the same configuration. */
  readonly start: () => Promise<void>;
  /** SIGTERM. */
  readonly stop: () => Promise<void>;
}

/** What differs from the configuration of the organisation's own gateway. */
export interface GatewayVariant {
  readonly name: string;
  readonly port: number;
  /** Holds the URL of the database that the processes share. */
  readonly urlFile: string;
}

/**
 * A gateway over the state folder of the organisation's own, not started yet.
 * @param configFile - The configuration of the organisation's own gateway.
 */
export function newGatewayProcess(configFile: string, { name, port, urlFile }: GatewayVariant): GatewayProcess {
  const own = JSON.parse(readFileSync(configFile, 'utf8')) as { listen: { host: string } };
  const file = path.join(path.dirname(configFile), `${name}.json`);
  writeFileSync(file, JSON.stringify({ ...own, listen: { ...own.listen, port }, database: { urlFile } }));
  const url = `http://${own.listen.host}:${String(port)}`;
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child?.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
  };
  return {
    url,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    start: async () => {
      const log = openSync(`${file}.log`, 'a', 0o600);
      const env = { ...process.env, NODE_ENV: 'production', SHENGJING_GATEWAY_CONFIG: file };
      child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', log, log] });
      closeSync(log);
      const isReady = async () => (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) })).ok || undefined;
      await waitFor(isReady, { what: `readiness of ${name}`, deadline: START_DEADLINE_MS, interval: 200 });
    },
  };
}
