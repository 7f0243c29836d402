import type { z } from 'zod';
import { holderIdSchema } from '../schemas/holder';
import { findHolderRequestSchema, findHolderResultSchema } from './find-holder';
import { getLicenseRequestSchema, getLicenseResultSchema, getPrivateResultSchema } from './get-license';
import { getTypeRequestSchema, getTypeResultSchema, listTypesRequestSchema, listTypesResultSchema } from './get-type';
import { holderMappingSchema, TRANSIENT_HOLDER } from './holder-mapping';
import { issueRequestSchema, issueResultSchema } from './issue';
import { licensePrivateSchema, TRANSIENT_PRIVATE } from './license-private';
import { listByTypeRequestSchema, listByTypeResultSchema } from './list-by-type';
import { pingRequestSchema, pingResultSchema } from './ping';
import { registerTypeRequestSchema, registerTypeResultSchema } from './register-type';
import { traceRequestSchema, traceResultSchema } from './trace';
import { verifyRequestSchema, verifyResultSchema } from './verify';

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
    transient: { [TRANSIENT_PRIVATE]: licensePrivateSchema, [TRANSIENT_HOLDER]: holderMappingSchema },
    result: issueResultSchema,
  },
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
  'license:listByType': { mode: 'evaluate', request: listByTypeRequestSchema, result: listByTypeResultSchema },
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
