import type { Attribute, AttributeType } from '../schemas/attribute';
import type { AttributeDefinition } from '../schemas/license-type';
import type { CodedError } from '../errors/coded-error';
import { assertAttributesMatch, isAttributeValue } from './match-attributes';

const label = { zh: '示例', en: 'Sample' };
const definitions: AttributeDefinition[] = [
  { name: '名称', label, type: 'text', required: true, maxLength: 2 },
  { name: '日期', label, type: 'date', required: false },
];
const name: Attribute = { name: '名称', type: 'text', value: '𠮷示' };
const date: Attribute = { name: '日期', type: 'date', value: '2026-01-05' };
const noDate: Attribute = { ...date, value: '2026-02-30' };

describe('attributes of a license', () => {
  it('match their type with and without the optional ones', () => {
    expect(codeOf([name])).toBeUndefined();
    expect(codeOf([date, name])).toBeUndefined();
  });

  it.each([
    ['an unknown one', [name, { ...date, name: '其他' }], 'ATTRIBUTE_UNKNOWN', { index: 1 }],
    ['a missing one', [date], 'ATTRIBUTE_MISSING', { name: '名称' }],
    ['one twice', [name, name], 'ATTRIBUTE_INVALID', { name: '名称', issue: 'duplicate' }],
    ['another type', [{ ...name, type: 'code' }], 'ATTRIBUTE_INVALID', { name: '名称', issue: 'type' }],
    ['a date that does not exist', [name, noDate], 'ATTRIBUTE_INVALID', { name: '日期', issue: 'value' }],
    ['too many characters', [{ ...name, value: '三个字' }], 'ATTRIBUTE_INVALID', { name: '名称', issue: 'length' }],
  ] as const)('are refused with %s', (_, attributes, code, details) => {
    expect(codeOf(attributes)).toEqual({ code, details });
  });

  it.each<[AttributeType, string[], string[]]>([
    ['text', ['沈阳市', 'a b'], ['', ' a', 'a\tb', 'e\u0301']],
    ['date', ['2024-02-29'], ['2023-02-29', '20240229', '']],
    ['integer', ['0', '-1', '42'], ['', '-0', '01', '+1', '1.0', '1e3', '１', '9'.repeat(19)]],
    ['decimal', ['0', '0.5', '-0.5', '120000.5', '42'], ['', '-0', '.5', '1.', '1.50', '01.5', '1e3', '0.0']],
    ['code', ['JY-0001/2026', 'A_b.c'], ['', 'a b', '证', 'a'.repeat(129)]],
  ])('of type %s have one spelling', (type, good, bad) => {
    expect(good.filter((value) => !isAttributeValue(type, value))).toEqual([]);
    expect(bad.filter((value) => isAttributeValue(type, value))).toEqual([]);
  });
});

function codeOf(attributes: readonly Attribute[]): { code: string; details: unknown } | undefined {
  try {
    assertAttributesMatch({ attributes: definitions }, attributes);
    return undefined;
  } catch (error) {
    const { code, details } = error as CodedError;
    return { code, details };
  }
}
