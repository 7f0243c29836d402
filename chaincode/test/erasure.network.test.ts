import { CITY, formatLicenseIdentifier, toCanonicalJson, type FindHolderResult, type LicensePrivate } from '@shengjing/core';
import { compactPeers, heights, waitFor } from '@shengjing/network';
import { DEPARTMENTS } from '../src/testing/people';
import { newCity, type City, type PersonName } from './support/city';
import { refusalOf, type Committed } from './support/ledger-client';
import { findHolder, newIssueCall, newPerson } from './support/orders';
import { queryPeer } from './support/peer-cli';
import { textsInPeers } from './support/peer-files';
import { submitUntilValid } from './support/retrying';

const SECONDS = 1_000;
const HOLDER = { ...newPerson(), name: '欧阳望舒' };
const ADDRESS = '太原街虚构里四十二号';
/** Peers of the parties: the city, and the district that issues. */
const PARTIES = ['peer0.city', 'peer1.city', 'peer0.heping'];

let city: City;
let identifier: string;
let holderRef: string;
let mapping: FindHolderResult;
let privatePart: LicensePrivate;

beforeAll(async () => {
  city = await newCity();
  const call = await newIssueCall(city.client, city.people.hepingIssuer, DEPARTMENTS.heping, { holder: HOLDER, address: ADDRESS });
  await submitUntilValid(city.client, call);
  identifier = formatLicenseIdentifier({ ...call.request, version: 1 });
  ({ holderRef } = call.request);
  privatePart = JSON.parse(call.transient?.['private'] ?? '') as LicensePrivate;
  mapping = await findHolder(city.client, city.people.cityAdministrator, HOLDER);
}, 180 * SECONDS);

afterAll(async () => {
  await city.dispose();
}, 60 * SECONDS);

/** What must be gone: the person, what the license says of the person, and the salts that commitments are tried with. */
function personalTexts(): string[] {
  return [HOLDER.name, HOLDER.idNumber, ADDRESS, privatePart.salt, ...privatePart.attributes.map(({ salt }) => salt)];
}

function personalTextsIn(peers: readonly string[]): (string[] | undefined)[] {
  const found = textsInPeers(city.network, personalTexts());
  return peers.map((peer) => found.get(peer));
}

/** Asks with Fabric's own command, at the first peer of an organisation. */
async function readPrivate(person: PersonName, at?: string): Promise<unknown> {
  const query = { operator: city.people[person], name: 'license:getPrivate', request: { identifier }, ...(at && { at }) } as const;
  return await queryPeer(city.network, query);
}

async function erase(): Promise<Committed> {
  const holder = { schema: 'holder-mapping/1', key: mapping.key, keyVersion: mapping.keyVersion, value: mapping.value, known: true };
  return await submitUntilValid(city.client, {
    operator: city.people.cityAdministrator,
    name: 'holder:erase',
    request: { requestId: 'erase-the-holder-1', holderRef, reason: 'ON_REQUEST' },
    transient: { holder: toCanonicalJson(holder) },
    endorsers: [CITY.mspId, 'HepingMSP'],
  });
}

async function purge(): Promise<Committed> {
  return await submitUntilValid(city.client, {
    operator: city.people.hepingAdministrator,
    name: 'holder:purge',
    request: { requestId: 'purge-the-holder-1', holderRef },
    endorsers: [CITY.mspId, 'HepingMSP'],
  });
}

async function remaining(person: PersonName): Promise<Record<string, number>> {
  const query = { operator: city.people[person], name: 'holder:getErasure', request: { holderRef } } as const;
  const { organisations } = await queryPeer(city.network, query);
  return Object.fromEntries(organisations.map((organisation) => [organisation.mspId, organisation.remaining]));
}

async function waitForEqualHeights(): Promise<void> {
  const areEqual = async () => {
    const all = new Set((await heights(city.network.context.topology)).values());
    return all.size === 1 && !all.has(undefined) ? true : undefined;
  };
  await waitFor(areEqual, { what: 'equal heights at all peers', deadline: 20 * SECONDS });
}

/** One more license of somebody else, so that every peer writes. */
async function goOn(): Promise<void> {
  await submitUntilValid(city.client, await newIssueCall(city.client, city.people.hepingIssuer, DEPARTMENTS.heping));
  await waitForEqualHeights();
}


async function restartPeers(): Promise<void> {
  const { supervisor, topology } = city.network.context;
  const peers = topology.organisations.flatMap((organisation) => organisation.peers);
  await Promise.all(peers.map(async ({ name }) => { await supervisor.stop(name); }));
  await city.network.up({ gateways: false });
  await goOn();
}

describe('the private part of a license', () => {
  it.each<[PersonName, string]>([['hepingIssuer', 'heping'], ['citySupervisor', 'city'], ['cityAdministrator', 'city']])(
    "is read by %s with Fabric's own command at a peer of %s",
    async (person, at) => {
      await expect(readPrivate(person, at)).resolves.toMatchObject({ holder: HOLDER });
    },
    30 * SECONDS,
  );

  it.each<[PersonName, string]>([['hunnanIssuer', 'hunnan'], ['hunnanAdministrator', 'hunnan'], ['hunnanIssuer', 'city'], ['hunnanIssuer', 'heping']])(
    "is hidden with NOT_A_PARTY from %s with Fabric's own command at a peer of %s",
    async (person, at) => {
      await expect(readPrivate(person, at)).rejects.toThrow('NOT_A_PARTY');
    },
    30 * SECONDS,
  );

  it("is in the files of the parties' peers, and in no file of another district's", async () => {
    const haveAll = () => Promise.resolve(personalTextsIn(PARTIES).every((found) => found?.length === personalTexts().length) || undefined);
    await waitFor(haveAll, { what: "private part in the parties' files", deadline: 20 * SECONDS });
    expect(personalTextsIn(['peer0.hunnan'])).toEqual([[]]);
  }, 30 * SECONDS);

  it('lies as deep in the tables as what has been there for years', async () => {
    await compactPeers(city.network.context, []);
    expect(personalTextsIn([...PARTIES, 'peer0.hunnan'])).toEqual([...PARTIES.map(() => personalTexts()), []]);
  }, 60 * SECONDS);
});

describe('a holder who is erased', () => {
  it('is purged by the city first, then by the district, and each sees what is left', async () => {
    expect((await erase()).result).toMatchObject({ mspId: 'CityMSP', purged: 1, remaining: 0 });
    await waitForEqualHeights();
    expect(await remaining('hunnanIssuer')).toEqual({ CityMSP: 0, HepingMSP: 1 });
    await expect(readPrivate('citySupervisor')).rejects.toThrow('ERASED');
    await expect(readPrivate('hepingIssuer')).resolves.toMatchObject({ holder: HOLDER });
    expect((await purge()).result).toMatchObject({ mspId: 'HepingMSP', purged: 1, remaining: 0 });
    await waitForEqualHeights();
    await expect(readPrivate('hepingIssuer')).rejects.toThrow('ERASED');
    for (const person of ['cityClerk', 'hepingClerk', 'hunnanClerk'] as const) {
      expect(await remaining(person)).toEqual({ CityMSP: 0, HepingMSP: 0 });
    }
  }, 60 * SECONDS);

  it('is known to the city no longer', async () => {
    await expect(findHolder(city.client, city.people.cityAdministrator, HOLDER)).resolves.toMatchObject({ value: null });
  }, 30 * SECONDS);

  it('cannot be erased again', async () => {
    const call = { operator: city.people.cityAdministrator, name: 'holder:erase', endorsers: [CITY.mspId] } as const;
    const request = { requestId: 'erase-the-holder-2', holderRef, reason: 'ON_REQUEST' } as const;
    await expect(refusalOf(city.client.evaluate({ ...call, request }))).resolves.toBe('HOLDER_ERASED');
  }, 30 * SECONDS);

  it('leaves the license behind: it existed, and is still in force', async () => {
    const query = { operator: city.people.hunnanIssuer, name: 'license:verify', request: { identifier } } as const;
    const { verdicts } = await queryPeer(city.network, query);
    const codes = Object.fromEntries(verdicts.map(({ name, code }) => [name, code]));
    expect(codes).toMatchObject({ existence: 'EXISTS', issuer: 'ENTITLED', status: 'IN_FORCE' });
  }, 30 * SECONDS);
});

describe('the files of the peers after the purge', () => {
  const expectStillThere = () => {
    expect(personalTextsIn(PARTIES)).toEqual(PARTIES.map(() => personalTexts()));
    expect(personalTextsIn(['peer0.hunnan'])).toEqual([[]]);
  };

  it('hold what was purged, though nobody can ask for it', async () => {
    await goOn();
    expectStillThere();
  }, 30 * SECONDS);

  it('hold it also when the peers were started again', async () => {
    await restartPeers();
    expectStillThere();
  }, 60 * SECONDS);

  it('hold nothing of it once they are compacted: no name, number, value or salt', async () => {
    await compactPeers(city.network.context, PARTIES);
    expect([...textsInPeers(city.network, personalTexts()).values()]).toEqual([1, 2, 3, 4].map(() => []));
  }, 60 * SECONDS);

  it('hold all the rest, and the peers go on', async () => {
    expect([...textsInPeers(city.network, [identifier]).values()]).toEqual([1, 2, 3, 4].map(() => [identifier]));
    await expect(readPrivate('hepingIssuer')).rejects.toThrow('ERASED');
    await goOn();
  }, 60 * SECONDS);
});
