import type { JsonObject } from '../json/json-value';
import { ERROR_CATALOGUE, type ErrorCode } from './catalogue';

/**
 * The only error that crosses a package border. Its message is the catalogue's English text, so that no value of the
 * input can slip into it; whatever helps the caller goes into `details`, which must not hold personal data either.
 */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: ErrorCode;
  readonly details: JsonObject | undefined;

  /**
   * @param code - Code of the catalogue.
   * @param details - What the caller needs beyond the code: names, places and limits, never values of the input.
   * @param options - The error that caused this one, for logs.
   */
  constructor(code: ErrorCode, details?: JsonObject, options?: ErrorOptions) {
    super(ERROR_CATALOGUE[code].en, options);
    this.code = code;
    this.details = details;
  }
}

/** Whether the error carries a code, optionally this one. */
export function isCodedError(error: unknown, code?: ErrorCode): error is CodedError {
  return error instanceof CodedError && (code === undefined || error.code === code);
}
