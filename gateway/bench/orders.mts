/**
 * Orders in which so many contenders take turns: in all of them together each one is at every place, and comes right
 * after each other one, equally often (Williams 1949: a square for an even number, a square and its mirror image for an
 * odd one).
 * @returns Lists of the numbers from 0 to `count` - 1.
 */
export function newOrders(count: number): readonly (readonly number[])[] {
  const first = Array.from({ length: count }, (_, place) => (place % 2 === 0 ? (count - place / 2) % count : (place + 1) / 2));
  const square = first.map((_, shift) => first.map((contender) => (contender + shift) % count));
  return count % 2 === 0 ? square : [...square, ...square.map((order) => order.toReversed())];
}
