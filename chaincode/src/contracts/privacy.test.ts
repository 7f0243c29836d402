import { sha256Hex, sm3Hex } from '@shengjing/core';
import { issue, newNetworkWithType } from '../testing/city-with-type';
import { HOLDER_KEY } from '../testing/fake-network';
import { changeStatus, changeVersion, takeOver } from '../testing/operations';
import { CITY_ADMIN, DEPARTMENTS, HEPING_ISSUER } from '../testing/people';
import { newOrder, personalValuesOf, transientOf, TYPE } from '../testing/samples';
import { LicenseContract } from './license-contract';

describe('what the block and the answers show', () => {
  it('holds no personal value, nor a digest of one, when a license is issued or its issue is refused', async () => {
    const network = await newNetworkWithType();
    const type = { ...TYPE, code: '11100000000013338W012', inForceFrom: '2027-01-01' };
    await network.submit('license:registerType', CITY_ADMIN, { requestId: 'register-the-type-2', type });
    const seen: string[] = [];
    const orders = [
      newOrder(1, DEPARTMENTS.heping),
      newOrder(2, DEPARTMENTS.heping, { request: { type: type.code } }),
    ];
    for (const order of orders) {
      const call = { transient: transientOf(order) };
      const { result, simulation } = await network.submit('license:issue', HEPING_ISSUER, order.request, call);
      seen.push(JSON.stringify([result, [...simulation.stub.writes.state], simulation.stub.events]));
    }
    const text = seen.join();
    const secrets = orders.flatMap(personalValuesOf).flatMap((value) => [value, sha256Hex(value), sm3Hex(value)]);
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('holds none through the rest of its life', async () => {
    const network = await newNetworkWithType();
    const { identifier, order } = await issue(network, 1);
    const second = await changeVersion(network, 'change', identifier, order, 2);
    await changeStatus(network, 'transferOut', second.identifier);
    const taken = await takeOver(network, second.identifier, order, 3);
    const text = JSON.stringify([second, taken, ...network.ledger.committed.state]);
    const secrets = personalValuesOf(order).flatMap((value) => [value, sha256Hex(value), sm3Hex(value)]);
    expect(taken.result).toMatchObject({ outcome: 'done' });
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('holds no personal value in the error of any refused order', async () => {
    const network = await newNetworkWithType();
    const order = newOrder(1, DEPARTMENTS.heping);
    const { handle, ...incomplete } = order.private;
    const transients = [
      { ...transientOf(order), private: JSON.stringify({ ...incomplete, [order.private.holder.name]: handle }) },
      { ...transientOf(order), private: `${transientOf(order)['private'] ?? ''}!` },
      { ...transientOf(order), holder: JSON.stringify({ ...order.mapping, value: order.private.holder.name }) },
    ];
    for (const transient of transients) {
      const args = [JSON.stringify(order.request)];
      const { error } = await network.call('license:issue', HEPING_ISSUER, args, { transient });
      expect(error?.code).toBe('INVALID_INPUT');
      expect(personalValuesOf(order).filter((value) => JSON.stringify(error).includes(value))).toEqual([]);
    }
    expect(network.logged).toEqual([]);
  });

  it('does not publish the key of the holders in the metadata that the shim makes of a contract', async () => {
    await issue(await newNetworkWithType(), 1);
    expect(JSON.stringify(new LicenseContract(HOLDER_KEY))).toBe('{"__isContract":true,"name":"license"}');
  });
});
