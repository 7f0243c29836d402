import { DIGEST_ALGORITHMS, hashBytes } from '@shengjing/core';

/** A sequence of bytes by which somebody could learn something personal. */
export interface Trace {
  /** What it is, without the value. */
  readonly what: string;
  readonly bytes: Buffer;
}

/** Everything that gives a text away: the text itself and its digests, in every encoding. */
export function tracesOf(what: string, text: string): Trace[] {
  return [...textEncodings(what, text), ...digestsOf(what, text)];
}

/** What gives a text away that can be guessed: its digests, in every encoding. */
export function digestsOf(what: string, text: string): Trace[] {
  return DIGEST_ALGORITHMS.flatMap((alg) => byteEncodings(`${alg} of ${what}`, hashBytes(alg, Buffer.from(text))));
}

/** The text itself, in every encoding. */
export function textEncodings(what: string, text: string): Trace[] {
  const escaped = [...Array(text.length).keys()].map((index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
  const utf16 = Buffer.from(text, 'utf16le');
  const written = { 'JSON escapes': escaped, 'a URL': encodeURIComponent(text) };
  return distinct([
    ...byteEncodings(what, Buffer.from(text)),
    ...Object.entries(written).map(([encoding, form]) => ({ what: `${what} in ${encoding}`, bytes: Buffer.from(form) })),
    { what: `${what} in UTF-16LE`, bytes: utf16 },
    { what: `${what} in UTF-16BE`, bytes: Buffer.from(utf16).swap16() },
  ]);
}

/** The bytes themselves, in hexadecimal, and in base64 wherever in a longer text they begin. */
export function byteEncodings(what: string, bytes: Buffer): Trace[] {
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].flatMap((offset) => {
    const text = base64At(bytes, offset);
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')].map((form) => ({ what: `${what} in base64`, bytes: Buffer.from(form) }));
  });
  return distinct([
    { what, bytes },
    { what: `${what} in hexadecimal`, bytes: Buffer.from(hex) },
    { what: `${what} in capital hexadecimal`, bytes: Buffer.from(hex.toUpperCase()) },
    ...base64,
  ]);
}

/** Those characters of the base64 of a longer sequence that depend on these bytes alone. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').replaceAll('=', '');
  const end = (offset + bytes.length) % 3 === 0 ? text.length : -1;
  return text.slice(Math.ceil((offset * 8) / 6), end);
}

/** The first of those with the same bytes. */
function distinct(traces: readonly Trace[]): Trace[] {
  return [...new Map(traces.toReversed().map((trace) => [trace.bytes.toString('hex'), trace])).values()].toReversed();
}

/** What is found of the traces in the bytes, or in a certificate that they hold as PEM. */
export function findTraces(bytes: Buffer, traces: readonly Trace[]): string[] {
  const haystacks = [bytes, ...certificatesIn(bytes)];
  return traces.filter((trace) => haystacks.some((haystack) => haystack.includes(trace.bytes))).map(({ what }) => what);
}

/** The certificates in the bytes as DER: in PEM a name is cut by line ends. */
function certificatesIn(bytes: Buffer): Buffer[] {
  const pem = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/gu;
  const bodies = new Set([...bytes.toString('latin1').matchAll(pem)].map(([, body]) => body ?? ''));
  return [...bodies].map((body) => Buffer.from(body, 'base64'));
}
