import { parseLicenseIdentifier, parseRequest, TRANSACTIONS, type VersionOperationName } from '@shengjing/core';
import type { Context } from 'fabric-contract-api';
import { authoriseIssuer } from '../access/authorise';
import { readCaller } from '../access/caller';
import type { HolderKey } from '../configuration/holder-key';
import { carryOutOnce } from '../ledger/effects';
import { newOnceRequest } from '../ledger/request-record';
import { loadVersion } from '../licenses/license-version';
import { readPersonalParts } from '../licenses/personal-parts';
import { bodyOfVersion, decideVersionOperation } from '../licenses/version-operation';

/** Carries out one of the operations that make a new version of a license. */
export async function changeVersion(
  context: Context,
  name: VersionOperationName,
  argument: string,
  holderKey: HolderKey | undefined,
): Promise<string> {
  const { stub } = context;
  const request = parseRequest(TRANSACTIONS[`license:${name}`].request, argument);
  const official = authoriseIssuer(readCaller(context), parseLicenseIdentifier(request.identifier).issuer);
  const order = { name, request, ...readPersonalParts(stub) };
  const once = newOnceRequest(stub, official, request.requestId, bodyOfVersion(order));
  return carryOutOnce(stub, official, once, async () =>
    decideVersionOperation(stub, official, await loadVersion(stub, request.identifier), order, holderKey),
  );
}
