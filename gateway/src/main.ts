import pino from 'pino';

import { ConfigError, loadConfig } from './config';
import { startGateway } from './gateway';

const CONFIG_VARIABLE = 'SHENGJING_GATEWAY_CONFIG';

async function main(): Promise<void> {
  const file = process.env[CONFIG_VARIABLE];
  if (file === undefined || file === '') {
    throw new ConfigError([{ field: CONFIG_VARIABLE, problem: 'must name the configuration file' }]);
  }
  const config = loadConfig(file);
  const log = pino({
    level: config.log.level,
    base: { organisation: config.organisation.id },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
  const gateway = await startGateway(config, log);
  const stop = (signal: string): void => {
    log.info({ signal }, 'stopping');
    void gateway.stop();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
