import { z } from 'zod';
import { STATUS_OPERATIONS, type StatusOperationName } from '../licenses/operations';
import { optionalDigestsSchema } from '../schemas/digest';
import { divisionSchema, instantSchema, licenseIdentifierSchema, requestIdSchema } from '../schemas/scalars';

/** Fields of every operation on a license that exists. */
export const operationRequest = {
  requestId: requestIdSchema,
  identifier: licenseIdentifierSchema.describe('The current version of the license.'),
  effectiveAt: instantSchema.describe('When the operation takes effect: not before the last step, not in the future.'),
};

/** Digests of the decision that an operation rests on. */
export const decisionDigestsSchema = optionalDigestsSchema.describe('Digests of the decision (决定文书); empty without one.');

/** Argument of `license:suspend`. */
export const suspendRequestSchema = newSchema('suspend', 'SuspendRequest');

/** Argument of `license:reinstate`. */
export const reinstateRequestSchema = newSchema('reinstate', 'ReinstateRequest');

/** Argument of `license:expire`. */
export const expireRequestSchema = newSchema('expire', 'ExpireRequest');

/** Argument of `license:withdraw`. */
export const withdrawRequestSchema = newSchema('withdraw', 'WithdrawRequest');

/** Argument of `license:revoke`. */
export const revokeRequestSchema = newSchema('revoke', 'RevokeRequest');

/** Argument of `license:cancel`. */
export const cancelRequestSchema = newSchema('cancel', 'CancelRequest');

/** Argument of `license:transferOut`. */
export const transferOutRequestSchema = z
  .strictObject({
    ...newSchema('transferOut', 'TransferOutFields').shape,
    transferTo: divisionSchema.describe('Division of the district that takes the license over.'),
  })
  .meta({ id: 'TransferOutRequest', description: 'Offers a license to another district (转出).' });

/** Argument of `license:cancelTransfer`. */
export const cancelTransferRequestSchema = newSchema('cancelTransfer', 'CancelTransferRequest');

/** What an operation that only changes the status is asked with. */
export type StatusOperationRequest = Omit<z.infer<typeof suspendRequestSchema>, 'reason'> & {
  readonly reason: (typeof STATUS_OPERATIONS)[StatusOperationName]['reasons'][number];
  readonly transferTo?: string;
};

function newSchema<Name extends StatusOperationName>(name: Name, id: string) {
  const { reasons, en, zh }: { reasons: (typeof STATUS_OPERATIONS)[Name]['reasons']; en: string; zh: string } = STATUS_OPERATIONS[name];
  return z
    .strictObject({ ...operationRequest, reason: z.enum(reasons), decisionDigests: decisionDigestsSchema })
    .meta({ id, description: `Asks to ${en} (${zh}).` });
}
