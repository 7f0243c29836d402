import {
  CITY,
  CodedError,
  findOrganisationByDivision,
  registeredDivision,
  type LicenseRecord,
  type Organisation,
  type Role,
} from '@shengjing/core';
import type { Caller } from './caller';

const ISSUERS = ['issuer'] as const;
const OVERSEERS = ['supervisor', 'admin'] as const;

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
 * The city's administrators act on licenses of a district that is gone, when the operation is one for successors and
 * the other districts have agreed, which is not judged here; on any other license its issuer's people do.
 *
 * @param issuer - USCC of the department that the license was issued by.
 * @param bySuccessor - Whether a successor may carry the operation out.
 * @throws CodedError FORBIDDEN_ORGANISATION, FORBIDDEN_DIVISION, FORBIDDEN_ROLE or FORBIDDEN_DEPARTMENT.
 */
export function authoriseOperator(caller: Caller, issuer: string, bySuccessor: boolean): Official {
  const district = findOrganisationOfDepartment(issuer) ?? CITY;
  const isSuccessor = caller.mspId === CITY.mspId && caller.role === 'admin' && district.mspId !== CITY.mspId;
  return bySuccessor && isSuccessor ? authoriseCityAdministrator(caller) : authoriseIssuer(caller, issuer);
}

/**
 * The administrators of every district but one.
 *
 * @param except - MSP of that district.
 * @throws CodedError FORBIDDEN_ORGANISATION, FORBIDDEN_DIVISION, FORBIDDEN_ROLE or FORBIDDEN_DEPARTMENT.
 */
export function authoriseOtherDistrict(caller: Caller, except: string): Official {
  if (caller.mspId === CITY.mspId || caller.mspId === except) {
    throw new CodedError('FORBIDDEN_ORGANISATION');
  }
  return authoriseOfficial(caller, ['admin']);
}

/**
 * Issuers look up holders before they issue, administrators of the city before they erase them.
 *
 * @throws CodedError FORBIDDEN_ORGANISATION, FORBIDDEN_DIVISION, FORBIDDEN_ROLE or FORBIDDEN_DEPARTMENT.
 */
export function authoriseHolderLookup(caller: Caller): Official {
  return authoriseOfficial(caller, caller.mspId === CITY.mspId ? ['issuer', 'admin'] : ['issuer']);
}

/**
 * The private part of a license is for its issuer's people and for the city's supervisors and administrators. When
 * another organisation has taken the license over, the issuer's people are no party to it any more.
 *
 * @param isTaken - Whether another organisation has taken the license over.
 * @throws CodedError NOT_A_PARTY, FORBIDDEN_DIVISION, FORBIDDEN_ROLE or FORBIDDEN_DEPARTMENT.
 */
export function authorisePrivateRead(caller: Caller, license: LicenseRecord, isTaken = false): Official {
  const ofCity = caller.mspId === CITY.mspId;
  const ofIssuer = caller.mspId === license.mspId && !isTaken;
  if (!ofCity && !ofIssuer) {
    throw new CodedError('NOT_A_PARTY');
  }
  const official = authoriseOfficial(caller, [...(isTaken ? [] : ISSUERS), ...(ofCity ? OVERSEERS : [])]);
  if (official.role === 'issuer' && official.department !== license.issuer) {
    throw new CodedError('FORBIDDEN_DEPARTMENT');
  }
  return official;
}

/** The organisation of the division that a department is registered in, or undefined when it is none of the city's. */
export function findOrganisationOfDepartment(uscc: string): Organisation | undefined {
  return findOrganisationByDivision(registeredDivision(uscc));
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
