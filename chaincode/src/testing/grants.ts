import { newDigests, type GiveGrantRequest, type UseRequest, type UseResult } from '@shengjing/core';
import type { FakeNetwork, Simulation } from './fake-network';
import { DEPARTMENTS, HEPING_CLERK, HUNNAN_CLERK, type Person } from './people';

/** The end of the grants of the samples: an hour after the moment at which the tests play. */
export const UNTIL = '2026-06-15T03:00:00.000Z';

const SERVICE = { purpose: 'qualification-check', item: '11210112000000019U4210122001000' } as const;

let requests = 0;

/** An id that no other request of the tests has. */
export function newRequestId(): string {
  requests += 1;
  return `request-of-test-${String(requests)}`;
}

/** A grant for the department of 浑南区, once, as a client would ask for it. */
export function newTerms(identifier: string, changes: Partial<GiveGrantRequest> = {}): GiveGrantRequest {
  return {
    requestId: newRequestId(),
    identifier,
    grantee: DEPARTMENTS.hunnan,
    ...SERVICE,
    until: UNTIL,
    uses: 1,
    consentDigests: newDigests('the consent'),
    ...changes,
  };
}

/** Gives a grant at the counter of 和平区, or records that it is refused. */
export async function give(
  network: FakeNetwork,
  identifier: string,
  changes: Partial<GiveGrantRequest> = {},
  clerk: Person = HEPING_CLERK,
): Promise<{ grantId: string; simulation: Simulation }> {
  const { result, simulation } = await network.submit('grant:give', clerk, newTerms(identifier, changes));
  return { grantId: result.outcome === 'refused' ? '' : result.grantId, simulation };
}

/** A use as the grants of the samples allow it. */
export function newUse(identifier: string, grantId: string, changes: Partial<UseRequest> = {}): UseRequest {
  return { requestId: newRequestId(), identifier, grantId, ...SERVICE, ...changes };
}

/** Uses a license at the counter of 浑南区, or records that it is refused. */
export async function use(
  network: FakeNetwork,
  identifier: string,
  grantId: string,
  changes: Partial<UseRequest> = {},
  clerk: Person = HUNNAN_CLERK,
): Promise<{ result: UseResult; simulation: Simulation }> {
  return network.submit('grant:use', clerk, newUse(identifier, grantId, changes));
}

/** The kinds of keys that a transaction writes, in order of the alphabet. */
export function writtenKinds({ stub: { writes } }: Simulation): string[] {
  return [...writes.state.keys()].map((key) => key.split('\0')[1] ?? '').sort();
}

/** What the one event of a transaction says. */
export function changesOf({ stub: { events } }: Simulation): unknown {
  return (JSON.parse(events[0]?.payload ?? '{}') as { changes?: unknown }).changes;
}

/** Changes the stored version of a license, as an operation on it would. */
export function changeLicense(network: FakeNetwork, identifier: string, changes: Readonly<Record<string, unknown>>): void {
  const { state } = network.ledger.committed;
  for (const [key, value] of [...state].filter(([name]) => name.startsWith('\0version\0'))) {
    const version = JSON.parse(value) as { license: { identifier: string } };
    if (version.license.identifier === identifier) {
      state.set(key, JSON.stringify({ ...version, license: { ...version.license, ...changes } }));
    }
  }
}
