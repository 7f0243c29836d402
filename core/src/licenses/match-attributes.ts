import { CodedError } from '../errors/coded-error';
import type { Attribute, AttributeType } from '../schemas/attribute';
import type { AttributeDefinition, LicenseType } from '../schemas/license-type';
import { isPlainText } from '../schemas/text';
import { isCalendarDate } from '../time/calendar-date';

const CHECKS: Readonly<Record<AttributeType, (value: string) => boolean>> = {
  text: (value) => value !== '' && isPlainText(value),
  date: isCalendarDate,
  integer: (value) => /^(?:0|-?[1-9][0-9]{0,17})$/u.test(value),
  decimal: (value) => /^-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{0,5}[1-9])?$/u.test(value) && value !== '-0',
  code: (value) => /^[A-Za-z0-9._/-]{1,128}$/u.test(value),
};

/** Whether a value is written in the one spelling of its type. */
export function isAttributeValue(type: AttributeType, value: string): boolean {
  return CHECKS[type](value);
}

/**
 * Asserts that attributes are exactly those that a license type allows, each at most once.
 *
 * @throws CodedError ATTRIBUTE_UNKNOWN with `{index}`, ATTRIBUTE_INVALID with `{name, issue}` (issue: duplicate, type,
 * value or length) or ATTRIBUTE_MISSING with `{name}`. Names are those of the type; nothing of the input is repeated.
 */
export function assertAttributesMatch(
  type: Pick<LicenseType, 'attributes'>,
  attributes: readonly Attribute[],
): void {
  const definitions = new Map(type.attributes.map((definition) => [definition.name, definition]));
  const seen = new Set<string>();
  for (const [index, attribute] of attributes.entries()) {
    const definition = definitions.get(attribute.name);
    if (definition === undefined) {
      throw new CodedError('ATTRIBUTE_UNKNOWN', { index });
    }
    const issue = seen.has(attribute.name) ? 'duplicate' : findIssue(definition, attribute);
    if (issue !== undefined) {
      throw new CodedError('ATTRIBUTE_INVALID', { name: definition.name, issue });
    }
    seen.add(attribute.name);
  }
  assertComplete(type.attributes, seen);
}

function findIssue(definition: AttributeDefinition, attribute: Attribute): string | undefined {
  if (attribute.type !== definition.type) {
    return 'type';
  }
  if (!isAttributeValue(definition.type, attribute.value)) {
    return 'value';
  }
  const isTooLong = definition.maxLength !== undefined && Array.from(attribute.value).length > definition.maxLength;
  return isTooLong ? 'length' : undefined;
}

function assertComplete(definitions: readonly AttributeDefinition[], seen: ReadonlySet<string>): void {
  const missing = definitions.find(({ name, required }) => required && !seen.has(name));
  if (missing !== undefined) {
    throw new CodedError('ATTRIBUTE_MISSING', { name: missing.name });
  }
}
