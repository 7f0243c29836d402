import { CodedError, errorDefinition, type ErrorCode } from '@shengjing/core';

import { toCodedError } from './to-coded-error';

/** Whether writes would be endorsed now, and why not. */
export interface ReadinessReport {
  readonly ready: boolean;
  readonly reasons: readonly { readonly code: ErrorCode; readonly message: { readonly zh: string; readonly en: string } }[];
}

/** How long an answer holds and how long one may take, in milliseconds. */
export interface ReadinessTimes {
  readonly cacheMs: number;
  readonly deadlineMs: number;
}

const TIMES: ReadinessTimes = { cacheMs: 2_000, deadlineMs: 5_000 };

/** Asks whether the gateway is ready; many who ask at once share one answer. */
export function newReadiness(proveEndorsement: () => Promise<void>, times = TIMES): () => Promise<ReadinessReport> {
  let current: Promise<ReadinessReport> | undefined;
  const forget = (): void => {
    current = undefined;
  };
  return () => {
    current ??= check(proveEndorsement, times.deadlineMs).finally(() => setTimeout(forget, times.cacheMs).unref());
    return current;
  };
}

async function check(prove: () => Promise<void>, deadlineMs: number): Promise<ReadinessReport> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new CodedError('DEADLINE_EXCEEDED'));
  }, deadlineMs);
  try {
    await Promise.race([prove(), late.promise]);
    return { ready: true, reasons: [] };
  } catch (error) {
    const { code } = toCodedError(error);
    const { zh, en } = errorDefinition(code);
    return { ready: false, reasons: [{ code, message: { zh, en } }] };
  } finally {
    clearTimeout(timer);
  }
}
