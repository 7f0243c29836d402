import { parseFlags, toUsage } from './flags.mts';

const FLAGS = { rounds: { usual: 8, quick: 4, about: 'rounds' }, inFlight: { usual: 64, about: 'calls in flight' } } as const;

it('takes the usual numbers unless others are given', () => {
  expect(parseFlags(['--in-flight', '7'], FLAGS).numbers).toEqual({ rounds: 8, inFlight: 7 });
});

it('takes small numbers for a quick look, and what is given before those', () => {
  expect(parseFlags(['--quick'], FLAGS).numbers).toEqual({ rounds: 4, inFlight: 64 });
  expect(parseFlags(['--quick', '--rounds', '5'], FLAGS).numbers.rounds).toBe(5);
});

it('tells how the result is wanted', () => {
  expect(parseFlags(['--json'], FLAGS).output).toEqual({ json: true, record: false, plan: false });
});

it.each(['0', '-1', '1.5', 'many', ''])('refuses %j as a number', (text) => {
  expect(() => parseFlags([`--rounds=${text}`], FLAGS)).toThrow('--rounds must be a whole number above zero');
});

it('refuses a flag that it does not know', () => {
  expect(() => parseFlags(['--round', '1'], FLAGS)).toThrow(expect.objectContaining({ code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' }));
});

it('says what can be typed', () => {
  expect(toUsage('bench', FLAGS).split('\n').slice(0, 3)).toEqual([
    'bench [options]',
    '  --rounds N     rounds (8)',
    '  --in-flight N  calls in flight (64)',
  ]);
});
