import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import type { StateSchema } from './records';
import { parseRecord } from './state';

const DIRECTORY = join(__dirname, '..', '..', 'golden');

interface Stored {
  readonly schema: string;
}

/** Everything that the ledger keeps after a type and a license, public and private, the first of each schema. */
async function newStored(): Promise<Map<string, Stored>> {
  const network = await newNetworkWithType();
  const { event } = await issue(network, 1);
  const values = [...storedTexts(network), JSON.stringify(event)].map((text) => JSON.parse(text) as Stored);
  return new Map(values.reverse().map((value) => [value.schema, value]));
}

function storedTexts({ ledger: { committed } }: FakeNetwork): string[] {
  return [...committed.state.values(), ...[...committed.privateData.values()].flatMap((values) => [...values.values()])];
}

function readGolden(name: string): Stored {
  return JSON.parse(readFileSync(join(DIRECTORY, name), 'utf8')) as Stored;
}

// A golden file is never changed: a new form of a record is a new schema with a file of its own.
describe('stored forms', () => {
  const names = readdirSync(DIRECTORY).sort();

  it.each(names)('%s is what the contracts write', async (name) => {
    const golden = readGolden(name);
    expect(name).toBe(`${golden.schema.replace('/', '-')}.json`);
    expect((await newStored()).get(golden.schema)).toEqual(golden);
  });

  it('are all kept', async () => {
    const written = [...(await newStored()).keys()].map((schema) => `${schema.replace('/', '-')}.json`);
    expect(written.filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(names)('%s is read', (name) => {
    const golden = readGolden(name);
    expect(parseRecord(Buffer.from(JSON.stringify(golden)), golden.schema as StateSchema)).toEqual(golden);
  });
});
