import { FabricFailure } from './fabric-failure';
import { toFabricFailure } from './to-fabric-failure';
import type { FabricStage } from './fabric-stage';

/** Told of every stage that ended, with its duration in seconds. */
export type StageObserver = (stage: FabricStage, outcome: 'ok' | 'failed', seconds: number) => void;

/**
 * Runs a stage, tells the observer how it went, and lets out coded errors only.
 * @param errorStage - The stage as which a failure counts, when it is another.
 */
export type StageRunner = <T>(stage: FabricStage, run: () => Promise<T>, errorStage?: FabricStage) => Promise<T>;

/** A runner that reports to this observer. */
export function newStageRunner(observe: StageObserver): StageRunner {
  return async (stage, run, errorStage = stage) => {
    const start = performance.now();
    const tell = (outcome: 'ok' | 'failed'): void => {
      observe(stage, outcome, (performance.now() - start) / 1000);
    };
    try {
      const result = await run();
      tell('ok');
      return result;
    } catch (error) {
      tell('failed');
      throw toFabricFailure(errorStage, error);
    }
  };
}

/** Whether the outcome of a transaction is open: it may have been ordered. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof FabricFailure && error.code === 'COMMIT_UNKNOWN';
}
