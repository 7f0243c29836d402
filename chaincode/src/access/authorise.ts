import {
  CITY,
  CodedError,
  findOrganisationByDivision,
  type LicenseRecord,
  type Organisation,
  type Role,
} from '@shengjing/core';
import type { Caller } from './caller';

/** A caller who acts for a department of one of the city's organisations. */
export interface Official {
  readonly id: string;
  readonly mspId: string;
  readonly division: string;
  readonly role: Role;
  /** USCC of the department. */
  readonly department: string;
}

/**
 * The city's administrators define license types.
 *
 * @throws CodedError FORBIDDEN_ORGANISATION, FORBIDDEN_DIVISION, FORBIDDEN_ROLE or FORBIDDEN_DEPARTMENT.
 */
export function authoriseCityAdministrator(caller: Caller): Official {
  if (caller.mspId !== CITY.mspId) {
    throw new CodedError('FORBIDDEN_ORGANISATION');
  }
  return authoriseOfficial(caller, ['admin']);
}

/**
 * A department issues through its own people, inside the organisation of its division.
 *
 * @param issuer - USCC of the department in whose name the license is issued.
 * @throws CodedError FORBIDDEN_ORGANISATION, FORBIDDEN_DIVISION, FORBIDDEN_ROLE or FORBIDDEN_DEPARTMENT.
 */
export function authoriseIssuer(caller: Caller, issuer: string): Official {
  const official = authoriseOfficial(caller, ['issuer']);
  if (official.department !== issuer || registeredDivision(issuer) !== official.division) {
    throw new CodedError('FORBIDDEN_DEPARTMENT');
  }
  return official;
}

/**
 * Issuers look up holders before they issue, the city's administrators before they erase.
 *
 * @throws CodedError FORBIDDEN_ORGANISATION, FORBIDDEN_DIVISION, FORBIDDEN_ROLE or FORBIDDEN_DEPARTMENT.
 */
export function authoriseHolderLookup(caller: Caller): Official {
  return authoriseOfficial(caller, caller.mspId === CITY.mspId ? ['issuer', 'admin'] : ['issuer']);
}

/**
 * The private part of a license is for its issuer's people and for the city's supervisors and administrators.
 *
 * @throws CodedError NOT_A_PARTY, FORBIDDEN_DIVISION, FORBIDDEN_ROLE or FORBIDDEN_DEPARTMENT.
 */
export function authorisePrivateRead(caller: Caller, license: LicenseRecord): Official {
  if (caller.mspId !== license.mspId && caller.mspId !== CITY.mspId) {
    throw new CodedError('NOT_A_PARTY');
  }
  const ofCity = caller.mspId === CITY.mspId;
  const official = authoriseOfficial(caller, ofCity ? ['issuer', 'supervisor', 'admin'] : ['issuer']);
  if (official.role === 'issuer' && official.department !== license.issuer) {
    throw new CodedError('FORBIDDEN_DEPARTMENT');
  }
  return official;
}

function authoriseOfficial(caller: Caller, roles: readonly Role[]): Official {
  const { id, mspId, role, department } = caller;
  const { division } = assertOwnDivision(caller);
  if (role === undefined || !roles.includes(role)) {
    throw new CodedError('FORBIDDEN_ROLE', { roles });
  }
  if (department === undefined) {
    throw new CodedError('FORBIDDEN_DEPARTMENT');
  }
  return { id, mspId, division, role, department };
}

function assertOwnDivision({ organisation, division }: Caller): Organisation {
  if (organisation === undefined) {
    throw new CodedError('FORBIDDEN_ORGANISATION');
  }
  if (division !== organisation.division) {
    throw new CodedError('FORBIDDEN_DIVISION');
  }
  return organisation;
}

/** Digits 3 to 8 of a USCC: the division whose authority registered the body (GB 32100). */
function registeredDivision(uscc: string): string {
  return uscc.slice(2, 8);
}

/**
 * Clerks and issuers of any organisation record what holders allow, and use licenses.
 *
 * @throws CodedError FORBIDDEN_ORGANISATION, FORBIDDEN_DIVISION, FORBIDDEN_ROLE or FORBIDDEN_DEPARTMENT.
 */
export function authoriseService(caller: Caller): Official {
  return authoriseOfficial(caller, ['clerk', 'issuer']);
}

/**
 * Clerks, issuers and supervisors of any organisation redeem what a holder shows them.
 *
 * @throws CodedError FORBIDDEN_ORGANISATION, FORBIDDEN_DIVISION, FORBIDDEN_ROLE or FORBIDDEN_DEPARTMENT.
 */
export function authoriseRedemption(caller: Caller): Official {
  return authoriseOfficial(caller, ['clerk', 'issuer', 'supervisor']);
}

/**
 * Administrators of any organisation purge what it keeps of an erased holder.
 *
 * @throws CodedError FORBIDDEN_ORGANISATION, FORBIDDEN_DIVISION, FORBIDDEN_ROLE or FORBIDDEN_DEPARTMENT.
 */
export function authorisePurge(caller: Caller): Official {
  return authoriseOfficial(caller, ['admin']);
}

/** The organisation whose division registered a department, or undefined when it is none of the city's. */
export function findOrganisationOfDepartment(department: string): Organisation | undefined {
  return findOrganisationByDivision(registeredDivision(department));
}
