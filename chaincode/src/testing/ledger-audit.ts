import type { LicenseRecord, TraceStep } from '@shengjing/core';
import type { FakeNetwork } from './fake-network';
import { RULES } from './life-model';

interface Version {
  readonly license: LicenseRecord;
}

/** What a step of an operation code may lead from and to; the steps that begin a version lead from anywhere in 01. */
const TRANSITIONS = new Set([
  ...Object.values(RULES).flatMap(({ from, to, code }) => from.split(' ').map((status) => `${status} ${code} ${to}`)),
  '01 07 01',
  '02 07 02',
  '01 09 01',
  '01 02 01',
]);

/** Finds what must never be on the ledger, however it came there; nothing when all is well. */
export function auditLedger(network: FakeNetwork): string[] {
  const { state } = network.ledger.committed;
  const read = <Item>(kind: string): [string[], Item][] =>
    [...state]
      .filter(([key]) => key.startsWith(`\0${kind}\0`))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key.split('\0').slice(2, -1), JSON.parse(value) as Item]);
  const licenses = read<LicenseRecord>('license');
  const versions = read<Version>('version');
  const steps = read<TraceStep>('step');
  return [
    ...licenses.flatMap(([parts, license]) => [
      ...auditVersions(license, ofLicense(versions, parts)),
      ...auditSteps(license, ofLicense(steps, parts)),
    ]),
    ...auditLists(state, licenses.map(([, license]) => license)),
    ...auditTransfers(versions.map(([, { license }]) => license), read<{ identifier: string }>('transfer')),
  ];
}

function ofLicense<Item>(items: readonly [string[], Item][], parts: readonly string[]): Item[] {
  return items.filter(([key]) => parts.every((part, index) => key[index] === part)).map(([, item]) => item);
}

function auditVersions(current: LicenseRecord, versions: readonly Version[]): string[] {
  const records = versions.map(({ license }) => license);
  const last = records.at(-1);
  const faults = records.filter((record, index) => {
    const next = records[index + 1]?.identifier ?? null;
    const isLapsed = next === null || record.status === '05';
    return record.version !== index + 1 || record.next !== next || !isLapsed;
  });
  const isSame = JSON.stringify(last) === JSON.stringify(current);
  return [
    ...faults.map(({ identifier }) => `version ${identifier} is out of its row`),
    ...(isSame ? [] : [`the current version of ${current.identifier} is not its last`]),
  ];
}

function auditSteps(current: LicenseRecord, steps: readonly TraceStep[]): string[] {
  const faults = steps.filter((step, index) => {
    const before = steps[index - 1];
    const follows = before === undefined ? step.status === '01' : TRANSITIONS.has(`${before.status} ${step.operation} ${step.status}`);
    return step.step !== index + 1 || !follows || (before !== undefined && before.effectiveAt > step.effectiveAt);
  });
  const last = steps.at(-1);
  const isLast = last?.step === current.lastStep && last.status === current.status && last.effectiveAt === current.lastEffectiveAt;
  return [
    ...faults.map(({ identifier, step }) => `step ${String(step)} of ${identifier} cannot follow`),
    ...(isLast ? [] : [`${current.identifier} is not as its last step left it`]),
  ];
}

function auditLists(state: ReadonlyMap<string, string>, licenses: readonly LicenseRecord[]): string[] {
  const expected = licenses.flatMap(({ type, issuer, serial, holderRef, status }) => [
    ['license-by-issuer', issuer, type, serial],
    ['license-by-holder', holderRef, type, issuer, serial],
    ['license-by-status', status, type, issuer, serial],
  ]);
  const keys = new Set(expected.map((parts) => `\0${parts.join('\0')}\0`));
  const found = [...state.keys()].filter((key) => key.startsWith('\0license-by-'));
  return [
    ...found.filter((key) => !keys.has(key)).map((key) => `an entry too many: ${key}`),
    ...[...keys].filter((key) => !state.has(key)).map((key) => `an entry is missing: ${key}`),
  ];
}

/** A license that was transferred out has at most one successor, and the mark says which. */
function auditTransfers(versions: readonly LicenseRecord[], transfers: readonly [string[], { identifier: string }][]): string[] {
  return transfers.flatMap(([parts, { identifier }]) => {
    const key = parts.join('.');
    const successors = versions.filter(({ previous, version }) => version === 1 && previous?.includes(`.${key}.`) === true);
    return successors.length === 1 && successors[0]?.identifier === identifier ? [] : [`a transfer of ${key} has other successors`];
  });
}
