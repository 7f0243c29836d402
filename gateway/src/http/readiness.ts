import { CodedError, errorDefinition, type ErrorCode, type JsonObject } from '@shengjing/core';
import type { Logger } from 'pino';

import { describeCause } from './describe-cause';
import { toCodedError } from './to-coded-error';

/** Whether writes would be endorsed now, and why not. */
export interface ReadinessReport {
  readonly ready: boolean;
  readonly reasons: readonly ReadinessReason[];
}

/** Something that stands in the way. */
export interface ReadinessReason {
  readonly code: ErrorCode;
  readonly message: { readonly zh: string; readonly en: string };
  /** As in `{mspId}`: the organisation that does not endorse. */
  readonly details?: JsonObject;
}

/** How long an answer holds and how long one may take, in milliseconds. */
export interface ReadinessTimes {
  readonly cacheMs: number;
  readonly deadlineMs: number;
}

const TIMES: ReadinessTimes = { cacheMs: 2_000, deadlineMs: 5_000 };

/**
 * Asks whether the gateway is ready; many who ask at once share one answer, and each change is logged with
 * its cause.
 */
export function newReadiness(
  proveEndorsement: () => Promise<void>,
  log: Logger,
  times = TIMES,
): () => Promise<ReadinessReport> {
  let current: Promise<ReadinessReport> | undefined;
  let wasReady: boolean | undefined;
  const ask = async (): Promise<ReadinessReport> => {
    const failure = await findFailure(proveEndorsement, times.deadlineMs);
    if (wasReady !== (failure === undefined)) {
      wasReady = failure === undefined;
      log.info({ ready: wasReady, cause: failure && describeCause(failure) }, 'readiness');
    }
    return failure ? { ready: false, reasons: [toReason(failure)] } : { ready: true, reasons: [] };
  };
  const forget = (): void => {
    current = undefined;
  };
  return () => {
    current ??= ask().finally(() => setTimeout(forget, times.cacheMs).unref());
    return current;
  };
}

function toReason({ code, details }: CodedError): ReadinessReason {
  const { zh, en } = errorDefinition(code);
  return { code, message: { zh, en }, ...(details && { details }) };
}

async function findFailure(prove: () => Promise<void>, deadlineMs: number): Promise<CodedError | undefined> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new CodedError('DEADLINE_EXCEEDED'));
  }, deadlineMs);
  try {
    await Promise.race([prove(), late.promise]);
    return undefined;
  } catch (error) {
    return toCodedError(error);
  } finally {
    clearTimeout(timer);
  }
}
