import {
  agreeSuccessionRequestSchema,
  amendTypeRequestSchema,
  attachSealRequestSchema,
  findHolderRequestSchema,
  getLicenseRequestSchema,
  getSuccessionRequestSchema,
  getTypeRequestSchema,
  importLicensesRequestSchema,
  issueRequestSchema,
  listByHolderRequestSchema,
  listByIssuerRequestSchema,
  listByStatusRequestSchema,
  listByTypeRequestSchema,
  listTypesRequestSchema,
  parseLicenseIdentifier,
  parseRequest,
  registerTypeRequestSchema,
  toCanonicalJson,
  traceRequestSchema,
  transferInRequestSchema,
  verifyRequestSchema,
} from '@shengjing/core';
import { Returns, type Context } from 'fabric-contract-api';
import {
  authoriseCityAdministrator,
  authoriseHolderLookup,
  authoriseIssuer,
  authoriseOtherDistrict,
  authorisePrivateRead,
} from '../access/authorise';
import { readCaller } from '../access/caller';
import { readHolderKey, type HolderKey } from '../configuration/holder-key';
import { carryOutOnce } from '../ledger/effects';
import { newOnceRequest } from '../ledger/request-record';
import { findHolder } from '../licenses/holder-lookup';
import { assertBatchFits, importBatch } from '../licenses/import';
import { bodyOfImport, readImportOrder } from '../licenses/import-order';
import { decideIssue } from '../licenses/issue';
import { bodyOfOrder } from '../licenses/license-order';
import { readPrivateView } from '../licenses/license-private';
import { assertTypeAbsent, loadType, newTypeAmendment, newTypeRegistration } from '../licenses/license-type';
import { loadVersion } from '../licenses/license-version';
import { listLicenses, listOfHolder, listOfIssuer, listOfStatus, listTypes, traceLicense } from '../licenses/listing';
import { readPersonalParts } from '../licenses/personal-parts';
import { decideSeal } from '../licenses/seal';
import { assertDistrict, loadSuccession, newAgreement } from '../licenses/succession';
import { decideTransferIn, findSuccessor } from '../licenses/transfer';
import { verifyLicense } from '../verification/verify';
import { CodedContract } from './coded-contract';
import { changeStatus } from './change-status';
import { changeVersion } from './change-version';

/** Registers license types; issues licenses, operates on them through their whole life, verifies and lists them. */
export class LicenseContract extends CodedContract {
  // Private in the language's sense: the shim publishes every other field of a contract in its metadata.
  readonly #holderKey: HolderKey | undefined;

  constructor(holderKey: HolderKey | undefined = readHolderKey(process.env)) {
    super('license');
    this.#holderKey = holderKey;
  }

  /** Registers a license type; the city's administrators only. */
  @Returns('string')
  async registerType(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(registerTypeRequestSchema, argument);
    const official = authoriseCityAdministrator(readCaller(context));
    const once = newOnceRequest(stub, official, request.requestId, { transaction: 'license:registerType', request });
    return carryOutOnce(stub, official, once, async () => {
      await assertTypeAbsent(stub, request.type.code);
      return newTypeRegistration(stub, request);
    });
  }

  /** Amends a license type by a new version of its definition; the city's administrators only. */
  @Returns('string')
  async amendType(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(amendTypeRequestSchema, argument);
    const official = authoriseCityAdministrator(readCaller(context));
    const once = newOnceRequest(stub, official, request.requestId, { transaction: 'license:amendType', request });
    return carryOutOnce(stub, official, once, async () =>
      newTypeAmendment(stub, await loadType(stub, request.type.code), request),
    );
  }

  /** Issues a license; its private part and its holder travel as transient data. */
  @Returns('string')
  async issue(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(issueRequestSchema, argument);
    const official = authoriseIssuer(readCaller(context), request.issuer);
    const order = { request, ...readPersonalParts(stub) };
    const once = newOnceRequest(stub, official, request.requestId, bodyOfOrder('license:issue', order));
    return carryOutOnce(stub, official, once, () => decideIssue(stub, official, order, this.#holderKey));
  }

  /** Imports licenses from before the chain; what is on the ledger already is skipped. */
  @Returns('string')
  async importLicenses(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(importLicensesRequestSchema, argument);
    const official = authoriseIssuer(readCaller(context), request.issuer);
    const order = readImportOrder(stub, request);
    const once = newOnceRequest(stub, official, request.requestId, bodyOfImport(order));
    return carryOutOnce(stub, official, once, async () => {
      const type = await loadType(stub, request.type);
      assertBatchFits(stub, type, order);
      return importBatch(stub, official, type, order, this.#holderKey);
    });
  }

  /** Changes what a license states (变更): a new version replaces the current one. */
  @Returns('string')
  change(context: Context, argument: string): Promise<string> {
    return changeVersion(context, 'change', argument, this.#holderKey);
  }

  /** Extends the validity of a license (延续): a new version replaces the current one. */
  @Returns('string')
  renew(context: Context, argument: string): Promise<string> {
    return changeVersion(context, 'renew', argument, this.#holderKey);
  }

  /** Suspends a license (暂扣). */
  @Returns('string')
  suspend(context: Context, argument: string): Promise<string> {
    return changeStatus(context, 'suspend', argument);
  }

  /** Returns a suspended license (暂扣发还). */
  @Returns('string')
  reinstate(context: Context, argument: string): Promise<string> {
    return changeStatus(context, 'reinstate', argument);
  }

  /** Records that the validity of a license has ended (过期失效). */
  @Returns('string')
  expire(context: Context, argument: string): Promise<string> {
    return changeStatus(context, 'expire', argument);
  }

  /** Withdraws a license as a penalty (吊销). */
  @Returns('string')
  withdraw(context: Context, argument: string): Promise<string> {
    return changeStatus(context, 'withdraw', argument);
  }

  /** Revokes a license that should not have been granted (撤销). */
  @Returns('string')
  revoke(context: Context, argument: string): Promise<string> {
    return changeStatus(context, 'revoke', argument);
  }

  /** Cancels a license, the procedural end (注销). */
  @Returns('string')
  cancel(context: Context, argument: string): Promise<string> {
    return changeStatus(context, 'cancel', argument);
  }

  /** Offers a license to another organisation (转出). */
  @Returns('string')
  transferOut(context: Context, argument: string): Promise<string> {
    return changeStatus(context, 'transferOut', argument);
  }

  /** Takes the offer of a license back before it was taken up (取消转出). */
  @Returns('string')
  cancelTransfer(context: Context, argument: string): Promise<string> {
    return changeStatus(context, 'cancelTransfer', argument);
  }

  /** Takes over a license that another organisation has offered (转入), under an identifier of its own. */
  @Returns('string')
  async transferIn(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(transferInRequestSchema, argument);
    const official = authoriseIssuer(readCaller(context), request.issuer);
    const order = { request, ...readPersonalParts(stub) };
    const once = newOnceRequest(stub, official, request.requestId, bodyOfOrder('license:transferIn', order));
    return carryOutOnce(stub, official, once, () => decideTransferIn(stub, official, order, this.#holderKey));
  }

  /** Attaches the issuer's seal to the current version of a license (签章). */
  @Returns('string')
  async attachSeal(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(attachSealRequestSchema, argument);
    const official = authoriseIssuer(readCaller(context), parseLicenseIdentifier(request.identifier).issuer);
    const once = newOnceRequest(stub, official, request.requestId, { transaction: 'license:attachSeal', request });
    return carryOutOnce(stub, official, once, async () =>
      decideSeal(stub, official, await loadVersion(stub, request.identifier), request),
    );
  }

  /** Agrees that the city acts for a district that is gone; administrators of other districts only. */
  @Returns('string')
  async agreeSuccession(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(agreeSuccessionRequestSchema, argument);
    assertDistrict(request.district);
    const official = authoriseOtherDistrict(readCaller(context), request.district);
    const once = newOnceRequest(stub, official, request.requestId, { transaction: 'license:agreeSuccession', request });
    return carryOutOnce(stub, official, once, () => newAgreement(stub, official, request));
  }

  /** Who has agreed that the city acts for a district. */
  @Returns('string')
  async getSuccession({ stub }: Context, argument: string): Promise<string> {
    const { district } = parseRequest(getSuccessionRequestSchema, argument);
    assertDistrict(district);
    return toCanonicalJson(await loadSuccession(stub, district));
  }

  /** Finds what the city keeps of a holder; issuers and the city's administrators only, at a peer of the city. */
  @Returns('string')
  async findHolder(context: Context, argument: string): Promise<string> {
    parseRequest(findHolderRequestSchema, argument);
    authoriseHolderLookup(readCaller(context));
    return toCanonicalJson(await findHolder(context.stub, this.#holderKey));
  }

  /** Verifies a license by separate named verdicts; open to every member of the channel. */
  @Returns('string')
  async verify({ stub }: Context, argument: string): Promise<string> {
    const request = parseRequest(verifyRequestSchema, argument);
    return toCanonicalJson(await verifyLicense(stub, request));
  }

  /** The public record of a version of a license. */
  @Returns('string')
  async get({ stub }: Context, argument: string): Promise<string> {
    const { identifier } = parseRequest(getLicenseRequestSchema, argument);
    return toCanonicalJson((await loadVersion(stub, identifier)).license);
  }

  /** The private part of a version of a license; its parties only, each at a peer of its own. */
  @Returns('string')
  async getPrivate(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const { identifier } = parseRequest(getLicenseRequestSchema, argument);
    const version = await loadVersion(stub, identifier);
    const isTaken = (await findSuccessor(stub, version.license)) !== undefined;
    const official = authorisePrivateRead(readCaller(context), version.license, isTaken);
    return toCanonicalJson(await readPrivateView(stub, official, version));
  }

  /** The steps in the life of a license, page by page. */
  @Returns('string')
  async trace({ stub }: Context, argument: string): Promise<string> {
    return toCanonicalJson(await traceLicense(stub, parseRequest(traceRequestSchema, argument)));
  }

  /** The licenses of a type, page by page. */
  @Returns('string')
  async listByType({ stub }: Context, argument: string): Promise<string> {
    return toCanonicalJson(await listLicenses(stub, parseRequest(listByTypeRequestSchema, argument)));
  }

  /** The licenses of an issuer, page by page. */
  @Returns('string')
  async listByIssuer({ stub }: Context, argument: string): Promise<string> {
    return toCanonicalJson(await listOfIssuer(stub, parseRequest(listByIssuerRequestSchema, argument)));
  }

  /** The licenses of a holder, page by page. */
  @Returns('string')
  async listByHolder({ stub }: Context, argument: string): Promise<string> {
    return toCanonicalJson(await listOfHolder(stub, parseRequest(listByHolderRequestSchema, argument)));
  }

  /** The licenses of a status, page by page. */
  @Returns('string')
  async listByStatus({ stub }: Context, argument: string): Promise<string> {
    return toCanonicalJson(await listOfStatus(stub, parseRequest(listByStatusRequestSchema, argument)));
  }

  /** The current definition of a license type. */
  @Returns('string')
  async getType({ stub }: Context, argument: string): Promise<string> {
    const { code } = parseRequest(getTypeRequestSchema, argument);
    return toCanonicalJson(await loadType(stub, code));
  }

  /** The registered license types, page by page. */
  @Returns('string')
  async listTypes({ stub }: Context, argument: string): Promise<string> {
    return toCanonicalJson(await listTypes(stub, parseRequest(listTypesRequestSchema, argument)));
  }
}
