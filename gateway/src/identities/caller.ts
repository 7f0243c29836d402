import type { Role } from '@shengjing/core';

/** The person behind a request, as the token's issuer vouches. */
export interface Caller {
  /** `iss` of the token; with {@link subject} it names the person. */
  readonly issuer: string;
  readonly subject: string;
  /** Id of the organisation, as in `heping`. */
  readonly organisation: string;
  readonly role: Role;
  /** USCC of the department. */
  readonly department: string;
  /** Division code of six digits. */
  readonly division: string;
}
