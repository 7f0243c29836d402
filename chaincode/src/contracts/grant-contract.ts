import {
  getGrantRequestSchema,
  giveGrantRequestSchema,
  listGrantsRequestSchema,
  listUsesRequestSchema,
  parseRequest,
  toCanonicalJson,
  useRequestSchema,
  withdrawGrantRequestSchema,
} from '@shengjing/core';
import { Returns, type Context } from 'fabric-contract-api';
import { authoriseService } from '../access/authorise';
import { readCaller } from '../access/caller';
import { assertTerms, findObstacle, newGrant, newRefusedGrant } from '../grants/give';
import { findWithdrawal, loadGrant } from '../grants/grant';
import { listGrants, listUses, readGrantState } from '../grants/listing';
import { decideUse, newUse } from '../grants/use';
import { newWithdrawal } from '../grants/withdraw';
import { carryOutOnce } from '../ledger/effects';
import { newOnceRequest } from '../ledger/request-record';
import { readTransactionTime } from '../ledger/transaction-time';
import { loadVersion } from '../licenses/license-version';
import { CodedContract } from './coded-contract';

/** Gives, withdraws and uses the leave of holders to use their licenses (授权用证). */
export class GrantContract extends CodedContract {
  constructor() {
    super('grant');
  }

  /** Records a holder's leave; clerks and issuers, who keep the consent whose digests they give. */
  @Returns('string')
  async give(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(giveGrantRequestSchema, argument);
    const official = authoriseService(readCaller(context));
    const once = newOnceRequest(stub, official, request.requestId, { transaction: 'grant:give', request });
    return carryOutOnce(stub, official, once, async () => {
      const grantee = assertTerms(stub, request);
      const { license } = await loadVersion(stub, request.identifier);
      const obstacle = findObstacle(license, readTransactionTime(stub));
      if (obstacle !== undefined) {
        return newRefusedGrant(stub, license, obstacle);
      }
      return newGrant(stub, official, license, grantee, request);
    });
  }

  /** Withdraws a grant, whoever gave it. */
  @Returns('string')
  async withdraw(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(withdrawGrantRequestSchema, argument);
    const official = authoriseService(readCaller(context));
    const once = newOnceRequest(stub, official, request.requestId, { transaction: 'grant:withdraw', request });
    return carryOutOnce(stub, official, once, async () => {
      const grant = await loadGrant(stub, request);
      const { license } = await loadVersion(stub, grant.identifier);
      if ((await findWithdrawal(stub, grant.grantId)) !== undefined) {
        return newRefusedGrant(stub, license, 'GRANT_WITHDRAWN');
      }
      return newWithdrawal(stub, official, license, grant, request);
    });
  }

  /** Uses a license under a grant; a refused use is recorded like one that was allowed. */
  @Returns('string')
  async use(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(useRequestSchema, argument);
    const official = authoriseService(readCaller(context));
    const once = newOnceRequest(stub, official, request.requestId, { transaction: 'grant:use', request });
    return carryOutOnce(stub, official, once, async () => {
      const grant = await loadGrant(stub, request);
      const { license } = await loadVersion(stub, grant.identifier);
      const order = { request, official, license, grant };
      return newUse(stub, order, await decideUse(stub, order));
    });
  }

  /** A grant, its withdrawal and how often it was used. */
  @Returns('string')
  async get({ stub }: Context, argument: string): Promise<string> {
    return toCanonicalJson(await readGrantState(stub, parseRequest(getGrantRequestSchema, argument)));
  }

  /** The grants of a license, page by page. */
  @Returns('string')
  async list({ stub }: Context, argument: string): Promise<string> {
    return toCanonicalJson(await listGrants(stub, parseRequest(listGrantsRequestSchema, argument)));
  }

  /** The uses of a license, allowed and refused, page by page. */
  @Returns('string')
  async listUses({ stub }: Context, argument: string): Promise<string> {
    return toCanonicalJson(await listUses(stub, parseRequest(listUsesRequestSchema, argument)));
  }
}
