import { newDigests, type RequestOf, type StatusOperationName, type TransactionName } from '@shengjing/core';
import type { Call, FakeNetwork } from './fake-network';
import { LifeModel, RULES, type ModelOrder, type ModelParty, type ModelTarget } from './life-model';
import { newRequestId, statusRequest, toImportItem, transientOfBatch } from './operations';
import { CITY_ADMIN, CITY_ISSUER, DEPARTMENTS, HEPING_ISSUER, HUNNAN_ADMIN, HUNNAN_ISSUER, SHENHE_ADMIN, withAttributes, type Person } from './people';
import { hex, newOrder, NOW, transientOf, type SampleOrder } from './samples';

/** Everyone who takes part. */
export const PARTIES: readonly Person[] = [
  HEPING_ISSUER,
  HUNNAN_ISSUER,
  CITY_ISSUER,
  CITY_ADMIN,
  HUNNAN_ADMIN,
  SHENHE_ADMIN,
  withAttributes(HEPING_ISSUER, { role: 'clerk' }),
  { ...HEPING_ISSUER, mspId: 'StrangerMSP' },
];

/** Departments that licenses are issued by. */
export const ISSUERS = [DEPARTMENTS.heping, DEPARTMENTS.hunnan, DEPARTMENTS.city];

const PEOPLE = [
  { kind: 'person', idType: 'resident-id', idNumber: '440524188001010014', name: '关山月' },
  { kind: 'person', idType: 'resident-id', idNumber: '11010519491231002X', name: '李四' },
] as const;

/** The number of a serial that holds the identity number of the second person. */
const TELLING = 9;

/** Last day on which licenses are issued in a walk. */
export const TYPE_UNTIL = '2026-12-31';

/** What one move of a walk is made of; each operation takes what it needs. */
export interface Move {
  readonly kind: string;
  /** Whether department, party and holder are those that fit, whatever is said of them. */
  readonly fits: boolean;
  readonly party: number;
  /** Which license, counted round. */
  readonly license: number;
  /** How many versions before the current one. */
  readonly back: number;
  readonly issuer: number;
  readonly serial: number;
  readonly person: number;
  /** When it takes effect, in minutes from now. */
  readonly minutes: number;
  /** Last day of validity. */
  readonly until: string | null;
  readonly transferTo: string;
  readonly district: string;
  /** How many minutes pass before it. */
  readonly pass: number;
  /** How many minutes before now a verification asks about. */
  readonly ago: number;
}

/** What became of a move: `done` or a code, by the contract and by the model. */
export interface Outcome {
  readonly contract: string;
  readonly model: string;
}

interface ItemAnswer {
  readonly identifier?: string;
  readonly code?: string;
}

interface Answer {
  readonly identifier?: string;
  readonly code?: string;
  readonly items?: readonly ItemAnswer[];
}

/** Moves a network and the model side by side. */
export class LifeWalk {
  readonly model = new LifeModel(NOW.getTime(), TYPE_UNTIL);
  readonly #network: FakeNetwork;
  readonly #known = new Set<number>();
  #handles = 0;

  constructor(network: FakeNetwork) {
    this.#network = network;
  }

  /** Makes a move on both sides, the contract's twice. A walk begins with an issue, or there is nothing to move. */
  async move(wanted: Move): Promise<Outcome> {
    this.model.now += wanted.pass * 60_000;
    jest.setSystemTime(this.model.now);
    if (wanted.kind === 'issue' || wanted.kind === 'import') {
      const move = wanted.fits ? { ...wanted, party: wanted.issuer } : wanted;
      return move.kind === 'issue' ? this.#issue(move) : this.#import(move);
    }
    const target = this.#targetOf(wanted);
    return this.#operate(wanted.fits ? toFitting(wanted, target) : wanted, target);
  }

  /** Verifies a license now and at a past time, on both sides. */
  async verify(move: Move): Promise<Outcome> {
    const target = this.#targetOf(move);
    const past = this.model.now - move.ago * 60_000;
    const request = { identifier: target.version.identifier, at: new Date(past).toISOString() };
    const { verdicts } = await this.#network.evaluate('license:verify', HEPING_ISSUER, request);
    const codes = new Map(verdicts.map(({ name, code }) => [name, code]));
    return {
      contract: `${codes.get('status') ?? ''} ${codes.get('status-at') ?? ''}`,
      model: `${this.model.verdict(target)} ${this.model.verdictAt(target, past)}`,
    };
  }

  async #operate(move: Move, target: ModelTarget): Promise<Outcome> {
    switch (move.kind) {
      case 'agree':
        return this.#agree(move);
      case 'change':
      case 'renew':
        return this.#version(move.kind, move, target);
      case 'seal':
        return this.#seal(move, target);
      case 'transferIn':
        return this.#transferIn(move, target);
      default:
        return this.#status(move.kind as StatusOperationName, move, target);
    }
  }

  async #issue(move: Move): Promise<Outcome> {
    const order = this.#newOrder(move);
    const model = this.model.issue(partyOf(move), toModelOrder(order), this.#effective(move));
    const { code, answer } = await this.#submit('license:issue', move, order.request, transientOf(order));
    this.#begin(model, order, move, answer.identifier);
    return { contract: code, model };
  }

  /** A batch of two: a serial and the next one. */
  async #import(move: Move): Promise<Outcome> {
    const first = this.#newOrder(move);
    const second = this.#newOrder({ ...move, serial: move.serial + 1 });
    const orders = [first, { ...second, mapping: first.mapping }];
    const { issuer, type } = first.request;
    const items = orders.map(toImportItem);
    const request = { requestId: newRequestId(), type, issuer, source: 'heping-2019', items };
    const model = this.model.import(partyOf(move), orders.map(toModelOrder), this.#effective(move));
    const { code, answer } = await this.#submit('license:importLicenses', move, request, transientOfBatch(orders));
    const outcomes = orders.map((order, index) => this.#judgeItem(model, order, move, answer.items?.[index]));
    return { contract: code, model: outcomes.find((outcome) => outcome !== 'done') ?? model };
  }

  /** Whether the contract and the model agree on what becomes of one of a batch. */
  #judgeItem(model: string, order: SampleOrder, move: Move, answer: ItemAnswer | undefined): string {
    if (model !== 'done') {
      return 'done';
    }
    const item = this.model.importItem(toModelOrder(order), this.#effective(move));
    if (item !== (answer?.code ?? 'done')) {
      return `an item should have been: ${item}`;
    }
    this.#begin(item, order, move, answer?.identifier);
    return 'done';
  }

  #begin(model: string, { request }: SampleOrder, move: Move, identifier: string | undefined): void {
    if (model === 'done' && identifier !== undefined) {
      const { issuer: department, serial, validFrom: from, validUntil: until } = request;
      this.#known.add(move.person);
      this.model.add({ department, serial, person: move.person, from, until, identifier, last: this.#effective(move) });
    }
  }

  async #status(name: StatusOperationName, move: Move, target: ModelTarget): Promise<Outcome> {
    const { identifier } = target.version;
    const transferTo = name === 'transferOut' ? move.transferTo : undefined;
    const changes = { effectiveAt: this.#instant(move), ...(transferTo !== undefined && { transferTo }) };
    const model = this.model.operate(name, partyOf(move), target, this.#effective(move), transferTo);
    const request = statusRequest(name, identifier, changes);
    const { code } = await this.#submit(`license:${name}` as 'license:suspend', move, request as RequestOf<'license:suspend'>);
    return { contract: code, model };
  }

  async #version(name: 'change' | 'renew', move: Move, target: ModelTarget): Promise<Outcome> {
    const order = this.#newOrder(move);
    const effective = this.#effective(move);
    const model = this.model.version(name, partyOf(move), target, effective, move.until, move.person);
    const request: RequestOf<'license:change'> = {
      requestId: newRequestId(),
      identifier: target.version.identifier,
      effectiveAt: this.#instant(move),
      validFrom: '2026-06-15',
      validUntil: move.until,
      fileDigests: [],
      reason: 'ON_REQUEST',
      decisionDigests: [],
    };
    const { code, answer } = await this.#submit(`license:${name}` as 'license:change', move, request, transientOf(order));
    if (model === 'done' && answer.identifier !== undefined) {
      const { validFrom: from, validUntil: until } = request;
      this.model.replace(target.license, { identifier: answer.identifier, from, until, last: effective });
    }
    return { contract: code, model };
  }

  async #seal(move: Move, target: ModelTarget): Promise<Outcome> {
    const model = this.model.seal(partyOf(move), target, this.#effective(move));
    const { code } = await this.#submit('license:attachSeal', move, {
      requestId: newRequestId(),
      identifier: target.version.identifier,
      effectiveAt: this.#instant(move),
      mediaType: 'application/ofd',
      digests: newDigests('a sealed file'),
    });
    return { contract: code, model };
  }

  async #transferIn(move: Move, target: ModelTarget): Promise<Outcome> {
    const order = this.#newOrder(move);
    const model = this.model.transferIn(partyOf(move), toModelOrder(order), target, this.#effective(move), move.person);
    const request = { ...order.request, previous: target.version.identifier };
    const { code, answer } = await this.#submit('license:transferIn', move, request, transientOf(order));
    this.#begin(model, order, move, answer.identifier);
    return { contract: code, model };
  }

  async #agree(move: Move): Promise<Outcome> {
    const model = this.model.agree(partyOf(move), move.district);
    const request = { requestId: newRequestId(), district: move.district };
    const { code } = await this.#submit('license:agreeSuccession', move, request);
    return { contract: code, model };
  }

  /** Submits a request twice; the second time it answers the same and writes nothing. */
  async #submit<Name extends TransactionName>(
    name: Name,
    move: Move,
    request: RequestOf<Name>,
    transient: Readonly<Record<string, string>> = {},
  ): Promise<{ code: string; answer: Answer }> {
    const caller = personOf(move);
    const call: Call = { transient, ...(caller === CITY_ADMIN && { endorsers: ['CityMSP', 'HepingMSP', 'HunnanMSP', 'ShenheMSP'] }) };
    const atCity = { ...call, peer: 'CityMSP' };
    const refused = await this.#network.refusalOrNone(name, caller, request, atCity);
    if (refused !== undefined) {
      return { code: refused, answer: {} };
    }
    const { result } = await this.#network.submit(name, caller, request, call);
    const again = await this.#network.call(name, caller, [JSON.stringify(request)], atCity);
    expect(JSON.parse(again.answer ?? '{}')).toEqual(result);
    expect([again.stub.writes.state.size, again.stub.events.length]).toEqual([0, 0]);
    const answer = result as Answer;
    return { code: answer.code ?? 'done', answer };
  }

  #newOrder(move: Move): SampleOrder {
    this.#handles += 1;
    const holder = PEOPLE[move.person % PEOPLE.length] ?? PEOPLE[0];
    return newOrder(this.#handles, ISSUERS[move.issuer % ISSUERS.length] ?? '', {
      private: { holder },
      request: {
        requestId: newRequestId(),
        serial: move.serial === TELLING ? `S${PEOPLE[1].idNumber}` : `S${String(move.serial)}`,
        holderRef: hex(16, 200 + move.person),
        validUntil: move.until,
        effectiveAt: this.#instant(move),
      },
      mapping: { known: this.#known.has(move.person) },
    });
  }

  #targetOf({ license: index, back }: Move): ModelTarget {
    const license = this.model.licenses[index % this.model.licenses.length];
    const version = license?.versions.at(-1 - (back % license.versions.length));
    if (license === undefined || version === undefined) {
      throw new Error('there is no license yet');
    }
    return { license, version };
  }

  #effective({ minutes }: Move): number {
    return this.model.now + minutes * 60_000;
  }

  #instant(move: Move): string {
    return new Date(this.#effective(move)).toISOString();
  }
}

/** The same move by those whose license it is, or to whom it is offered; now and then by another for that holder. */
function toFitting(move: Move, { license }: ModelTarget): Move {
  if (move.kind === 'agree') {
    const agreeing = move.district === 'HunnanMSP' || move.back > 0 ? SHENHE_ADMIN : HUNNAN_ADMIN;
    return { ...move, party: PARTIES.indexOf(agreeing) };
  }
  if (move.kind in RULES && personOf(move) === CITY_ADMIN) {
    return move;
  }
  const division = move.kind === 'transferIn' ? license.transferTo : license.division;
  const isElsewhere = move.kind === 'transferIn' && move.party % 4 === 0;
  const issuer = isElsewhere ? move.issuer : ISSUERS.findIndex((department) => department.slice(2, 8) === division);
  const { person } = license;
  return issuer < 0 ? move : { ...move, issuer, party: issuer, person };
}

function toModelOrder({ request: { issuer: department, serial }, private: { holder } }: SampleOrder): ModelOrder {
  return { department, serial, idNumber: holder.idNumber };
}

function personOf({ party }: Move): Person {
  return PARTIES[party % PARTIES.length] ?? HEPING_ISSUER;
}

function partyOf(move: Move): ModelParty {
  const { mspId: msp, attributes } = personOf(move);
  const { division = '', role = '', dept: department = '' } = attributes;
  return { msp, division, role, department };
}
