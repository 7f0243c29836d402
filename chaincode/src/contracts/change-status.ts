import { parseLicenseIdentifier, parseRequest, STATUS_OPERATIONS, TRANSACTIONS, type StatusOperationName } from '@shengjing/core';
import type { Context } from 'fabric-contract-api';
import { authoriseOperator } from '../access/authorise';
import { readCaller } from '../access/caller';
import { carryOutOnce } from '../ledger/effects';
import { newOnceRequest } from '../ledger/request-record';
import { loadVersion } from '../licenses/license-version';
import { decideStatusOperation } from '../licenses/status-operation';
import { assertSuccession } from '../licenses/succession';

/** Carries out one of the operations that only change the status of a license. */
export async function changeStatus(context: Context, name: StatusOperationName, argument: string): Promise<string> {
  const { stub } = context;
  const transaction = `license:${name}` as const;
  const request = parseRequest(TRANSACTIONS[transaction].request, argument);
  const { issuer } = parseLicenseIdentifier(request.identifier);
  const official = authoriseOperator(readCaller(context), issuer, STATUS_OPERATIONS[name].bySuccessor);
  await assertSuccession(stub, official, issuer);
  const once = newOnceRequest(stub, official, request.requestId, { transaction, request });
  return carryOutOnce(stub, official, once, async () =>
    decideStatusOperation(stub, official, name, await loadVersion(stub, request.identifier), request),
  );
}
