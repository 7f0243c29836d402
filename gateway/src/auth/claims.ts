import { CodedError, divisionSchema, newTextSchema, ROLES, usccSchema } from '@shengjing/core';
import type { JWTPayload } from 'jose';
import { z } from 'zod';

import type { Caller } from '../identities';

const claimsSchema = z.looseObject({
  iss: newTextSchema(200),
  sub: newTextSchema(200),
  org: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/u),
  role: z.enum(ROLES),
  dept: usccSchema,
  division: divisionSchema,
});

/**
 * Reads the person out of the claims of a verified token.
 * @throws CodedError TOKEN_INVALID with the names of the claims that are missing or malformed.
 */
export function toCaller(claims: JWTPayload): Caller {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
    throw new CodedError('TOKEN_INVALID', { claims: [...names] });
  }
  const { iss, sub, org, role, dept, division } = parsed.data;
  return { issuer: iss, subject: sub, organisation: org, role, department: dept, division };
}
