import type { z } from 'zod';
import { holderIdSchema } from '../schemas/holder';
import { shownPresentationSchema } from '../schemas/presentation';
import { amendTypeRequestSchema } from './amend-type';
import { attachSealRequestSchema } from './attach-seal';
import {
  eraseHolderRequestSchema,
  getErasureRequestSchema,
  getErasureResultSchema,
  purgeHolderRequestSchema,
  purgeResultSchema,
} from './erasures';
import { findHolderRequestSchema, findHolderResultSchema } from './find-holder';
import { getLicenseRequestSchema, getLicenseResultSchema, getPrivateResultSchema } from './get-license';
import { getTypeRequestSchema, getTypeResultSchema, listTypesRequestSchema, listTypesResultSchema } from './get-type';
import {
  getGrantRequestSchema,
  getGrantResultSchema,
  giveGrantRequestSchema,
  grantResultSchema,
  listGrantsRequestSchema,
  listGrantsResultSchema,
  withdrawGrantRequestSchema,
} from './grants';
import { holderMappingSchema, TRANSIENT_HOLDER } from './holder-mapping';
import { issueRequestSchema, issueResultSchema } from './issue';
import { newLicensePrivateSchema, TRANSIENT_PRIVATE } from './license-private';
import { importHoldersSchema, importLicensesRequestSchema, importLicensesResultSchema, importPrivateSchema } from './import-licenses';
import {
  listByHolderRequestSchema,
  listByIssuerRequestSchema,
  listByStatusRequestSchema,
  listByTypeRequestSchema,
  listLicensesResultSchema,
} from './list-licenses';
import { operationResultSchema } from './operation-result';
import { pingRequestSchema, pingResultSchema } from './ping';
import { presentRequestSchema, presentResultSchema, redeemRequestSchema, redeemResultSchema, TRANSIENT_SHOWN } from './presentations';
import { registerTypeRequestSchema, registerTypeResultSchema } from './register-type';
import {
  cancelRequestSchema,
  cancelTransferRequestSchema,
  expireRequestSchema,
  reinstateRequestSchema,
  revokeRequestSchema,
  suspendRequestSchema,
  transferOutRequestSchema,
  withdrawRequestSchema,
} from './status-operations';
import {
  agreeSuccessionRequestSchema,
  agreeSuccessionResultSchema,
  getSuccessionRequestSchema,
  getSuccessionResultSchema,
} from './succession';
import { traceRequestSchema, traceResultSchema } from './trace';
import { transferInRequestSchema } from './transfer-in';
import { listUsesRequestSchema, listUsesResultSchema, useRequestSchema, useResultSchema } from './uses';
import { verifyRequestSchema, verifyResultSchema } from './verify';
import { changeRequestSchema, renewRequestSchema } from './version-operations';

/** What a transaction takes and answers. */
export interface TransactionDefinition {
  /** `submit` is ordered and writes; `evaluate` only reads. */
  readonly mode: 'submit' | 'evaluate';
  /** The one argument: JSON text of this schema. */
  readonly request: z.ZodType;
  /** Entries of the transient map, each JSON text of its schema. */
  readonly transient?: Readonly<Record<string, z.ZodType>>;
  /** The answer: canonical JSON of this schema. */
  readonly result: z.ZodType;
}

const licenseTransient = { [TRANSIENT_PRIVATE]: newLicensePrivateSchema, [TRANSIENT_HOLDER]: holderMappingSchema };

function newOperation<Schema extends z.ZodType>(request: Schema) {
  return { mode: 'submit', request, result: operationResultSchema } as const;
}

/** Every transaction of every contract, by its name on the network. */
export const TRANSACTIONS = {
  'license:registerType': {
    mode: 'submit',
    request: registerTypeRequestSchema,
    result: registerTypeResultSchema,
  },
  'license:issue': {
    mode: 'submit',
    request: issueRequestSchema,
    transient: licenseTransient,
    result: issueResultSchema,
  },
  'license:amendType': { mode: 'submit', request: amendTypeRequestSchema, result: registerTypeResultSchema },
  'license:importLicenses': {
    mode: 'submit',
    request: importLicensesRequestSchema,
    transient: { [TRANSIENT_PRIVATE]: importPrivateSchema, [TRANSIENT_HOLDER]: importHoldersSchema },
    result: importLicensesResultSchema,
  },
  'license:change': { ...newOperation(changeRequestSchema), transient: licenseTransient },
  'license:renew': { ...newOperation(renewRequestSchema), transient: licenseTransient },
  'license:suspend': newOperation(suspendRequestSchema),
  'license:reinstate': newOperation(reinstateRequestSchema),
  'license:expire': newOperation(expireRequestSchema),
  'license:withdraw': newOperation(withdrawRequestSchema),
  'license:revoke': newOperation(revokeRequestSchema),
  'license:cancel': newOperation(cancelRequestSchema),
  'license:transferOut': newOperation(transferOutRequestSchema),
  'license:cancelTransfer': newOperation(cancelTransferRequestSchema),
  'license:transferIn': { ...newOperation(transferInRequestSchema), transient: licenseTransient },
  'license:attachSeal': newOperation(attachSealRequestSchema),
  'grant:give': { mode: 'submit', request: giveGrantRequestSchema, result: grantResultSchema },
  'grant:withdraw': { mode: 'submit', request: withdrawGrantRequestSchema, result: grantResultSchema },
  'grant:use': { mode: 'submit', request: useRequestSchema, result: useResultSchema },
  'presentation:present': { mode: 'submit', request: presentRequestSchema, result: presentResultSchema },
  'presentation:redeem': {
    mode: 'submit',
    request: redeemRequestSchema,
    transient: { [TRANSIENT_SHOWN]: shownPresentationSchema },
    result: redeemResultSchema,
  },
  'holder:erase': {
    mode: 'submit',
    request: eraseHolderRequestSchema,
    transient: { [TRANSIENT_HOLDER]: holderMappingSchema },
    result: purgeResultSchema,
  },
  'holder:purge': { mode: 'submit', request: purgeHolderRequestSchema, result: purgeResultSchema },
  'license:agreeSuccession': { mode: 'submit', request: agreeSuccessionRequestSchema, result: agreeSuccessionResultSchema },
  'license:findHolder': {
    mode: 'evaluate',
    request: findHolderRequestSchema,
    transient: { [TRANSIENT_HOLDER]: holderIdSchema },
    result: findHolderResultSchema,
  },
  'license:verify': { mode: 'evaluate', request: verifyRequestSchema, result: verifyResultSchema },
  'license:get': { mode: 'evaluate', request: getLicenseRequestSchema, result: getLicenseResultSchema },
  'license:getPrivate': { mode: 'evaluate', request: getLicenseRequestSchema, result: getPrivateResultSchema },
  'license:trace': { mode: 'evaluate', request: traceRequestSchema, result: traceResultSchema },
  'license:listByType': { mode: 'evaluate', request: listByTypeRequestSchema, result: listLicensesResultSchema },
  'license:listByIssuer': { mode: 'evaluate', request: listByIssuerRequestSchema, result: listLicensesResultSchema },
  'license:listByHolder': { mode: 'evaluate', request: listByHolderRequestSchema, result: listLicensesResultSchema },
  'license:listByStatus': { mode: 'evaluate', request: listByStatusRequestSchema, result: listLicensesResultSchema },
  'grant:get': { mode: 'evaluate', request: getGrantRequestSchema, result: getGrantResultSchema },
  'grant:list': { mode: 'evaluate', request: listGrantsRequestSchema, result: listGrantsResultSchema },
  'grant:listUses': { mode: 'evaluate', request: listUsesRequestSchema, result: listUsesResultSchema },
  'holder:getErasure': { mode: 'evaluate', request: getErasureRequestSchema, result: getErasureResultSchema },
  'license:getSuccession': { mode: 'evaluate', request: getSuccessionRequestSchema, result: getSuccessionResultSchema },
  'license:getType': { mode: 'evaluate', request: getTypeRequestSchema, result: getTypeResultSchema },
  'license:listTypes': { mode: 'evaluate', request: listTypesRequestSchema, result: listTypesResultSchema },
  'system:ping': { mode: 'evaluate', request: pingRequestSchema, result: pingResultSchema },
} as const satisfies Record<string, TransactionDefinition>;

/** Name of a transaction. */
export type TransactionName = keyof typeof TRANSACTIONS;

/** Argument of a transaction. */
export type RequestOf<Name extends TransactionName> = z.infer<(typeof TRANSACTIONS)[Name]['request']>;

/** Answer of a transaction. */
export type ResultOf<Name extends TransactionName> = z.infer<(typeof TRANSACTIONS)[Name]['result']>;
