import { toCanonicalJson } from '@shengjing/core';
import { newEndorsementPolicy } from './endorsement-policy';
import { toCurrentRecord, type EarlierRecord, type RecordOf, type StateRecord, type StateSchema } from './records';
import type { Stub } from './stub';

/** A record under its key. */
export type StateWrite = readonly [key: string, record: StateRecord];

/** Reads a record of the public state, or undefined when there is none. */
export async function readState<Schema extends StateSchema>(
  stub: Stub,
  key: string,
  schema: Schema,
): Promise<RecordOf<Schema> | undefined> {
  const bytes = await stub.getState(key);
  return bytes.length === 0 ? undefined : parseRecord(bytes, schema);
}

/**
 * Writes records under new keys as canonical JSON, each under the key-level endorsement policy of its owner.
 *
 * @param mspId - Organisation that the records belong to.
 */
export async function createState(stub: Stub, mspId: string, writes: readonly StateWrite[]): Promise<void> {
  const policy = newEndorsementPolicy(mspId);
  await updateState(stub, writes);
  for (const [key] of writes) {
    await stub.setStateValidationParameter(key, policy);
  }
}

/** Writes records as canonical JSON; a key's endorsement policy stays as it is. */
export async function updateState(stub: Stub, writes: readonly StateWrite[]): Promise<void> {
  for (const [key, record] of writes) {
    await stub.putState(key, Buffer.from(toCanonicalJson(record)));
  }
}

/** Removes keys. */
export async function deleteState(stub: Stub, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await stub.deleteState(key);
  }
}

/**
 * Reads a stored record; one of an earlier form in the current form.
 *
 * @throws Error when it is of another kind: the state is not what this version of the contract has written.
 */
export function parseRecord<Schema extends StateSchema>(bytes: Uint8Array, schema: Schema): RecordOf<Schema> {
  const record = toCurrentRecord(JSON.parse(Buffer.from(bytes).toString('utf8')) as StateRecord | EarlierRecord);
  if (!isRecordOf(record, schema)) {
    throw new Error(`expected a record of schema ${schema}`);
  }
  return record;
}

function isRecordOf<Schema extends StateSchema>(record: StateRecord, schema: Schema): record is RecordOf<Schema> {
  return record.schema === schema;
}
