import { z } from 'zod';
import { sealSchema } from '../schemas/license-record';
import { operationRequest } from './status-operations';

const { mediaType, digests } = sealSchema.shape;

/** Argument of `license:attachSeal`. */
export const attachSealRequestSchema = z
  .strictObject({ ...operationRequest, mediaType, digests })
  .meta({ id: 'AttachSealRequest', description: "Attaches the issuer's seal to the current version (签章)." });

/** Argument of `license:attachSeal`. */
export type AttachSealRequest = z.infer<typeof attachSealRequestSchema>;
