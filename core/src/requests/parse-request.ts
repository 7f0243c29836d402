import type { z } from 'zod';
import { CodedError } from '../errors/coded-error';
import { isCanonicalJson } from '../json/canonical-json';
import type { JsonObject } from '../json/json-value';

/** How a text is read. */
export interface ParseOptions {
  /** Longest text that is read, in UTF-16 code units; 262144 unless told. */
  readonly maxLength?: number;
  /** Refuses a text that is not canonical JSON, so that its hash is the hash of its value. */
  readonly canonical?: boolean;
}

const MAX_LENGTH = 262_144;
const MAX_ISSUES = 20;

/**
 * Parses JSON text by a schema.
 *
 * @throws CodedError INVALID_INPUT; its details list `{path, issue}` and repeat no value and no unknown name.
 */
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  json: string,
  options: ParseOptions = {},
): z.output<Schema> {
  if (json.length > (options.maxLength ?? MAX_LENGTH)) {
    throw newInputError([{ path: '', issue: 'too-long' }]);
  }
  const value = parseJson(json);
  if (options.canonical === true && !isCanonicalJson(json)) {
    throw newInputError([{ path: '', issue: 'not-canonical-json' }]);
  }
  return parseValue(schema, value);
}

/**
 * Checks a value by a schema.
 *
 * @throws CodedError INVALID_INPUT; its details list `{path, issue}` and repeat no value and no unknown name.
 */
export function parseValue<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw newInputError(toInputIssues(result.error));
  }
  return result.data;
}

/** What is wrong with an input, by place; at most twenty of them. */
export function toInputIssues(error: z.ZodError): JsonObject[] {
  return error.issues.slice(0, MAX_ISSUES).map((issue) => ({
    path: issue.path.map(String).join('.'),
    issue: issue.code === 'custom' ? issue.message : issue.code.replaceAll('_', '-'),
  }));
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw newInputError([{ path: '', issue: 'not-json' }]);
  }
}

function newInputError(issues: readonly JsonObject[]): CodedError {
  return new CodedError('INVALID_INPUT', { issues });
}
