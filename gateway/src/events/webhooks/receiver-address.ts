import { lookup as resolve, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

import { CodedError } from '@shengjing/core';

/** A name that leads to an address where no webhook may go. */
export class AddressNotAllowed extends Error {
  override readonly name = 'AddressNotAllowed';
  readonly code = 'ADDRESS_NOT_ALLOWED';
}

const MAX_URL_LENGTH = 2_048;

/** Addresses that are not on the public internet (IANA special-purpose registries). */
const PRIVATE_4 = newBlockList('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]);

/** All of IPv6 is on the public internet that lies in 2000::/3, but for what carries IPv4 or is set aside. */
const GLOBAL_6 = newBlockList('ipv6', [['2000::', 3]]);
const SPECIAL_6 = newBlockList('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);

function newBlockList(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  subnets.forEach(([network, prefix]) => {
    list.addSubnet(network, prefix, family);
  });
  return list;
}

/** Whether an IP address is on the public internet. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !PRIVATE_4.check(address, 'ipv4');
    case 6:
      return GLOBAL_6.check(address, 'ipv6') && !SPECIAL_6.check(address, 'ipv6');
    default:
      return false;
  }
}

/**
 * Reads where a webhook is to go: HTTPS, and to the public internet unless private addresses are allowed; then also
 * plain HTTP to this machine.
 *
 * @throws CodedError WEBHOOK_URL_NOT_ALLOWED with the reason.
 */
export function parseReceiverUrl(text: string, allowPrivate: boolean): URL {
  const url = URL.canParse(text) && text.length <= MAX_URL_LENGTH ? new URL(text) : undefined;
  const reason = url === undefined ? 'not-a-url' : findFault(url, allowPrivate);
  if (url === undefined || reason !== undefined) {
    throw new CodedError('WEBHOOK_URL_NOT_ALLOWED', { reason: reason ?? 'not-a-url' });
  }
  return url;
}

function findFault(url: URL, allowPrivate: boolean): string | undefined {
  const host = hostOf(url);
  const isAllowedScheme = url.protocol === 'https:' || (url.protocol === 'http:' && allowPrivate && isLoopback(host));
  const faults: readonly (readonly [string, boolean])[] = [
    ['scheme', !isAllowedScheme],
    ['credentials', url.username !== '' || url.password !== ''],
    ['fragment', url.hash !== ''],
    ['private-address', !allowPrivate && (isLoopback(host) || (isIP(host) !== 0 && !isPublicAddress(host)))],
  ];
  return faults.find(([, isFault]) => isFault)?.[0];
}

/** The host of a URL, an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/u, '$1');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Finds addresses of names and refuses a name that leads to any private one, each time a connection is made. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const failure = error ?? (addresses.every(({ address }) => isPublicAddress(address)) ? null : new AddressNotAllowed(hostname));
    const [first] = addresses as (LookupAddress | undefined)[] | [undefined];
    if (failure || !first) {
      callback(failure ?? new AddressNotAllowed(hostname), '');
    } else if (options.all === true) {
      callback(null, addresses);
    } else {
      callback(null, first.address, first.family);
    }
  });
};
