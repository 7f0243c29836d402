import { newDigests, type RecordedRefusalCode } from '@shengjing/core';
import fc from 'fast-check';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import type { FakeNetwork } from '../testing/fake-network';
import { changeLicense, give, newRequestId, use } from '../testing/grants';
import { HEPING_CLERK, HUNNAN_CLERK } from '../testing/people';
import { hex, NOW } from '../testing/samples';

const MINUTE = 60_000;

/** What a grant is to the model. */
interface ModelGrant {
  readonly grantId: string;
  readonly until: number;
  readonly uses: number | null;
  used: number;
  withdrawn: boolean;
}

type Scope = 'granted' | 'department' | 'purpose' | 'item';

type Step =
  | { readonly kind: 'give'; readonly minutes: number; readonly uses: number | null }
  | { readonly kind: 'withdraw'; readonly which: number }
  | { readonly kind: 'use'; readonly which: number; readonly scope: Scope }
  | { readonly kind: 'wait'; readonly minutes: number }
  | { readonly kind: 'license'; readonly status: '01' | '02' };

const SCOPES: Record<Scope, readonly [changes: Parameters<typeof use>[3], clerk: typeof HUNNAN_CLERK]> = {
  granted: [{}, HUNNAN_CLERK],
  department: [{}, HEPING_CLERK],
  purpose: [{ purpose: 'another' }, HUNNAN_CLERK],
  item: [{ item: 'ANOTHER' }, HUNNAN_CLERK],
};

const which = fc.nat(3);
const scope = fc.oneof(
  { arbitrary: fc.constant<Scope>('granted'), weight: 9 },
  { arbitrary: fc.constantFrom<Scope>('department', 'purpose', 'item'), weight: 1 },
);
const minutes = fc.integer({ min: 1, max: 20 });
const uses = fc.constantFrom(null, 1, 2, 3);
const status = fc.constantFrom('01' as const, '01' as const, '02' as const);

const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('give' as const), minutes, uses }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constant('withdraw' as const), which }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('use' as const), which, scope }), weight: 12 },
  { arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant('license' as const), status }), weight: 2 },
);

/** Walks the contract and a model of it in step. */
class Walk {
  readonly grants: ModelGrant[] = [];
  /** What the model says of each use, in order. */
  readonly uses: (RecordedRefusalCode | null)[] = [];
  readonly #network: FakeNetwork;
  readonly #identifier: string;
  #now = NOW.getTime();
  #inForce = true;

  constructor(network: FakeNetwork, identifier: string) {
    this.#network = network;
    this.#identifier = identifier;
  }

  async take(taken: Step): Promise<void> {
    // A moment passes, so that the order of the records is that of the steps.
    this.#passTime(1);
    switch (taken.kind) {
      case 'give':
        return this.#give(taken.minutes, taken.uses);
      case 'withdraw':
        return this.#withdraw(this.#pick(taken.which));
      case 'use':
        return this.#use(this.#pick(taken.which), taken.scope);
      case 'wait':
        this.#passTime(taken.minutes * MINUTE);
        return;
      case 'license':
        this.#inForce = taken.status === '01';
        changeLicense(this.#network, this.#identifier, { status: taken.status });
    }
  }

  async assertAgreement(): Promise<void> {
    const request = { identifier: this.#identifier, pageSize: 100 };
    const { items } = await this.#network.evaluate('grant:listUses', HEPING_CLERK, request);
    expect(items.map(({ code }) => code)).toEqual(this.uses);
    for (const { grantId, uses, used, withdrawn } of this.grants) {
      const name = { identifier: this.#identifier, grantId };
      const state = await this.#network.evaluate('grant:get', HEPING_CLERK, name);
      expect([state.used, state.withdrawal !== null]).toEqual([uses === null ? null : used, withdrawn]);
      const slots = items.filter((item) => item.grantId === grantId && item.outcome === 'used').map(({ slot }) => slot);
      expect(slots).toHaveLength(used);
      expect(uses === null || (used <= uses && new Set(slots).size === used)).toBe(true);
    }
  }

  async #give(minutes: number, uses: number | null): Promise<void> {
    const until = this.#now + minutes * MINUTE;
    const { grantId } = await give(this.#network, this.#identifier, { until: new Date(until).toISOString(), uses });
    expect(grantId !== '').toBe(this.#inForce);
    if (this.#inForce) {
      this.grants.push({ grantId, until, uses, used: 0, withdrawn: false });
    }
  }

  async #withdraw(grant: ModelGrant | undefined): Promise<void> {
    const { grantId } = grant ?? { grantId: hex(32, 1) };
    const consentDigests = newDigests('the declaration');
    const request = { requestId: newRequestId(), identifier: this.#identifier, grantId, consentDigests };
    if (grant === undefined) {
      expect(await this.#network.refusal('grant:withdraw', HEPING_CLERK, request)).toBe('GRANT_NOT_FOUND');
      return;
    }
    const { result } = await this.#network.submit('grant:withdraw', HEPING_CLERK, request);
    expect(result.outcome).toBe(grant.withdrawn ? 'refused' : 'withdrawn');
    grant.withdrawn = true;
  }

  async #use(grant: ModelGrant | undefined, asked: Scope): Promise<void> {
    if (grant === undefined) {
      return;
    }
    const expected = this.#judge(grant, asked);
    const { result } = await use(this.#network, this.#identifier, grant.grantId, ...SCOPES[asked]);
    expect(result.outcome === 'refused' ? result.code : null).toBe(expected);
    grant.used += expected === null ? 1 : 0;
    this.uses.push(expected);
  }

  #judge({ withdrawn, until, uses, used }: ModelGrant, asked: Scope): RecordedRefusalCode | null {
    const reasons: readonly (readonly [boolean, RecordedRefusalCode])[] = [
      [asked !== 'granted', 'USE_OUT_OF_SCOPE'],
      [withdrawn, 'GRANT_WITHDRAWN'],
      [this.#now >= until, 'GRANT_EXPIRED'],
      [!this.#inForce, 'LICENSE_NOT_IN_FORCE'],
      [used === uses, 'GRANT_EXHAUSTED'],
    ];
    return reasons.find(([applies]) => applies)?.[1] ?? null;
  }

  #pick(index: number): ModelGrant | undefined {
    return this.grants[index % Math.max(this.grants.length, 1)];
  }

  #passTime(milliseconds: number): void {
    this.#now += milliseconds;
    jest.setSystemTime(this.#now);
  }
}

describe('uses over time', () => {
  it('never exceed what was granted, and each that is refused is on record with the code that the model gives', async () => {
    const seen = new Set<RecordedRefusalCode | null>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 40 }), async (steps) => {
        const network = await newNetworkWithType();
        const { identifier } = await issue(network, 1);
        const walk = new Walk(network, identifier);
        for (const taken of steps) {
          await walk.take(taken);
        }
        await walk.assertAgreement();
        walk.uses.forEach((code) => seen.add(code));
      }),
      { numRuns: 40 },
    );
    expect([...seen].sort()).toEqual([
      'GRANT_EXHAUSTED',
      'GRANT_EXPIRED',
      'GRANT_WITHDRAWN',
      'LICENSE_NOT_IN_FORCE',
      'USE_OUT_OF_SCOPE',
      null,
    ]);
  }, 60_000);
});
