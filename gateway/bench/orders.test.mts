import { newOrders } from './orders.mts';

describe.each([2, 3, 4, 5, 6])('the orders of %d contenders', (count) => {
  const orders = newOrders(count);

  it('let each one have a turn', () => {
    for (const order of orders) {
      expect(order.toSorted()).toEqual(Array.from({ length: count }, (_, contender) => contender));
    }
  });

  it('put each one at every place equally often', () => {
    const places = orders.flatMap((order) => order.map((contender, place) => `${String(contender)} at ${String(place)}`));
    expect(new Set(timesOfEach(places))).toEqual(new Set([orders.length / count]));
  });

  it('put each one right after each other one equally often', () => {
    const pairs = orders.flatMap((order) => order.slice(1).map((contender, index) => `${String(order[index])} ${String(contender)}`));
    const times = timesOfEach(pairs);
    expect(times).toHaveLength(count * (count - 1));
    expect(new Set(times).size).toBe(1);
  });
});

function timesOfEach(values: readonly string[]): number[] {
  return Object.values(Object.groupBy(values, (value) => value)).map((same) => same?.length ?? 0);
}
