import {
  eraseHolderRequestSchema,
  getErasureRequestSchema,
  parseRequest,
  purgeHolderRequestSchema,
  toCanonicalJson,
} from '@shengjing/core';
import { Returns, type Context } from 'fabric-contract-api';
import { authoriseCityAdministrator, authorisePurge } from '../access/authorise';
import { readCaller } from '../access/caller';
import { purgeMapping, readKeptMapping } from '../erasure/erased-holder';
import { loadErasure, newErasure, newPurge } from '../erasure/erasure';
import { purgePrivateParts, readErasureState } from '../erasure/purge';
import { carryOutOnce } from '../ledger/effects';
import { newOnceRequest } from '../ledger/request-record';
import { assertNotErased } from '../licenses/erased-holder';
import { CodedContract } from './coded-contract';

/** Erases holders: mapping, values and salts; that their licenses existed stays. */
export class HolderContract extends CodedContract {
  constructor() {
    super('holder');
  }

  /** Erases a holder, whose mapping travels as transient data; the city's administrators, for the city's collection. */
  @Returns('string')
  async erase(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(eraseHolderRequestSchema, argument);
    const official = authoriseCityAdministrator(readCaller(context));
    // Without the mapping: whoever repeats the request has it no longer.
    const once = newOnceRequest(stub, official, request.requestId, { transaction: 'holder:erase', request });
    return carryOutOnce(stub, official, once, async () => {
      await assertNotErased(stub, request.holderRef);
      const mapping = await readKeptMapping(stub, request.holderRef);
      await purgeMapping(stub, mapping);
      const purged = await purgePrivateParts(stub, official.mspId, request.holderRef);
      return newErasure(stub, official, request, purged);
    });
  }

  /** Purges what the caller's organisation keeps of an erased holder. */
  @Returns('string')
  async purge(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(purgeHolderRequestSchema, argument);
    const official = authorisePurge(readCaller(context));
    const once = newOnceRequest(stub, official, request.requestId, { transaction: 'holder:purge', request });
    return carryOutOnce(stub, official, once, async () => {
      await loadErasure(stub, request.holderRef);
      const purged = await purgePrivateParts(stub, official.mspId, request.holderRef);
      return newPurge(stub, official, request.holderRef, purged);
    });
  }

  /** An erasure, and what each party still keeps of the holder. */
  @Returns('string')
  async getErasure({ stub }: Context, argument: string): Promise<string> {
    const { holderRef } = parseRequest(getErasureRequestSchema, argument);
    return toCanonicalJson(await readErasureState(stub, holderRef));
  }
}
