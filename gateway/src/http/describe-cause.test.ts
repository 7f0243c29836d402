import { z } from 'zod';

import { describeCause } from './describe-cause';

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

test('what a parser quotes of its input is left out', () => {
  for (const cause of [thrownBy(() => JSON.parse('{"张三')), thrownBy(() => z.literal('a').parse('张三'))]) {
    const text = JSON.stringify(describeCause(new Error('outer', { cause })));
    expect(text).toContain('outer');
    expect(text).not.toContain('张三');
  }
});

test('a chain of causes is followed, but not without end', () => {
  const circle = new Error('circle');
  circle.cause = circle;
  expect(JSON.stringify(describeCause(circle)).match(/circle/gu)).toHaveLength(4);
});

test('a mistake of the program comes with its place', () => {
  expect(describeCause(new TypeError('x')).stack).toContain('describe-cause.test');
});
