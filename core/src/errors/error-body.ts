import { toCanonicalJson } from '../json/canonical-json';
import { isJsonObject, type JsonObject } from '../json/json-value';
import { ERROR_CATALOGUE, isErrorCode, type ErrorCode } from './catalogue';
import { CodedError } from './coded-error';

/** An error as it travels out of a contract. */
export interface ErrorBody {
  readonly code: ErrorCode;
  /** The catalogue's English text. */
  readonly message: string;
  /** What the caller needs beyond the code; without values of the input. */
  readonly details?: JsonObject;
}

const MAX_BODY_LENGTH = 65_536;

/** The body of any error. An error without a code becomes INTERNAL, and its own message is left behind. */
export function toErrorBody(error: unknown): ErrorBody {
  return error instanceof CodedError ? newErrorBody(error.code, error.details) : newErrorBody('INTERNAL', undefined);
}

/** The body of any error as canonical JSON: the message of what a contract throws. */
export function toErrorText(error: unknown): string {
  return toCanonicalJson(toErrorBody(error));
}

/**
 * Finds the body that a contract threw inside a message of Fabric, which puts words of its own before it
 * (`chaincode response 500, {…}`).
 *
 * @returns undefined when the text holds no body with a code of the catalogue. The message is the catalogue's, never
 * what the text claims.
 */
export function parseErrorBody(text: string): ErrorBody | undefined {
  const value = text.length > MAX_BODY_LENGTH ? undefined : parseObject(text);
  const code = value?.['code'];
  if (value === undefined || typeof code !== 'string' || !isErrorCode(code)) {
    return undefined;
  }
  const details = value['details'];
  return newErrorBody(code, isJsonObject(details) ? details : undefined);
}

function newErrorBody(code: ErrorCode, details: JsonObject | undefined): ErrorBody {
  const message = ERROR_CATALOGUE[code].en;
  return details === undefined ? { code, message } : { code, message, details };
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
