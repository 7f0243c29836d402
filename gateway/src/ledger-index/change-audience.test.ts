import { changeSchema } from '@shengjing/core';

import { EVERY_MEMBER, isInAudience, toAudience } from './change-audience';

const CITY = 'CityMSP';

test.each(['license-type-registered', 'license-type-amended', 'license-issued', 'license-imported', 'license-operated'])(
  '%s is for every member of the channel',
  (kind) => {
    expect(toAudience({ kind }, 'HepingMSP', CITY)).toBe(EVERY_MEMBER);
  },
);

test('a use is for the organisation of the license, of the grantee, the one that acted, and the city', () => {
  const change = { kind: 'license-used', licenseMspId: 'HepingMSP', granteeMspId: 'HunnanMSP' };
  const audience = toAudience(change, 'HunnanMSP', CITY);
  expect(audience).toBe('["CityMSP","HepingMSP","HunnanMSP"]');
  expect(['CityMSP', 'HepingMSP', 'HunnanMSP', 'TiexiMSP'].map((mspId) => isInAudience(audience, mspId))).toEqual([true, true, true, false]);
});

test.each(['a-kind-of-tomorrow', 'toString', 'license-issue-refused'])('%s is for the one that acted and the city alone', (kind) => {
  expect(toAudience({ kind, licenseMspId: 'TiexiMSP' }, 'HepingMSP', CITY)).toBe('["CityMSP","HepingMSP"]');
});

test('no kind that names a grant, a use, a presentation or a holder is for every member', () => {
  const kinds = changeSchema.options.map(({ shape }) => shape.kind.value);
  const open = kinds.filter((kind) => toAudience({ kind }, 'HepingMSP', CITY) === EVERY_MEMBER);
  expect(open.filter((kind) => /grant|use|present|holder|private|refused/u.test(kind))).toEqual([]);
});
