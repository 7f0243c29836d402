import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolders } from '../test/support/temporary-folder';
import { fourOrganisations } from '../test/support/topology';
import { assertStarted, removeState, withClaimedState, withStartedState } from './state';

const folder = temporaryFolders();
const work = () => Promise.resolve('done');
const broken = (message: string) => ({ code: 'STATE_BROKEN', message: expect.stringContaining(message) as string });

/** A state that was claimed, and its topology. */
async function claimed() {
  const topology = fourOrganisations(path.join(folder(), 'state'));
  await withClaimedState(topology, work);
  return topology;
}

describe('a state folder', () => {
  it('is made for its owner only, and is claimed again by the same topology', async () => {
    const topology = await claimed();
    expect(statSync(topology.stateDir).mode & 0o777).toBe(0o700);
    expect(readdirSync(topology.stateDir)).toEqual(['topology.json']);
    await expect(withClaimedState(topology, work)).resolves.toBe('done');
  });

  it('that is not empty and was not made by this program is refused, and stays as it is', async () => {
    const stateDir = folder();
    writeFileSync(path.join(stateDir, 'thesis.txt'), '');
    await expect(withClaimedState(fourOrganisations(stateDir), work)).rejects.toMatchObject(broken('was not made by this program'));
    expect(readdirSync(stateDir)).toEqual(['thesis.txt']);
  });

  it('of another topology, or of other ports, is refused', async () => {
    const { stateDir } = await claimed();
    await expect(withClaimedState(fourOrganisations(stateDir, 1000), work)).rejects.toMatchObject(broken('belongs to another topology'));
  });

  it('whose mark cannot be read is refused', async () => {
    const topology = await claimed();
    writeFileSync(path.join(topology.stateDir, 'topology.json'), '{"digest":');
    await expect(withClaimedState(topology, work)).rejects.toMatchObject(broken('topology.json cannot be read'));
  });

  it('that a killed command has left with half of a mark or a lock is taken', async () => {
    const stateDir = folder();
    writeFileSync(path.join(stateDir, 'topology.json.17.tmp'), '');
    writeFileSync(path.join(stateDir, 'lock.json'), '{"pid":1,"startTicks":"none"}');
    await expect(withClaimedState(fourOrganisations(stateDir), work)).resolves.toBe('done');
  });

  it('is refused to a second command while the first one works', async () => {
    const topology = await claimed();
    await withClaimedState(topology, async () => {
      await expect(withClaimedState(topology, work)).rejects.toMatchObject({ code: 'STATE_LOCKED' });
      await expect(withStartedState(topology, work)).rejects.toMatchObject({ code: 'STATE_LOCKED' });
    });
  });
});

describe('what needs a network that was started', () => {
  it('is refused where there is none, with what to do, and makes nothing', async () => {
    const topology = fourOrganisations(path.join(folder(), 'state'));
    const expected = { code: 'NOT_RUNNING', message: `there is no network in ${topology.stateDir}: start it with scripts/start.sh first` };
    expect(() => { assertStarted(topology); }).toThrow(expect.objectContaining(expected) as Error);
    await expect(withStartedState(topology, work)).rejects.toMatchObject(expected);
    expect(existsSync(topology.stateDir)).toBe(false);
  });

  it('is refused where the state is of another topology', async () => {
    const { stateDir } = await claimed();
    expect(() => { assertStarted(fourOrganisations(stateDir, 1000)); }).toThrow(expect.objectContaining(broken('belongs to another topology')) as Error);
  });
});

describe('removal', () => {
  it('removes everything that is under its own folder', async () => {
    const { stateDir } = await claimed();
    mkdirSync(path.join(stateDir, 'organisations', 'city'), { recursive: true });
    removeState(stateDir);
    expect(existsSync(stateDir)).toBe(false);
    expect(() => { removeState(stateDir); }).not.toThrow();
  });

  it('refuses a folder that was not made by this program', () => {
    const stateDir = folder();
    writeFileSync(path.join(stateDir, 'thesis.txt'), '');
    expect(() => { removeState(stateDir); }).toThrow(expect.objectContaining(broken('remove it by hand')) as Error);
    expect(readdirSync(stateDir)).toEqual(['thesis.txt']);
  });
});
