import path from 'node:path';

import { loadConfig } from '../dist/config/index.js';
import { newCaClient, newPersonIdentities } from '../dist/identities/index.js';
import { openGatewaySecret } from '../dist/state/gateway-secret.js';
import { newBareClient, type Person } from './bare-client.mts';
import { connectBare, type SignerKind } from './bare-connection.mts';
import { newBareOutboxClient } from './bare-outbox-client.mts';
import { type BlockCounter, newBlockCounter } from './block-counter.mts';
import type { Client, ClientName, ClientOf } from './client.mts';
import { newHttpClient } from './http-client.mts';
import { DISTRICT, type NetworkUnderTest } from './network.mts';
import { findProcesses, type Processes } from './processes.mts';
import { readSampleType } from './sample.mts';

const PEOPLE = 8;

/** What the figures are read from. */
export interface Instruments {
  readonly blocks: BlockCounter;
  readonly processes: Processes;
}

/** Everything that is measured and measured with. */
export interface Bench extends Instruments {
  readonly clients: Readonly<Record<ClientOf<'verify'>, Client> & Record<ClientName, Pick<Client, 'issue'>>>;
  close(): Promise<void>;
}

/** Registers the license type, enrols the people and connects every client. */
export async function setUp(network: NetworkUnderTest, inFlight: number): Promise<Bench> {
  await registerType(network);
  const config = loadConfig(network.gatewayConfigFile(DISTRICT));
  const person = await newPerson(network);
  const connect = (kind: SignerKind) => connectBare(config, person.identity, { kind });
  const outbox = { secret: await openGatewaySecret(ownStateDir(network)), stateDir: ownStateDir(network) };
  const clients = {
    http: newHttpClient(network.gatewayUrl(DISTRICT), newTokens(network), inFlight),
    bare: newBareClient(await connect('native'), config, person),
    barePlusOutbox: await newBareOutboxClient(await connect('native'), config, person, outbox),
    sdkSigner: newBareClient(await connect('sdk'), config, person),
  };
  const instruments = await newInstruments(network);
  return {
    clients,
    ...instruments,
    close: async () => {
      Object.values(clients).forEach((client) => {
        client.close();
      });
      await instruments.blocks.close();
    },
  };
}

/** Counts the blocks of the district's peer and knows every process of the network. */
export async function newInstruments(network: NetworkUnderTest): Promise<Instruments> {
  return { blocks: await newBlockCounter(network.gatewayConfigFile(DISTRICT)), processes: findProcesses(network.stateDir) };
}

/** Tokens of several people: what one person may do is limited. */
export function newTokens(network: NetworkUnderTest, people = PEOPLE): string[] {
  return Array.from({ length: people }, (_, index) => network.token(DISTRICT, 'issuer', `bench-http-${String(index)}`));
}

/** Registers the license type that everything is issued under, unless it is registered. */
export async function registerType(network: NetworkUnderTest): Promise<void> {
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
export async function newPerson(network: NetworkUnderTest): Promise<Person> {
  const config = loadConfig(network.gatewayConfigFile(DISTRICT));
  const { mspId, division } = config.organisation;
  const stateDir = ownStateDir(network);
  const department = network.topology.organisations.find(({ id }) => id === DISTRICT)?.department ?? '';
  const secret = await openGatewaySecret(stateDir);
  const caller = { issuer: 'bench', subject: 'bench-sdk', organisation: DISTRICT, role: 'issuer', department, division } as const;
  const identity = await newPersonIdentities({ mspId, stateDir, secret, ca: newCaClient(config.ca) }).identityOf(caller);
  return { caller, identity };
}

function ownStateDir(network: NetworkUnderTest): string {
  return path.join(network.stateDir, 'bench');
}
