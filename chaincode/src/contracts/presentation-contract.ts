import { parseRequest, presentRequestSchema, redeemRequestSchema } from '@shengjing/core';
import { Returns, type Context } from 'fabric-contract-api';
import { authorisePrivateRead, authoriseRedemption } from '../access/authorise';
import { readCaller } from '../access/caller';
import { carryOutOnce } from '../ledger/effects';
import { newOnceRequest } from '../ledger/request-record';
import { readTransactionTime } from '../ledger/transaction-time';
import { loadVersion } from '../licenses/license-version';
import { isCurrentInForce } from '../licenses/standing';
import { findSuccessor } from '../licenses/transfer';
import {
  assertPresentationAbsent,
  assertShortLived,
  loadPresentation,
  newPresentation,
  newRefusedPresentation,
} from '../presentations/presentation';
import { assertShown, bodyOfRedeem, readRedeemOrder, toVerifyRequest } from '../presentations/redeem-order';
import { findObstacle, newRedemption, newRefusedRedemption } from '../presentations/redemption';
import { verifyLicense } from '../verification/verify';
import { CodedContract } from './coded-contract';

/** Presents licenses with chosen attributes for a short time, and redeems each presentation once (亮证). */
export class PresentationContract extends CodedContract {
  constructor() {
    super('presentation');
  }

  /** Registers a presentation; those who may read the private part of the license, for its holder. */
  @Returns('string')
  async present(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(presentRequestSchema, argument);
    const { license } = await loadVersion(stub, request.identifier);
    const isTaken = (await findSuccessor(stub, license)) !== undefined;
    const official = authorisePrivateRead(readCaller(context), license, isTaken);
    const once = newOnceRequest(stub, official, request.requestId, { transaction: 'presentation:present', request });
    return carryOutOnce(stub, official, once, async () => {
      assertShortLived(stub, request);
      await assertPresentationAbsent(stub, request.codeHash);
      if (!isCurrentInForce(license, readTransactionTime(stub))) {
        return newRefusedPresentation(stub, license, 'LICENSE_NOT_IN_FORCE');
      }
      return newPresentation(stub, official, license, request);
    });
  }

  /** Redeems what a holder shows, which travels as transient data, and verifies it. */
  @Returns('string')
  async redeem(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(redeemRequestSchema, argument);
    const official = authoriseRedemption(readCaller(context));
    const order = readRedeemOrder(stub, request);
    const once = newOnceRequest(stub, official, request.requestId, bodyOfRedeem(order));
    return carryOutOnce(stub, official, once, async () => {
      const presentation = await loadPresentation(stub, request.codeHash);
      assertShown(order, presentation);
      const { license } = await loadVersion(stub, presentation.identifier);
      const obstacle = await findObstacle(stub, presentation);
      if (obstacle !== undefined) {
        return newRefusedRedemption(stub, license, obstacle);
      }
      const verification = await verifyLicense(stub, toVerifyRequest(order));
      return newRedemption(stub, official, license, presentation, verification);
    });
  }
}
