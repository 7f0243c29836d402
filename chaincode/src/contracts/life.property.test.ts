import fc from 'fast-check';
import { newNetworkWithType } from '../testing/city-with-type';
import { auditLedger } from '../testing/ledger-audit';
import { RULES } from '../testing/life-model';
import { ISSUERS, LifeWalk, PARTIES, TYPE_UNTIL, type Move } from '../testing/life-walk';
import { TYPE } from '../testing/samples';

const KINDS = ['issue', 'import', 'change', 'renew', 'seal', 'transferIn', 'agree', ...Object.keys(RULES)];
const OFTEN = ['issue', 'change', 'transferOut', 'transferIn', 'transferIn', 'agree'];
const DAY = 1_440;

/** What a walk of any seed meets; rarer outcomes have tests of their own. */
const MET = ['done', 'STATUS_NOT_ALLOWED', 'TRANSFER_NOT_OFFERED', 'FORBIDDEN_ROLE', 'EFFECTIVE_TIME_INVALID', 'LICENSE_EXISTS'];

/** What verifications of any seed meet. */
const VERDICTS = ['IN_FORCE', 'STATUS_NOT_VALID', 'NOT_YET_ISSUED', 'EXPIRED'];

function usually<Value>(value: Value, ...others: readonly [Value, ...Value[]]): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

/** Mostly who may, mostly the current version, mostly now; and now and then anything else. */
const MOVE: fc.Arbitrary<Move> = fc.record({
  kind: fc.constantFrom(...KINDS, ...OFTEN),
  fits: usually(true, false),
  party: fc.nat(PARTIES.length - 1),
  license: fc.nat(5),
  back: usually(0, 1, 2, 3),
  issuer: fc.nat(ISSUERS.length - 1),
  serial: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(9) }),
  person: fc.nat(1),
  minutes: usually(0, -1, -DAY, 4, 6),
  until: fc.constantFrom('2026-08-01', '2027-01-01', '2030-01-01', null),
  transferTo: fc.constantFrom('210102', '210112', '210100', '210199'),
  district: fc.constantFrom('HepingMSP', 'HunnanMSP'),
  pass: usually(1, 0, 10, DAY, 200 * DAY),
  ago: fc.oneof(fc.nat(15), fc.nat(500 * DAY)),
});

const FIRST: Move = {
  kind: 'issue',
  fits: true,
  party: 0,
  license: 0,
  back: 0,
  issuer: 0,
  serial: 0,
  person: 0,
  minutes: 0,
  until: '2030-01-01',
  transferTo: '210112',
  district: 'HepingMSP',
  pass: 0,
  ago: 0,
};

describe('a random walk of all operations by random parties', () => {
  // When it fails, fast-check prints the seed and the shortest walk that fails.
  it('never disagrees with the model, and never reaches a forbidden state', async () => {
    const met = new Set<string>();
    const verdicts = new Set<string>();
    const walks = fc.asyncProperty(fc.array(MOVE, { minLength: 5, maxLength: 40, size: 'max' }), async (moves) => {
      const network = await newNetworkWithType({ ...TYPE, inForceUntil: TYPE_UNTIL });
      const walk = new LifeWalk(network);
      for (const move of [FIRST, { ...FIRST, issuer: 1, person: 1 }, ...moves]) {
        const { contract, model } = await walk.move(move);
        met.add(contract);
        expect({ move, outcome: contract }).toEqual({ move, outcome: model });
        expect(auditLedger(network)).toEqual([]);
        const verified = await walk.verify(move);
        verified.contract.split(' ').forEach((verdict) => verdicts.add(verdict));
        expect({ move, verdicts: verified.contract }).toEqual({ move, verdicts: verified.model });
      }
      await expectRevocable(walk);
    });
    await fc.assert(walks, { numRuns: 40, interruptAfterTimeLimit: 30_000 });
    expect(MET.filter((outcome) => !met.has(outcome))).toEqual([]);
    expect(VERDICTS.filter((verdict) => !verdicts.has(verdict))).toEqual([]);
  }, 90_000);
});

/** Whatever has happened, the issuer ends what is valid or suspended with effect now, its last step having taken effect. */
async function expectRevocable(walk: LifeWalk): Promise<void> {
  for (const [license, { status }] of walk.model.licenses.entries()) {
    if (status === '01' || status === '02') {
      const outcome = await walk.move({ ...FIRST, kind: 'revoke', license, pass: 5 });
      expect({ license, ...outcome }).toEqual({ license, contract: 'done', model: 'done' });
    }
  }
}
