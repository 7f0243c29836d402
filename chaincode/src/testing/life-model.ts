/**
 * A second telling of the rules of a license's life, by which the contract is judged. It shares nothing with the
 * contract: tables, order of checks and calendar are written out again.
 */

const MINUTE = 60_000;
const MOST_AHEAD = 5 * MINUTE;
const CHINA = 8 * 60 * MINUTE;
const MOST_SEALS = 8;

/** Who acts, as far as the rules ask. */
export interface ModelParty {
  readonly msp: string;
  readonly division: string;
  readonly role: string;
  readonly department: string;
}

/** A version of a license as the rules see it. */
export interface ModelVersion {
  readonly identifier: string;
  /** First day of validity. */
  readonly from: string;
  /** Last day of validity, or null. */
  readonly until: string | null;
  /** What it has been since when, in milliseconds: all that ever happened to it, and at last its replacement. */
  readonly history: { readonly since: number; readonly status: string }[];
  /** When the last step that concerned it took effect, in milliseconds. */
  last: number;
}

/** A license as the rules see it. */
export interface ModelLicense {
  readonly department: string;
  readonly msp: string;
  readonly division: string;
  readonly person: number;
  /** The first one first; the last is current. */
  readonly versions: ModelVersion[];
  status: string;
  /** Last day of validity, or null. */
  until: string | null;
  steps: number;
  transferTo: string | null;
  taken: boolean;
  seals: number;
}

/** Which version of which license is meant. */
export interface ModelTarget {
  readonly license: ModelLicense;
  readonly version: ModelVersion;
}

/** What is told of a license that was made. */
export type NewModelLicense = Pick<ModelLicense, 'department' | 'person'> & NewModelVersion & { readonly serial: string };

/** What is told of a version that was made. */
export type NewModelVersion = Omit<ModelVersion, 'history'>;

/** A license that is asked for, as far as the rules ask. */
export interface ModelOrder {
  readonly department: string;
  readonly serial: string;
  /** Identity number of the person who is to hold it. */
  readonly idNumber: string;
}

interface Rule {
  readonly from: string;
  readonly to: string;
  readonly code: string;
  readonly successor: boolean;
}

/** Statuses that allow an operation are listed one after the other. */
export const RULES = {
  suspend: { from: '01', to: '02', code: '03', successor: false },
  reinstate: { from: '02', to: '01', code: '06', successor: false },
  expire: { from: '01 02', to: '05', code: '04', successor: false },
  withdraw: { from: '01 02', to: '07', code: '05', successor: true },
  revoke: { from: '01 02 05', to: '03', code: '05', successor: true },
  cancel: { from: '01 02 05', to: '04', code: '05', successor: true },
  transferOut: { from: '01', to: '06', code: '05', successor: true },
  cancelTransfer: { from: '06', to: '01', code: '10', successor: true },
} as const satisfies Readonly<Record<string, Rule>>;

/** Name of an operation that only changes the status. */
export type RuleName = keyof typeof RULES;

const DIVISIONS: Readonly<Record<string, string>> = {
  CityMSP: '210100',
  HepingMSP: '210102',
  HunnanMSP: '210112',
  ShenheMSP: '210103',
};
const KNOWN_DIVISIONS = Object.values(DIVISIONS);

/** The state machine; each method answers `done` or a code, and changes the state when it is done. */
export class LifeModel {
  readonly licenses: ModelLicense[] = [];
  /** `district by agreeing district`, for each agreement. */
  readonly agreements = new Set<string>();
  readonly #serials = new Set<string>();
  readonly #typeUntil: string;
  now: number;

  /** @param typeUntil - Last day on which licenses are issued. */
  constructor(now: number, typeUntil: string) {
    this.now = now;
    this.#typeUntil = typeUntil;
  }

  issue(party: ModelParty, order: ModelOrder, effective: number): string {
    const refused = this.#denied(party, order.department) ?? this.#ahead(effective) ?? tellsWho(order);
    if (refused !== undefined) {
      return refused;
    }
    if (dayOf(this.now) > this.#typeUntil || dayOf(effective) > this.#typeUntil) {
      return 'TYPE_NOT_IN_FORCE';
    }
    return this.#has(order) ? 'LICENSE_EXISTS' : 'done';
  }

  /** Adds a license that was made. */
  add({ department, serial, person, ...version }: NewModelLicense): void {
    const division = department.slice(2, 8);
    const msp = Object.keys(DIVISIONS).find((key) => DIVISIONS[key] === division) ?? '';
    const begun = { status: '01', steps: 1, transferTo: null, taken: false, seals: 0 };
    this.#serials.add(`${department} ${serial}`);
    const versions = [{ ...version, history: [{ since: version.last, status: '01' }] }];
    this.licenses.push({ ...begun, department, msp, division, person, until: version.until, versions });
  }

  /** Judges a batch as a whole; its licenses take effect at once. */
  import(party: ModelParty, orders: readonly ModelOrder[], effective: number): string {
    const denied = orders.map(({ department }) => this.#denied(party, department)).find((code) => code !== undefined);
    return denied ?? this.#ahead(effective) ?? orders.map(tellsWho).find((code) => code !== undefined) ?? 'done';
  }

  /** Judges one license of a batch that is imported. */
  importItem(order: ModelOrder, effective: number): string {
    if (this.#has(order)) {
      return 'LICENSE_EXISTS';
    }
    return dayOf(effective) > this.#typeUntil ? 'TYPE_NOT_IN_FORCE' : 'done';
  }

  operate(name: RuleName, party: ModelParty, target: ModelTarget, effective: number, transferTo?: string): string {
    const { license } = target;
    const rule: Rule = RULES[name];
    const refused =
      this.#deniedOperation(rule, party, license) ??
      nowhere(license, transferTo) ??
      this.#untimely(target, effective) ??
      notCurrent(target, rule.from) ??
      ofItsOwn(name, license, effective);
    if (refused !== undefined) {
      return refused;
    }
    license.status = rule.to;
    license.transferTo = transferTo ?? null;
    step(license, effective);
    return 'done';
  }

  /** Judges a new version; the identifier is added by `replace`. */
  version(name: string, party: ModelParty, target: ModelTarget, effective: number, until: string | null, person: number): string {
    const { license } = target;
    return (
      this.#denied(party, license.department) ??
      this.#untimely(target, effective) ??
      notCurrent(target, '01') ??
      (notOver(license, this.now) === undefined ? 'VALIDITY_ENDED' : undefined) ??
      (name === 'renew' ? notLater(license, until) : undefined) ??
      (person === license.person ? 'done' : 'HOLDER_MISMATCH')
    );
  }

  replace(license: ModelLicense, version: NewModelVersion): void {
    license.versions.at(-1)?.history.push({ since: version.last, status: '05' });
    license.versions.push({ ...version, history: [] });
    license.until = version.until;
    license.seals = 0;
    step(license, version.last);
  }

  /** What a verification says of a version now: by all that is recorded, though it may take effect in a moment. */
  verdict({ version }: ModelTarget): string {
    const { status = '' } = version.history.at(-1) ?? {};
    return judge(version, status, this.now);
  }

  /** What a verification says of a version at another time. */
  verdictAt({ version }: ModelTarget, instant: number): string {
    const { status = '' } = version.history.findLast(({ since }) => since <= instant) ?? {};
    return judge(version, status, instant);
  }

  seal(party: ModelParty, target: ModelTarget, effective: number): string {
    const { license } = target;
    const refused =
      this.#denied(party, license.department) ?? this.#untimely(target, effective) ?? notCurrent(target, '01 02');
    if (refused !== undefined) {
      return refused;
    }
    if (license.seals >= MOST_SEALS) {
      return 'ATTACHMENTS_FULL';
    }
    license.seals += 1;
    step(license, effective);
    return 'done';
  }

  transferIn(party: ModelParty, order: ModelOrder, target: ModelTarget, effective: number, person: number): string {
    const refused =
      this.#denied(party, order.department) ??
      this.#untimely(target, effective) ??
      tellsWho(order) ??
      this.#notTaken(target, party, person);
    if (refused !== undefined || this.#has(order)) {
      return refused ?? 'LICENSE_EXISTS';
    }
    target.license.taken = true;
    return 'done';
  }

  agree(party: ModelParty, district: string): string {
    if (party.msp === 'CityMSP' || party.msp === district || DIVISIONS[party.msp] === undefined) {
      return 'FORBIDDEN_ORGANISATION';
    }
    if (party.role !== 'admin') {
      return 'FORBIDDEN_ROLE';
    }
    this.agreements.add(`${district} by ${party.msp}`);
    return 'done';
  }

  /** Why an offer cannot be taken up. */
  #notTaken(target: ModelTarget, { division }: ModelParty, person: number): string | undefined {
    const { license } = target;
    const isOffered = isCurrent(target) && license.status === '06' && license.transferTo === division;
    if (!isOffered || person !== license.person) {
      return 'TRANSFER_NOT_OFFERED';
    }
    if (license.taken) {
      return 'TRANSFER_TAKEN';
    }
    return notOver(license, this.now) === undefined ? 'VALIDITY_ENDED' : undefined;
  }

  #has({ department, serial }: ModelOrder): boolean {
    return this.#serials.has(`${department} ${serial}`);
  }

  #deniedOperation(rule: Rule, party: ModelParty, license: ModelLicense): string | undefined {
    const isSuccessor = party.msp === 'CityMSP' && party.role === 'admin' && license.msp !== 'CityMSP';
    if (!rule.successor || !isSuccessor) {
      return this.#denied(party, license.department);
    }
    const agreed = [...this.agreements].filter((agreement) => agreement.startsWith(`${license.msp} by `));
    return agreed.length >= 2 ? undefined : 'SUCCESSION_NOT_AGREED';
  }

  #denied(party: ModelParty, department: string): string | undefined {
    if (DIVISIONS[party.msp] === undefined) {
      return 'FORBIDDEN_ORGANISATION';
    }
    if (party.role !== 'issuer') {
      return 'FORBIDDEN_ROLE';
    }
    return party.department === department ? undefined : 'FORBIDDEN_DEPARTMENT';
  }

  #untimely({ version: { last } }: ModelTarget, effective: number): string | undefined {
    return effective < last ? 'EFFECTIVE_TIME_INVALID' : this.#ahead(effective);
  }

  #ahead(effective: number): string | undefined {
    return effective > this.now + MOST_AHEAD ? 'EFFECTIVE_TIME_INVALID' : undefined;
  }
}

function notCurrent(target: ModelTarget, from: string): string | undefined {
  if (!isCurrent(target)) {
    return 'VERSION_NOT_CURRENT';
  }
  return from.split(' ').includes(target.license.status) ? undefined : 'STATUS_NOT_ALLOWED';
}

function ofItsOwn(name: RuleName, license: ModelLicense, effective: number): string | undefined {
  if (name === 'expire') {
    return notOver(license, effective);
  }
  return name === 'cancelTransfer' && license.taken ? 'TRANSFER_TAKEN' : undefined;
}

function nowhere({ division }: ModelLicense, transferTo: string | undefined): string | undefined {
  const isSomewhere = transferTo !== division && KNOWN_DIVISIONS.includes(transferTo ?? '');
  return transferTo === undefined || isSomewhere ? undefined : 'INVALID_INPUT';
}

function notOver({ until }: ModelLicense, instant: number): string | undefined {
  return until !== null && dayOf(instant) > until ? undefined : 'VALIDITY_NOT_ENDED';
}

function notLater(license: ModelLicense, until: string | null): string | undefined {
  const isLater = license.until !== null && (until === null || until > license.until);
  return isLater ? undefined : 'VALIDITY_NOT_EXTENDED';
}

/** Whether the public serial number gives the holder away. */
function tellsWho({ serial, idNumber }: ModelOrder): string | undefined {
  return serial.split(idNumber).length > 1 ? 'INVALID_INPUT' : undefined;
}

function isCurrent({ license, version }: ModelTarget): boolean {
  return license.versions.at(-1) === version;
}

function step(license: ModelLicense, effective: number): void {
  const current = license.versions.at(-1);
  license.steps += 1;
  if (current !== undefined) {
    current.last = effective;
    current.history.push({ since: effective, status: license.status });
  }
}

function judge({ history, from, until }: ModelVersion, status: string, instant: number): string {
  if (history.every(({ since }) => since > instant)) {
    return 'NOT_YET_ISSUED';
  }
  if (status !== '01') {
    return 'STATUS_NOT_VALID';
  }
  const day = dayOf(instant);
  const verdict = until === null || day <= until ? 'IN_FORCE' : 'EXPIRED';
  return day < from ? 'NOT_YET_VALID' : verdict;
}

/** The day in China. */
function dayOf(instant: number): string {
  return new Date(instant + CHINA).toISOString().slice(0, 10);
}
