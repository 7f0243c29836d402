import { isIPv6 } from 'node:net';

const MAPPED_IPV4 = '::ffff:';
const NETWORK_GROUPS = 4;
const GROUPS = 8;

/**
 * Under which name the failures of an address are counted: an IPv4 address itself, also when it is written as IPv6; of
 * IPv6 the /64, of which one subscriber has all addresses.
 */
export function toAddressKey(address: string): string {
  if (address.startsWith(MAPPED_IPV4)) {
    return address.slice(MAPPED_IPV4.length);
  }
  return isIPv6(address) ? `${expand(address).slice(0, NETWORK_GROUPS).join(':')}::/64` : address;
}

function expand(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = split(head);
  const right = split(tail ?? '');
  return [...left, ...Array.from({ length: GROUPS - left.length - right.length }, () => '0'), ...right];
}

function split(groups: string): string[] {
  return groups === '' ? [] : groups.split(':');
}
