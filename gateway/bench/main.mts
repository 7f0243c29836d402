/**
 * How fast licenses are issued and verified through a gateway, against clients without one, on one network. Run by
 * scripts/bench.sh, which starts that network.
 */
import { findNetwork } from './network.mts';
import { type Options, parseOptions, USAGE } from './options.mts';
import { record } from './record.mts';
import { render } from './render.mts';
import { MEASURED_GATEWAY, type Report, toReport } from './report.mts';
import { estimateSeconds, runRounds } from './rounds.mts';
import { setUp } from './set-up.mts';

async function measure(options: Options): Promise<Report> {
  const started = Date.now();
  const network = findNetwork();
  const bench = await setUp(network, options.inFlight);
  try {
    const before = bench.processes.memoryOf(MEASURED_GATEWAY);
    const turns = await runRounds(bench, options, tell);
    const after = bench.processes.memoryOf(MEASURED_GATEWAY);
    return toReport(turns, { network, options, started, gatewayMemoryBytes: { before, after } });
  } finally {
    await bench.close();
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.plan) {
    tell(`${String(options.rounds)} rounds with ${String(options.inFlight)} in flight: about ${String(estimateSeconds(options))} s`);
    return;
  }
  const report = await measure(options);
  if (options.record) {
    record(render(report));
  }
  process.stdout.write(`${options.json ? JSON.stringify(report) : render(report)}\n`);
}

main().catch((error: unknown) => {
  const isUsage = error instanceof Error && (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
  tell(error instanceof Error ? error.message : String(error));
  if (isUsage) {
    tell(USAGE);
  }
  process.exitCode = 1;
});
