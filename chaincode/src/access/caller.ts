import { divisionSchema, findOrganisationByMsp, isRole, isUscc, type Organisation, type Role } from '@shengjing/core';
import type { Context } from 'fabric-contract-api';

/** Who sent a transaction, read from the certificate that signed it. */
export interface Caller {
  /** Subject and issuer of the certificate; it stays the same when the certificate is renewed. */
  readonly id: string;
  readonly mspId: string;
  /** The organisation of the MSP, when it is one of the city's. */
  readonly organisation: Organisation | undefined;
  /** Certificate attribute `role`. */
  readonly role: Role | undefined;
  /** Certificate attribute `dept`, when it is a USCC: records that anyone reads name it. */
  readonly department: string | undefined;
  /** Certificate attribute `division`, when it is six digits. */
  readonly division: string | undefined;
}

/** Reads the caller without judging what they may do. */
export function readCaller({ clientIdentity }: Context): Caller {
  const mspId = clientIdentity.getMSPID();
  const read = (attribute: string): string => clientIdentity.getAttributeValue(attribute) ?? '';
  const [role, department, division] = [read('role'), read('dept'), read('division')];
  return {
    id: clientIdentity.getID(),
    mspId,
    organisation: findOrganisationByMsp(mspId),
    role: isRole(role) ? role : undefined,
    department: isUscc(department) ? department : undefined,
    division: divisionSchema.safeParse(division).data,
  };
}
