import { z } from 'zod';
import { VERSION_OPERATIONS, type VersionOperationName } from '../licenses/operations';
import { optionalDigestsSchema } from '../schemas/digest';
import { isValidity, validity, VALIDITY_ISSUE } from './issue';
import { decisionDigestsSchema, operationRequest } from './status-operations';

/** Public argument of `license:change`; the new private part and the holder travel as transient data. */
export const changeRequestSchema = newSchema('change', 'ChangeRequest');

/** Public argument of `license:renew`; the new private part and the holder travel as transient data. */
export const renewRequestSchema = newSchema('renew', 'RenewRequest');

/** What an operation that makes a new version is asked with. */
export type VersionOperationRequest = Omit<z.infer<typeof changeRequestSchema>, 'reason'> & {
  readonly reason: (typeof VERSION_OPERATIONS)[VersionOperationName]['reasons'][number];
};

function newSchema<Name extends VersionOperationName>(name: Name, id: string) {
  const { reasons, en, zh }: { reasons: (typeof VERSION_OPERATIONS)[Name]['reasons']; en: string; zh: string } = VERSION_OPERATIONS[name];
  return z
    .strictObject({
      ...operationRequest,
      ...validity,
      fileDigests: optionalDigestsSchema,
      reason: z.enum(reasons),
      decisionDigests: decisionDigestsSchema,
    })
    .refine(isValidity, VALIDITY_ISSUE)
    .meta({ id, description: `Asks to ${en} a license (${zh}); a new version replaces the current one.` });
}
