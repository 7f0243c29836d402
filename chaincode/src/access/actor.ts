import type { GrantRecord } from '@shengjing/core';
import type { Official } from './authorise';

/** The person who acted as records name them: by organisation, department and role, never by certificate. */
export type Actor = Pick<GrantRecord, 'mspId' | 'division' | 'department' | 'role'>;

/** The actor of a record that an official makes. */
export function toActor({ mspId, division, department, role }: Official): Actor {
  return { mspId, division, department, role };
}
