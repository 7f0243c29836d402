import { type NumberFlags, type Numbers, type Output, parseFlags, toUsage } from './flags.mts';
import { record } from './record.mts';

/** One thing that is measured. */
export interface Benchmark<Flags extends NumberFlags, Report> {
  /** The word after `npm run bench --`; none for the one that is run without a word. */
  readonly name?: string;
  readonly flags: Flags;
  /** What would be done, in a line. */
  plan(numbers: Numbers<Flags>): string;
  measure(numbers: Numbers<Flags>): Promise<Report>;
  /** The result as Markdown, which is also what a terminal shows. */
  render(report: Report): string;
}

/** Tells whoever waits what is going on; the result alone goes to standard output. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Runs a benchmark as the command line says. */
export async function runBenchmark<Flags extends NumberFlags, Report>(benchmark: Benchmark<Flags, Report>): Promise<void> {
  const { name, flags } = benchmark;
  try {
    const { numbers, output } = parseFlags(process.argv.slice(2), flags);
    if (output.plan) {
      tell(benchmark.plan(numbers));
    } else {
      tellResult(benchmark, await benchmark.measure(numbers), output);
    }
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
    if (isUsage(error)) {
      tell(toUsage(['npm run bench --', name].join(' ').trim(), flags));
    }
    process.exitCode = 1;
  }
}

function tellResult<Report>(
  { name, render }: Pick<Benchmark<NumberFlags, Report>, 'name' | 'render'>,
  report: Report,
  output: Output,
): void {
  if (output.record) {
    record(name, render(report));
  }
  process.stdout.write(`${output.json ? JSON.stringify(report) : render(report)}\n`);
}

function isUsage(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
}
