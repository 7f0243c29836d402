import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import { changeStatus, changeVersion, newRequestId, operate, takeOver } from '../testing/operations';
import { HUNNAN_ADMIN } from '../testing/people';
import { newNetworkWithServices } from '../testing/serviced-license';
import type { StateSchema } from './records';
import { parseRecord } from './state';

const DIRECTORY = join(__dirname, '..', '..', 'golden');

/** Forms that are read and no longer written, with the form that they are read in. */
const EARLIER: Readonly<Record<string, StateSchema>> = {
  'license/1': 'license/2',
  'license-step/1': 'license-step/2',
  'license-version/1': 'license-version/2',
};

interface Stored {
  readonly schema: string;
}

/** Everything that the ledger keeps, public and private, the first of each schema. */
async function newStored(): Promise<Map<string, Stored>> {
  const services = storedTexts(await newNetworkWithServices());
  const texts = [...(await storedByAnIssue()), ...(await storedByTheRestOfALife()), ...services];
  const values = texts.map((text) => JSON.parse(text) as Stored);
  return new Map(values.reverse().map((value) => [value.schema, value]));
}

async function storedByAnIssue(): Promise<string[]> {
  const network = await newNetworkWithType();
  const { event } = await issue(network, 1);
  return [...storedTexts(network), JSON.stringify(event)];
}

/** A license changes district after it was changed, and districts agree on a succession. */
async function storedByTheRestOfALife(): Promise<string[]> {
  const network = await newNetworkWithType();
  const { identifier, order } = await issue(network, 1);
  const second = await changeVersion(network, 'change', identifier, order, 2);
  await changeStatus(network, 'transferOut', second.identifier);
  await takeOver(network, second.identifier, order, 3);
  const agreement = { requestId: newRequestId(), district: 'HepingMSP' };
  await operate(network, 'license:agreeSuccession', HUNNAN_ADMIN, agreement);
  return storedTexts(network);
}

function storedTexts({ ledger: { committed } }: FakeNetwork): string[] {
  return [...committed.state.values(), ...[...committed.privateData.values()].flatMap((values) => [...values.values()])];
}

function readGolden(name: string): Stored {
  return JSON.parse(readFileSync(join(DIRECTORY, name), 'utf8')) as Stored;
}

function nameOf(schema: string): string {
  return `${schema.replace('/', '-')}.json`;
}

// A golden file is never changed: a new form of a record is a new schema with a file of its own.
describe('stored forms', () => {
  const names = readdirSync(DIRECTORY).sort();
  const earlier = Object.keys(EARLIER).map(nameOf);
  const current = names.filter((name) => !earlier.includes(name));

  it.each(current)('%s is what the contracts write', async (name) => {
    const golden = readGolden(name);
    expect(name).toBe(nameOf(golden.schema));
    expect((await newStored()).get(golden.schema)).toEqual(golden);
  });

  it('are all kept', async () => {
    const written = [...(await newStored()).keys()].map(nameOf);
    expect(written.filter((name) => !names.includes(name))).toEqual([]);
    expect(earlier.filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(current)('%s is read', (name) => {
    const golden = readGolden(name);
    expect(parseRecord(Buffer.from(JSON.stringify(golden)), golden.schema as StateSchema)).toEqual(golden);
  });

  it.each(Object.entries(EARLIER))('%s is read as %s, with nothing lost', (schema, now) => {
    const golden = readGolden(nameOf(schema));
    const currentForm = parseRecord(Buffer.from(JSON.stringify(golden)), now);
    expect(withoutSchemas(currentForm)).toMatchObject(withoutSchemas(golden) as Record<string, unknown>);
    expect(currentForm.schema).toBe(now);
  });
});

/** The same value without the names of its forms, those of its parts included. */
function withoutSchemas(value: object): unknown {
  return JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'schema' ? undefined : part)));
}
