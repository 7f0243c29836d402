import { join } from 'node:path';

import { isCodedError } from '@shengjing/core';

import { FakeBlocks } from '../testing/fake-blocks';
import { licenseKeyOf, newLicenseRecord, telling, writing } from '../testing/sample-records';
import { findInModel, newFilters, newLicenses, readAll } from '../testing/search-model';
import { newTemporaryFolder } from '../testing/temporary-folder';
import { until } from '../testing/until';
import { openTestIndex, type TestIndex, type TestIndexOptions } from '../testing/test-index';
import { computeIndexDigest, type IndexDigest, openIndexDatabase } from './index';

const folder = newTemporaryFolder();
const open: TestIndex[] = [];
let made = 0;

afterEach(async () => {
  await Promise.all(open.splice(0).map((index) => index.close()));
});

function newStateDir(): string {
  made += 1;
  return join(folder, String(made));
}

async function openIndex(options: Partial<TestIndexOptions> = {}): Promise<TestIndex> {
  const index = await openTestIndex({ stateDir: newStateDir(), ...options });
  open.push(index);
  return index;
}

async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map((index) => index.close()));
}

async function digestOf(stateDir: string): Promise<IndexDigest> {
  const database = await openIndexDatabase({ stateDir });
  try {
    return await computeIndexDigest(database);
  } finally {
    await database.close();
  }
}

describe('a search', () => {
  const licenses = newLicenses(120);

  it('finds what a model finds, for every combination of filters, in the same order, page by page', async () => {
    const index = await openIndex();
    for (let from = 0; from < licenses.length; from += 25) {
      index.blocks.push(writing(...licenses.slice(from, from + 25)));
    }
    await index.caughtUp();
    for (const filter of newFilters(licenses.length)) {
      const found = await readAll((search) => index.search(search), filter, 7);
      expect([filter, found]).toEqual([filter, findInModel(licenses, filter)]);
    }
  });

  it('says which block it takes into account and how many the ledger has beyond', async () => {
    const index = await openIndex();
    index.blocks.push();
    await index.caughtUp();
    const { index: status } = await index.search({ filter: {}, pageSize: 1 });
    expect(status.block).toBe(1);
    const text = await index.registry.metrics();
    expect(text).toContain('shengjing_index_block 1');
  });

  it.each(['x', Buffer.from('1/a').toString('base64url'), Buffer.from("1/' OR 1").toString('base64url')])('refuses the bookmark %s', async (bookmark) => {
    const index = await openIndex();
    await index.caughtUp();
    const failure = await index.search({ filter: {}, pageSize: 1, bookmark }).catch((error: unknown) => error);
    expect(isCodedError(failure, 'INVALID_INPUT')).toBe(true);
  });

  it('is refused while there is no index', async () => {
    const blocks = new FakeBlocks();
    blocks.read = () => Promise.reject(new Error('away'));
    const index = await openIndex({ blocks });
    const failure = await index.search({ filter: {}, pageSize: 1 }).catch((error: unknown) => error);
    expect(isCodedError(failure, 'INDEX_UNAVAILABLE')).toBe(true);
  });
});

describe('an index', () => {
  it('holds the current version of a license, and not one that is gone', async () => {
    const index = await openIndex();
    const [first, second] = [newLicenseRecord(), newLicenseRecord({ serial: 'B2' })];
    const changed = { ...first, status: '02', version: 2 } as const;
    index.blocks.push(writing(first, second), writing(changed));
    index.blocks.push({ writes: [{ key: licenseKeyOf(second), value: null }] });
    await index.caughtUp();
    const { items } = await index.search({ filter: {}, pageSize: 10 });
    expect(items).toEqual([changed]);
  });

  it('reads the first form of a record, and leaves out what has none of the known forms', async () => {
    const index = await openIndex();
    const { previous, next, lastStep, lastEffectiveAt, statusReason, transferTo, seals, importedFrom, ...fields } = newLicenseRecord();
    const known = { key: licenseKeyOf(fields), value: JSON.stringify({ ...fields, schema: 'license/1' }) };
    const unknown = ['{}', 'no JSON'].map((value, serial) => ({ key: licenseKeyOf({ ...fields, serial: String(serial) }), value }));
    index.blocks.push({ writes: [known, ...unknown, { key: '\u0000step\u0000a\u0000', value: '{}' }] });
    await index.caughtUp();
    const { items } = await index.search({ filter: {}, pageSize: 10 });
    expect(items).toEqual([{ ...fields, previous, next, lastStep, lastEffectiveAt, statusReason, transferTo, seals, importedFrom }]);
    expect(await index.registry.metrics()).toContain('shengjing_index_unreadable_total 2');
    expect(index.logLines.join('')).toContain('of an unknown form');
  });

  it('leaves out a license whose record it can no longer read, rather than tell what it was before', async () => {
    const index = await openIndex();
    const license = newLicenseRecord();
    index.blocks.push(writing(license), { writes: [{ key: licenseKeyOf(license), value: '{"schema":"license/99"}' }] });
    await index.caughtUp();
    expect((await index.search({ filter: {}, pageSize: 10 })).items).toEqual([]);
  });

  it('goes on where it stopped, and has the same content as one made at once', async () => {
    const [stateDir, other] = [newStateDir(), newStateDir()];
    const { blocks } = await openIndex({ stateDir });
    for (const license of newLicenses(20)) {
      blocks.push({ ...writing(license), ...telling({ kind: 'license-issued' }, { kind: 'another' }) });
    }
    await open[0]?.caughtUp();
    await closeAll();
    blocks.push(writing(newLicenseRecord()));
    const again = await openIndex({ stateDir, blocks });
    await again.caughtUp();
    const atOnce = await openIndex({ stateDir: other, blocks });
    await atOnce.caughtUp();
    await closeAll();
    const digest = await digestOf(stateDir);
    expect(digest).toEqual(await digestOf(other));
    expect(digest).toMatchObject({ block: 21, licenses: 21, events: 40 });
    expect(blocks.follows).toEqual([0, 21, 0]);
  });

  it('of another ledger, and of another channel, is made anew', async () => {
    const stateDir = newStateDir();
    const one = await openIndex({ stateDir });
    one.blocks.push(writing(newLicenseRecord()));
    await one.caughtUp();
    await closeAll();
    for (const [name, channel] of [['another', 'shenyang'], ['another', 'dalian']] as const) {
      const other = await openIndex({ stateDir, blocks: new FakeBlocks(name), channel });
      await until(() => other.logLines.some((line) => line.includes('made anew')));
      await until(() => other.events.block === 0);
      const { items, index } = await other.search({ filter: {}, pageSize: 10 });
      expect([items, index.block]).toEqual([[], 0]);
      await closeAll();
    }
  });

  it('of another ledger is not searched by a process that may not make it anew', async () => {
    const stateDir = newStateDir();
    const writer = await openIndex({ stateDir });
    await writer.caughtUp();
    const other = await openIndex({ stateDir, blocks: new FakeBlocks('another') });
    const fails = async (): Promise<boolean> => isCodedError(await other.search({ filter: {}, pageSize: 1 }).catch((error: unknown) => error));
    await until(fails);
    expect(writer.blocks.follows).toEqual([0]);
  });

  it('whose ledger went another way since is made anew', async () => {
    const stateDir = newStateDir();
    const one = await openIndex({ stateDir });
    one.blocks.push(writing(newLicenseRecord()));
    await one.caughtUp();
    await closeAll();
    const forked = new FakeBlocks();
    forked.push();
    const next = forked.push(writing(newLicenseRecord({ serial: 'B2' })));
    forked.blocks[1] = { ...(forked.blocks[1] ?? next), hash: 'ff' };
    forked.blocks[2] = { ...next, previousHash: 'ff' };
    const other = await openIndex({ stateDir, blocks: forked });
    await other.caughtUp();
    const { items } = await other.search({ filter: {}, pageSize: 10 });
    expect(items.map(({ serial }) => serial)).toEqual(['B2']);
  });

  it('is written by one of several processes, and by another when that one is gone', async () => {
    const stateDir = newStateDir();
    const blocks = new FakeBlocks();
    const first = await openIndex({ stateDir, blocks });
    blocks.push(writing(newLicenseRecord()));
    await first.caughtUp();
    const second = await openIndex({ stateDir, blocks });
    blocks.push(writing(newLicenseRecord({ serial: 'B2' })));
    await second.caughtUp();
    expect(blocks.follows).toEqual([0]);
    await open.shift()?.close();
    blocks.push(writing(newLicenseRecord({ serial: 'C3' })));
    await second.caughtUp();
    expect(blocks.follows).toEqual([0, 3]);
    const { items } = await second.search({ filter: {}, pageSize: 10 });
    expect(items).toHaveLength(3);
  });
});
