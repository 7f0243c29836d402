import type { LicenseType } from '@shengjing/core';
import { DEPARTMENTS, CITY_ADMIN, HEPING_ISSUER, type Person } from './people';
import { FakeNetwork } from './fake-network';
import { newOrder, NOW, transientOf, TYPE, type SampleChanges, type SampleOrder } from './samples';

/** A network at the moment of the samples, with their license type registered, or another. */
export async function newNetworkWithType(type: LicenseType = TYPE): Promise<FakeNetwork> {
  jest.useFakeTimers({ now: NOW });
  const network = new FakeNetwork();
  await network.submit('license:registerType', CITY_ADMIN, { requestId: 'register-the-type-1', type });
  return network;
}

/** Issues order number `n` in 和平区, or where it is told. */
export async function issue(
  network: FakeNetwork,
  n: number,
  changes: SampleChanges = {},
  issuer: Person = HEPING_ISSUER,
): Promise<{ order: SampleOrder; identifier: string; writes: FakeWrites; event: unknown }> {
  const order = newOrder(n, issuer.attributes['dept'] ?? DEPARTMENTS.heping, changes);
  const { result, simulation } = await network.submit('license:issue', issuer, order.request, {
    transient: transientOf(order),
  });
  const { events, writes } = simulation.stub;
  const identifier = result.outcome === 'issued' ? result.identifier : '';
  return { order, identifier, writes, event: JSON.parse(events[0]?.payload ?? 'null') };
}

type FakeWrites = Awaited<ReturnType<FakeNetwork['call']>>['stub']['writes'];
