import type { Change } from '@shengjing/core';

/** A change as it stands in an event; kinds may be newer than this gateway. */
export type AnyChange = Readonly<Record<string, unknown>> & { readonly kind: string };

/** Audience of a change that every member of the channel may see. */
export const EVERY_MEMBER = '*';

/**
 * Who may see a change: `members`, every organisation of the channel; `parties`, the organisations that the change
 * names, the one that acted and the city.
 */
type AudienceRule = 'members' | 'parties';

/** Who may see which kind of change. A kind that is not here is for the one that acted and the city alone. */
const RULES: Readonly<Partial<Record<Change['kind'], AudienceRule>>> = {
  'license-type-registered': 'members',
  'license-type-amended': 'members',
  'license-issued': 'members',
  'license-imported': 'members',
  'license-operated': 'members',
  'grant-given': 'parties',
  'grant-refused': 'parties',
  'grant-withdrawn': 'parties',
  'license-used': 'parties',
  'license-use-refused': 'parties',
  'license-presented': 'parties',
  'presentation-redeemed': 'parties',
  'presentation-refused': 'parties',
  'holder-erased': 'parties',
  'private-purged': 'parties',
};

/** Fields of a change that name an organisation which it concerns. */
const PARTIES = ['licenseMspId', 'granteeMspId', 'mspId'] as const;

/** The audience of a change: {@link EVERY_MEMBER}, or MSP ids as a JSON array in alphabetical order. */
export function toAudience(change: AnyChange, actingMspId: string, cityMspId: string): string {
  const rule = Object.hasOwn(RULES, change.kind) ? RULES[change.kind as Change['kind']] : undefined;
  if (rule === 'members') {
    return EVERY_MEMBER;
  }
  const named = rule === 'parties' ? PARTIES.map((field) => change[field]) : [];
  const members = [actingMspId, cityMspId, ...named.filter((value) => typeof value === 'string')];
  return JSON.stringify([...new Set(members)].sort());
}

/** Whether an organisation belongs to an audience. */
export function isInAudience(audience: string, mspId: string): boolean {
  return audience === EVERY_MEMBER || (JSON.parse(audience) as string[]).includes(mspId);
}
