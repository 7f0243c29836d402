import { toAddressKey } from './address-key';

test.each([
  ['an IPv4 address', '192.0.2.7', '192.0.2.7'],
  ['an IPv4 address written as IPv6', '::ffff:192.0.2.7', '192.0.2.7'],
  ['an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['a short IPv6 address', '2001:db8::1', '2001:db8:0:0::/64'],
  ['the loopback address', '::1', '0:0:0:0::/64'],
  ['none', '', ''],
])('%s has its name', (_name, address, key) => {
  expect(toAddressKey(address)).toBe(key);
});

test('all addresses of one network of IPv6 have the same name', () => {
  expect(toAddressKey('2001:db8::1')).toBe(toAddressKey('2001:db8:0:0:ffff::'));
});
