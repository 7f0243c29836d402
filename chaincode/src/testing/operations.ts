import {
  newDigests,
  STATUS_OPERATIONS,
  toCanonicalJson,
  type Change,
  type ChangesEvent,
  type ImportItem,
  type RequestOf,
  type StatusOperationName,
  type TransactionName,
  type VersionOperationName,
} from '@shengjing/core';
import type { Call, FakeNetwork } from './fake-network';
import { DEPARTMENTS, HEPING_ISSUER, HUNNAN_ISSUER, type Person } from './people';
import { hex, newOrder, NOW, transientOf, type SampleOrder } from './samples';

/** What a submitted transaction came to. */
export interface Operated {
  readonly result: unknown;
  /** Kinds of the keys that it wrote, each once, in order. */
  readonly written: readonly string[];
  readonly deleted: readonly string[];
  readonly collections: readonly string[];
  /** What its event told. */
  readonly changes: readonly Change[];
  readonly txId: string;
}

/** What the record of a refusal is: nothing else is written. */
export const NOTHING_BUT_A_REFUSAL = { written: ['request'], deleted: [], collections: [] };

let requests = 0;

/** A request id that no other test request has. */
export function newRequestId(): string {
  requests += 1;
  return `operation-number-${String(requests)}`;
}

/** Submits a transaction and sums up what it did. */
export async function operate<Name extends TransactionName>(
  network: FakeNetwork,
  name: Name,
  caller: Person,
  request: RequestOf<Name>,
  call?: Call,
): Promise<Operated> {
  const { result, simulation } = await network.submit(name, caller, request, call);
  const { writes, events } = simulation.stub;
  const event = JSON.parse(events[0]?.payload ?? '{"changes":[]}') as ChangesEvent;
  return {
    result,
    written: kindsOf([...writes.state.keys()]),
    deleted: kindsOf([...writes.deletes]),
    collections: [...writes.privateData.keys()].sort(),
    changes: event.changes,
    txId: simulation.stub.getTxID(),
  };
}

/** A request for an operation that only changes the status, with the first of its reasons. */
export function statusRequest<Name extends StatusOperationName>(
  name: Name,
  identifier: string,
  changes: object = {},
): RequestOf<`license:${Name}`> {
  return {
    requestId: newRequestId(),
    identifier,
    effectiveAt: NOW.toISOString(),
    reason: STATUS_OPERATIONS[name].reasons[0],
    decisionDigests: newDigests('a decision'),
    ...(name === 'transferOut' && { transferTo: '210112' }),
    ...changes,
  } as unknown as RequestOf<`license:${Name}`>;
}

/** Carries out an operation that only changes the status; the issuer of 和平区 unless told. */
export function changeStatus(
  network: FakeNetwork,
  name: StatusOperationName,
  identifier: string,
  changes: object = {},
  { caller = HEPING_ISSUER, ...call }: Call & { readonly caller?: Person } = {},
): Promise<Operated> {
  const request = statusRequest(name, identifier, changes);
  return operate(network, `license:${name}` as 'license:suspend', caller, request as RequestOf<'license:suspend'>, call);
}

/** The code with which an operation that only changes the status is refused. */
export function refuseStatus(
  network: FakeNetwork,
  name: StatusOperationName,
  identifier: string,
  changes: object = {},
  caller: Person = HEPING_ISSUER,
): Promise<string | undefined> {
  return network.refusal(`license:${name}`, caller, statusRequest(name, identifier, changes));
}

/** A request for a new version of a license, private part number `n`, whose holder the city knows. */
export function versionRequest(
  name: VersionOperationName,
  identifier: string,
  order: SampleOrder,
  n: number,
  changes: object = {},
): { request: RequestOf<'license:change'>; transient: Record<string, string> } {
  const request = {
    requestId: newRequestId(),
    identifier,
    effectiveAt: NOW.toISOString(),
    validFrom: '2026-06-15',
    validUntil: name === 'renew' ? '2036-06-14' : '2031-06-14',
    fileDigests: newDigests(`file ${String(n)}`),
    reason: 'ON_REQUEST' as const,
    decisionDigests: [],
    ...changes,
  };
  return { request, transient: transientOf(withHandle(order, n)) };
}

/** Makes a new version of a license; the issuer of 和平区 unless told. */
export async function changeVersion(
  network: FakeNetwork,
  name: VersionOperationName,
  identifier: string,
  order: SampleOrder,
  n: number,
  changes: object = {},
  caller: Person = HEPING_ISSUER,
): Promise<Operated & { identifier: string }> {
  const { request, transient } = versionRequest(name, identifier, order, n, changes);
  const operated = await operate(network, `license:${name}` as 'license:change', caller, request, { transient });
  return { ...operated, identifier: identifierOf(operated) };
}

/** The same order with private part number `n`, for a holder whom the city knows by now. */
export function withHandle(order: SampleOrder, n: number): SampleOrder {
  const attributes = order.private.attributes.map((attribute, index) => ({ ...attribute, salt: hex(16, 100 + 50 * index + n) }));
  const privatePart = { ...order.private, handle: hex(16, n), salt: hex(32, n), attributes };
  return { ...order, private: privatePart, mapping: { ...order.mapping, known: true } };
}

/** The identifier in an answer, or an empty text in a refusal. */
export function identifierOf({ result }: Operated): string {
  return (result as { readonly identifier?: string }).identifier ?? '';
}

/** Takes a license over that was offered to 浑南区, with private part and serial number `n`. */
export function takeOver(
  network: FakeNetwork,
  previous: string,
  order: SampleOrder,
  n: number,
  changes: object = {},
): Promise<Operated> {
  const { holderRef } = order.request;
  const { request } = newOrder(n, DEPARTMENTS.hunnan, { request: { holderRef, effectiveAt: NOW.toISOString() } });
  const transient = transientOf(withHandle(order, n));
  return operate(network, 'license:transferIn', HUNNAN_ISSUER, { ...request, previous, ...changes }, { transient });
}

/** Imports one license of 和平区, and answers with its identifier. */
export async function importOne(network: FakeNetwork, order: SampleOrder): Promise<string> {
  const { request } = order;
  const { result } = await operate(
    network,
    'license:importLicenses',
    HEPING_ISSUER,
    { requestId: newRequestId(), type: request.type, issuer: request.issuer, source: 'heping-2019', items: [toImportItem(order)] },
    { transient: transientOfBatch([order]) },
  );
  const { items } = result as { readonly items: readonly { readonly identifier?: string }[] };
  return items[0]?.identifier ?? '';
}

/** An order as one of a batch. */
export function toImportItem({ request }: SampleOrder): ImportItem {
  const { serial, validFrom, validUntil, effectiveAt, fileDigests, holderRef } = request;
  return { serial, validFrom, validUntil, effectiveAt, fileDigests, holderRef };
}

/** The parts of the transient map of a batch. */
export function transientOfBatch(orders: readonly SampleOrder[]): Record<string, string> {
  return {
    private: toCanonicalJson(orders.map((order) => order.private)),
    holder: JSON.stringify(orders.map(({ mapping }) => mapping)),
  };
}

function kindsOf(keys: readonly string[]): string[] {
  return [...new Set(keys.map((key) => key.split('\0')[1] ?? ''))].sort();
}
