import { isCodedError } from '@shengjing/core';

import { isPublicAddress, lookupPublic, parseReceiverUrl } from './receiver-address';

function faultOf(url: string, allowPrivate = false): unknown {
  try {
    parseReceiverUrl(url, allowPrivate);
    return undefined;
  } catch (error) {
    return isCodedError(error, 'WEBHOOK_URL_NOT_ALLOWED') ? error.details?.['reason'] : error;
  }
}

test.each(['https://example.com/hook?a=1', 'https://93.184.215.14:8443/', 'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/'])('%s is allowed', (url) => {
  expect(faultOf(url)).toBeUndefined();
});

test.each([
  ['', 'not-a-url'],
  ['/hook', 'not-a-url'],
  [`https://example.com/${'a'.repeat(2_048)}`, 'not-a-url'],
  ['http://example.com/', 'scheme'],
  ['http://127.0.0.1/', 'scheme'],
  ['ftp://example.com/', 'scheme'],
  ['https://user@example.com/', 'credentials'],
  ['https://example.com/#a', 'fragment'],
  ['https://localhost/', 'private-address'],
  ['https://a.localhost/', 'private-address'],
  ['https://10.1.2.3/', 'private-address'],
  ['https://0x7f.1/', 'private-address'],
  ['https://2130706433/', 'private-address'],
  ['https://169.254.169.254/latest', 'private-address'],
  ['https://[::1]/', 'private-address'],
  ['https://[::ffff:10.0.0.1]/', 'private-address'],
  ['https://[fd00::1]/', 'private-address'],
  ['https://[64:ff9b::a00:1]/', 'private-address'],
])('%s is refused: %s', (url, reason) => {
  expect(faultOf(url)).toBe(reason);
});

test('private receivers are allowed only where they are wanted, and plain HTTP then to this machine only', () => {
  expect(['https://10.1.2.3/', 'http://127.0.0.1:9/', 'http://localhost/', 'http://[::1]/'].map((url) => faultOf(url, true))).toEqual([undefined, undefined, undefined, undefined]);
  expect(['http://10.1.2.3/', 'http://example.com/', 'http://127.evil.example/'].map((url) => faultOf(url, true))).toEqual(['scheme', 'scheme', 'scheme']);
});

test.each([
  ['8.8.8.8', true],
  ['172.15.255.255', true],
  ['172.16.0.0', false],
  ['100.64.0.1', false],
  ['224.0.0.1', false],
  ['0.0.0.0', false],
  ['2606:4700::1111', true],
  ['2002:a00:1::', false],
  ['::', false],
  ['fe80::1', false],
  ['name', false],
])('%s is on the public internet: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

test.each([true, false])('a name that leads to this machine is refused when it is looked up (all: %s)', async (all) => {
  const failure = await new Promise((resolve) => {
    lookupPublic('localhost', { all }, (error) => { resolve(error); });
  });
  expect(failure).toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' });
});
