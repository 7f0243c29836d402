import { z } from 'zod';
import { traceStepSchema } from '../schemas/license-record';
import { MAX_PAGE_SIZE, nextBookmarkSchema, pageRequest } from '../schemas/page';
import { licenseIdentifierSchema } from '../schemas/scalars';

/** Argument of `license:trace`. */
export const traceRequestSchema = z
  .strictObject({ identifier: licenseIdentifierSchema, ...pageRequest })
  .meta({ id: 'TraceRequest', description: 'Asks for the steps in the life of a license, any of its versions named.' });

/** Result of `license:trace`. */
export const traceResultSchema = z
  .strictObject({
    schema: z.literal('license-trace/2'),
    items: z.array(traceStepSchema).max(MAX_PAGE_SIZE).describe('Steps, the oldest first.'),
    bookmark: nextBookmarkSchema,
  })
  .meta({ id: 'TracePage', description: 'A page of the steps in the life of a license.' });

/** Argument of `license:trace`. */
export type TraceRequest = z.infer<typeof traceRequestSchema>;

/** Result of `license:trace`. */
export type TraceResult = z.infer<typeof traceResultSchema>;
