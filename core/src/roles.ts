/** Roles that a person's certificate can carry in its attribute `role`. */
export const ROLES = ['issuer', 'clerk', 'archivist', 'signer', 'supervisor', 'admin'] as const;

/** A role of a person inside an organisation. */
export type Role = (typeof ROLES)[number];

/** Whether the text names a role. */
export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
