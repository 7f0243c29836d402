import { type CodedError, ERROR_CODES, errorDefinition, requestIdSchema, txIdSchema } from '@shengjing/core';
import { z } from 'zod';

/** An error as HTTP answers it (RFC 9457). */
export const problemSchema = z
  .strictObject({
    type: z.string().describe('`urn:shengjing:error:` and the code.'),
    title: z.string().describe('The meaning of the code in English.'),
    status: z.int(),
    code: z.enum(ERROR_CODES),
    message: z.strictObject({ zh: z.string(), en: z.string() }).describe('The meaning of the code.'),
    requestId: requestIdSchema.describe('The id of this request, as in the header X-Request-Id and in the log.'),
    txId: txIdSchema.optional().describe('The transaction that failed, or that recorded the refusal.'),
    details: z.record(z.string(), z.unknown()).optional().describe('Names, places and limits; never values of the input.'),
  })
  .meta({ id: 'Problem', description: 'An error with its code (RFC 9457).' });

/** An error as HTTP answers it. */
export type Problem = z.input<typeof problemSchema>;

/** The answer to a coded error. */
export function toProblem(error: CodedError, requestId: string): Problem {
  const { status, zh, en } = errorDefinition(error.code);
  const txId = toTransactionId(error);
  return {
    type: `urn:shengjing:error:${error.code}`,
    title: en,
    status,
    code: error.code,
    message: { zh, en },
    requestId,
    ...(txId !== undefined && { txId }),
    ...(error.details && { details: { ...error.details } }),
  };
}

function toTransactionId(error: CodedError): string | undefined {
  const { txId } = error as { txId?: unknown };
  return typeof txId === 'string' ? txId : undefined;
}
