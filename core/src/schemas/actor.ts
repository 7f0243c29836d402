import { z } from 'zod';
import { divisionSchema, mspIdSchema, usccSchema } from './scalars';

/** The person who acted, by organisation, department and role; never by name. */
export const actor = {
  mspId: mspIdSchema.describe('Organisation that acted.'),
  division: divisionSchema,
  department: usccSchema.describe('Department that acted.'),
  role: z.string().regex(/^[a-z]{1,32}$/u).describe('Role in which the person acted.'),
};
