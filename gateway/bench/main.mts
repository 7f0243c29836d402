/**
 * How fast licenses are issued and verified through a gateway, against clients without one, on one network. Run by
 * scripts/bench.sh, which starts that network.
 */
import { runBenchmark } from './benchmark.mts';
import { CLIENTS } from './client.mts';
import { findNetwork } from './network.mts';
import { renderReport } from './render-report.mts';
import { type Report, toReport } from './report.mts';
import { estimateSeconds, ROUND_FLAGS, type RoundNumbers, runRounds } from './rounds.mts';
import { setUp } from './set-up.mts';

async function measure(numbers: RoundNumbers): Promise<Report> {
  const started = Date.now();
  const network = findNetwork();
  const bench = await setUp(network, numbers.inFlight);
  try {
    const before = bench.processes.memory();
    const turns = await runRounds(bench, numbers);
    const after = bench.processes.memory();
    return toReport(turns, { network, numbers, started, memory: { before, after } });
  } finally {
    await bench.close();
  }
}

await runBenchmark({
  flags: ROUND_FLAGS,
  plan: (numbers) => {
    const seconds = estimateSeconds(numbers, CLIENTS.issue.length, CLIENTS.verify.length);
    return `${String(numbers.rounds)} rounds with ${String(numbers.inFlight)} in flight: about ${String(seconds)} s`;
  },
  measure,
  render: renderReport,
});
