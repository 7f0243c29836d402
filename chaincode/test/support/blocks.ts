import { DIGEST_ALGORITHMS, hashBytes, type Change, type ChangesEvent } from '@shengjing/core';
import { readBlocks, type LedgerBlock, type LedgerNamespace, type LedgerTransaction } from '@shengjing/network';
import type { City } from './city';

/** The blocks from the given number on, as a peer of 浑南区 has them. */
export async function blocksFrom({ network }: City, from: number): Promise<LedgerBlock[]> {
  return await readBlocks(network.context, network.organisation('hunnan'), from);
}

/** Everything that valid transactions say they changed. */
export function changesIn(blocks: readonly LedgerBlock[]): Change[] {
  const payloads = validIn(blocks).flatMap(({ action }) => (action?.event === undefined ? [] : [action.event.payload]));
  return payloads.flatMap((payload) => (JSON.parse(payload) as ChangesEvent).changes);
}

/** What valid transactions write under the chaincode. */
export function writesIn({ network }: City, blocks: readonly LedgerBlock[]): LedgerNamespace['writes'] {
  const namespaces = validIn(blocks).flatMap(({ action }) => action?.namespaces ?? []);
  return namespaces.filter(({ name }) => name === network.context.topology.chaincode).flatMap(({ writes }) => writes);
}

/** Those of the texts that a block gives away: as they are, in hexadecimal, in base64, or by a digest. */
export function givenAway(blocks: readonly LedgerBlock[], texts: readonly string[]): string[] {
  return texts.filter((text) => blocks.some(({ bytes }) => formsOf(text).some((form) => bytes.includes(form))));
}

function formsOf(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const digests = DIGEST_ALGORITHMS.map((alg) => hashBytes(alg, bytes));
  const base64 = [0, 1, 2].map((offset) => Buffer.from(base64At(bytes, offset)));
  return [bytes, ...base64, ...[bytes, ...digests].map((form) => Buffer.from(form.toString('hex'))), ...digests];
}

/** Those characters of the base64 of something longer that depend on these bytes alone. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').replaceAll('=', '');
  return text.slice(Math.ceil((offset * 8) / 6), (offset + bytes.length) % 3 === 0 ? undefined : -1);
}

function validIn(blocks: readonly LedgerBlock[]): LedgerTransaction[] {
  return blocks.flatMap(({ transactions }) => transactions).filter(({ validationCode }) => validationCode === 'VALID');
}
