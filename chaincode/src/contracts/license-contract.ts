import {
  findHolderRequestSchema,
  getLicenseRequestSchema,
  getTypeRequestSchema,
  issueRequestSchema,
  listByTypeRequestSchema,
  listTypesRequestSchema,
  parseRequest,
  registerTypeRequestSchema,
  toCanonicalJson,
  traceRequestSchema,
  verifyRequestSchema,
} from '@shengjing/core';
import { Returns, type Context } from 'fabric-contract-api';
import {
  authoriseCityAdministrator,
  authoriseHolderLookup,
  authoriseIssuer,
  authorisePrivateRead,
} from '../access/authorise';
import { readCaller } from '../access/caller';
import { readHolderKey, type HolderKey } from '../configuration/holder-key';
import { carryOut } from '../ledger/effects';
import { findOutcome, newOnceRequest } from '../ledger/request-record';
import { readTransactionTime } from '../ledger/transaction-time';
import { findHolder } from '../licenses/holder-lookup';
import { assertHolder, writeHolder } from '../licenses/holder-mapping';
import { newIssue, newRefusedIssue } from '../licenses/issue';
import { assertOrderFits, bodyOfIssue, isInForce, readIssueOrder } from '../licenses/issue-order';
import { assertHandleUnused, readPrivateView, writeLicensePrivate } from '../licenses/license-private';
import { assertTypeAbsent, loadType, newTypeRegistration } from '../licenses/license-type';
import { assertLicenseAbsent, loadVersion } from '../licenses/license-version';
import { listLicenses, listTypes, traceLicense } from '../licenses/listing';
import { verifyLicense } from '../verification/verify';
import { CodedContract } from './coded-contract';

/** Registers license types; issues, verifies, lists and traces licenses. */
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
    const earlier = await findOutcome(stub, once);
    if (earlier !== undefined) {
      return toCanonicalJson(earlier);
    }
    await assertTypeAbsent(stub, request.type.code);
    return carryOut(stub, official, once, newTypeRegistration(stub, request));
  }

  /** Issues a license; its private part and its holder travel as transient data. */
  @Returns('string')
  async issue(context: Context, argument: string): Promise<string> {
    const { stub } = context;
    const request = parseRequest(issueRequestSchema, argument);
    const official = authoriseIssuer(readCaller(context), request.issuer);
    const order = readIssueOrder(stub, request);
    const once = newOnceRequest(stub, official, request.requestId, bodyOfIssue(order));
    const earlier = await findOutcome(stub, once);
    if (earlier !== undefined) {
      return toCanonicalJson(earlier);
    }
    const type = await loadType(stub, request.type);
    assertOrderFits(type.type, order);
    if (!isInForce(type.type, request, readTransactionTime(stub))) {
      return carryOut(stub, official, once, newRefusedIssue(stub, order, 'TYPE_NOT_IN_FORCE'));
    }
    await assertLicenseAbsent(stub, request);
    await assertHolder(stub, order, this.#holderKey);
    await assertHandleUnused(stub, official.mspId, order.private.handle);
    await writeLicensePrivate(stub, official.mspId, order);
    await writeHolder(stub, order);
    return carryOut(stub, official, once, newIssue(stub, official, type, order));
  }

  /** Finds what the city keeps of a holder; issuers only, at a peer of the city. */
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
    const { identifier } = parseRequest(getLicenseRequestSchema, argument);
    const version = await loadVersion(context.stub, identifier);
    const official = authorisePrivateRead(readCaller(context), version.license);
    return toCanonicalJson(await readPrivateView(context.stub, official, version));
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
