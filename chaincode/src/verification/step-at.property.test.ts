import { judgeStatus, type LicenseRecord, type TraceStep } from '@shengjing/core';
import fc from 'fast-check';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import { changeStatus, changeVersion } from '../testing/operations';
import { CITY_ADMIN } from '../testing/people';
import { NOW } from '../testing/samples';

const MINUTE = 60_000;

/** What happens next to a license, and how many minutes after the step before. */
interface Event {
  readonly kind: 'suspension' | 'version';
  readonly after: number;
}

const EVENT: fc.Arbitrary<Event> = fc.record({
  kind: fc.constantFrom('suspension', 'suspension', 'version'),
  after: fc.constantFrom(0, 0, 1, 60),
});

interface Life {
  readonly network: FakeNetwork;
  /** Every version, the first one first. */
  readonly versions: readonly string[];
}

/** A license that lives as it is told; a suspended one is returned before anything else happens. */
async function live(events: readonly Event[]): Promise<Life> {
  const network = await newNetworkWithType();
  const { identifier: first, order } = await issue(network, 1, { request: { effectiveAt: NOW.toISOString() } });
  const versions = [first];
  let now = NOW.getTime();
  let identifier = first;
  for (const [index, { kind, after }] of events.entries()) {
    now += after * MINUTE;
    jest.setSystemTime(now);
    const effectiveAt = new Date(now).toISOString();
    if (kind === 'version') {
      ({ identifier } = await changeVersion(network, 'change', identifier, order, 10 + index, { effectiveAt }));
      versions.push(identifier);
    } else {
      await changeStatus(network, 'suspend', identifier, { effectiveAt });
      await changeStatus(network, 'reinstate', identifier, { effectiveAt: new Date(now + MINUTE).toISOString() });
      now += MINUTE;
    }
  }
  return { network, versions };
}

async function readSteps(network: FakeNetwork, identifier: string): Promise<TraceStep[]> {
  const { items } = await network.evaluate('license:trace', CITY_ADMIN, { identifier, pageSize: 100 });
  return items;
}

/** The status at an instant by reading all steps, one after the other. */
function naively(license: LicenseRecord, steps: readonly TraceStep[], at: string): string {
  let { status } = license;
  for (const step of steps) {
    if (step.effectiveAt <= at && step.identifier === license.identifier) {
      ({ status } = step);
    } else if (step.effectiveAt <= at && step.previous === license.identifier) {
      status = '05';
    }
  }
  return judgeStatus({ ...license, status }, at);
}

/** When each step took effect, a moment before and a moment after. */
function instantsOf(steps: readonly TraceStep[]): string[] {
  const times = steps.flatMap(({ effectiveAt }) => [-1, 0, 1].map((moment) => Date.parse(effectiveAt) + moment));
  return [...new Set(times)].map((time) => new Date(time).toISOString());
}

async function verdictAt(network: FakeNetwork, identifier: string, at: string): Promise<string | undefined> {
  const { verdicts } = await network.evaluate('license:verify', CITY_ADMIN, { identifier, at });
  return verdicts.find(({ name }) => name === 'status-at')?.code;
}

describe('the status at a past time', () => {
  it('is what all steps up to then left, for every version of a license of any life', async () => {
    const lives = fc.asyncProperty(fc.array(EVENT, { maxLength: 12 }), async (events) => {
      const { network, versions } = await live(events);
      for (const identifier of versions) {
        const license = await network.evaluate('license:get', CITY_ADMIN, { identifier });
        const steps = await readSteps(network, identifier);
        for (const at of instantsOf(steps)) {
          const code = await verdictAt(network, identifier, at);
          expect({ identifier, at, code }).toEqual({ identifier, at, code: naively(license, steps, at) });
        }
      }
    });
    await fc.assert(lives, { numRuns: 30, interruptAfterTimeLimit: 20_000 });
  }, 60_000);

  it('is found by few reads among many steps', async () => {
    const { network, versions } = await live(Array<Event>(30).fill({ kind: 'suspension', after: 1 }));
    const argument = JSON.stringify({ identifier: versions[0], at: new Date(NOW.getTime() + 25 * MINUTE).toISOString() });
    const { stub } = await network.call('license:verify', CITY_ADMIN, [argument]);
    const reads = [...stub.reads.keys()].filter((key) => key.startsWith('\0step\0'));
    expect(reads.length).toBeLessThanOrEqual(6);
  });
});
