import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version that this server runs: `SHENGJING_CHAINCODE_VERSION` when the deployment sets it, else the package's. */
export function readChaincodeVersion(environment: NodeJS.ProcessEnv): string {
  return environment['SHENGJING_CHAINCODE_VERSION'] ?? readPackageVersion();
}

function readPackageVersion(): string {
  const file = join(__dirname, '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
