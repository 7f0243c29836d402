import { parseArgs } from 'node:util';

/** A number that can be chosen on the command line. */
export interface NumberFlag {
  readonly usual: number;
  /** Under --quick; the usual one unless told. */
  readonly quick?: number;
  readonly about: string;
}

/** Flags by their names in the code: `inFlight` is typed as --in-flight. */
export type NumberFlags = Readonly<Record<string, NumberFlag>>;

/** The chosen numbers. */
export type Numbers<Flags extends NumberFlags> = Readonly<Record<keyof Flags, number>>;

/** How the result of any benchmark is told. */
export interface Output {
  /** One JSON object on one line instead of tables. */
  readonly json: boolean;
  /** Writes the tables into docs/performance.md. */
  readonly record: boolean;
  /** Only says what would be done. */
  readonly plan: boolean;
}

const OUTPUT = {
  quick: 'a look that proves nothing: small numbers',
  json: 'one JSON object on one line',
  record: 'write the tables into docs/performance.md',
  plan: 'say what would be done, and do nothing',
} as const;

/** @throws Error when a flag is unknown or not a whole number above zero. */
export function parseFlags<Flags extends NumberFlags>(args: readonly string[], flags: Flags): { readonly numbers: Numbers<Flags>; readonly output: Output } {
  const given = Object.fromEntries(Object.keys(flags).map((name) => [toTyped(name), { type: 'string' as const }]));
  const switches = Object.fromEntries(Object.keys(OUTPUT).map((name) => [name, { type: 'boolean' as const }]));
  const values: Readonly<Record<string, string | boolean | undefined>> = parseArgs({ args: [...args], options: { ...given, ...switches } }).values;
  const is = (name: keyof typeof OUTPUT): boolean => values[name] === true;
  const numbers = Object.entries(flags).map(([name, { usual, quick = usual }]) => {
    const text = values[toTyped(name)];
    return [name, text === undefined ? (is('quick') ? quick : usual) : toCount(toTyped(name), String(text))] as const;
  });
  return {
    numbers: Object.fromEntries(numbers) as Numbers<Flags>,
    output: { json: is('json'), record: is('record'), plan: is('plan') },
  };
}

/** What a person may type. */
export function toUsage(command: string, flags: NumberFlags): string {
  const lines = [
    ...Object.entries(flags).map(([name, { usual, about }]) => [`--${toTyped(name)} N`, `${about} (${String(usual)})`]),
    ...Object.entries(OUTPUT).map(([name, about]) => [`--${name}`, about]),
  ];
  const width = Math.max(...lines.map(([flag = '']) => flag.length));
  return [`${command} [options]`, ...lines.map(([flag = '', about = '']) => `  ${flag.padEnd(width)}  ${about}`)].join('\n');
}

function toTyped(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function toCount(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`--${name} must be a whole number above zero`);
  }
  return value;
}
