import path from 'node:path';

import { loadConfig } from '../dist/config/index.js';
import { newCaClient, newPersonIdentities } from '../dist/identities/index.js';
import { openGatewaySecret } from '../dist/state/gateway-secret.js';
import { newBareClient, type Person } from './bare-client.mts';
import { type BlockCounter, newBlockCounter } from './block-counter.mts';
import { type Client, type ClientName, CLIENTS } from './client.mts';
import { newHttpClient } from './http-client.mts';
import { DISTRICT, type NetworkUnderTest } from './network.mts';
import { findProcesses, type Processes } from './processes.mts';
import { readSampleType } from './sample.mts';

/** Everything that is measured and measured with. */
export interface Bench {
  readonly clients: Readonly<Record<ClientName, Client>>;
  readonly blocks: BlockCounter;
  readonly processes: Processes;
  close(): Promise<void>;
}

/** Registers the license type, enrols the people and connects every client. */
export async function setUp(network: NetworkUnderTest, inFlight: number): Promise<Bench> {
  await registerType(network);
  const configFile = network.gatewayConfigFile(DISTRICT);
  const config = loadConfig(configFile);
  const person = await newPerson(network);
  const clients = {
    http: newHttpClient(network.gatewayUrl(DISTRICT), network.token(DISTRICT, 'issuer', 'bench-http'), inFlight),
    bare: await newBareClient(config, person, 'native'),
    sdkSigner: await newBareClient(config, person, 'sdk'),
  };
  const blocks = await newBlockCounter(configFile);
  return {
    clients,
    blocks,
    processes: findProcesses(network.stateDir),
    close: async () => {
      CLIENTS.forEach((name) => {
        clients[name].close();
      });
      await blocks.close();
    },
  };
}

async function registerType(network: NetworkUnderTest): Promise<void> {
  const headers = {
    authorization: `Bearer ${network.token('city', 'admin', 'bench-registrar')}`,
    'content-type': 'application/json',
  };
  const url = `${network.gatewayUrl('city')}/v1/license-types`;
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(readSampleType()) });
  if (![201, 409].includes(response.status)) {
    throw new Error(`the license type could not be registered: ${await response.text()}`);
  }
}

/** Of the same organisation, department and role as the person behind the HTTP client, with files of its own. */
async function newPerson(network: NetworkUnderTest): Promise<Person> {
  const config = loadConfig(network.gatewayConfigFile(DISTRICT));
  const { mspId, division } = config.organisation;
  const stateDir = path.join(network.stateDir, 'bench');
  const department = network.topology.organisations.find(({ id }) => id === DISTRICT)?.department ?? '';
  const secret = await openGatewaySecret(stateDir);
  const caller = { issuer: 'bench', subject: 'bench-sdk', organisation: DISTRICT, role: 'issuer', department, division } as const;
  const identity = await newPersonIdentities({ mspId, stateDir, secret, ca: newCaClient(config.ca) }).identityOf(caller);
  return { caller, identity };
}
