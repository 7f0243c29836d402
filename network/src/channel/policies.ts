import { cityOf, districtsOf } from '../topology/resolve';
import type { AnyOrganisation, ResolvedTopology } from '../topology/types';

export interface Policy {
  readonly Type: 'Signature' | 'ImplicitMeta';
  readonly Rule: string;
}

export type Policies = Readonly<Record<string, Policy>>;

/** The policy that changes the channel: the city and a majority of the organisations. */
export const CHANNEL_ADMINS = '/Channel/Admins';

/** The chaincode's endorsement policy, by reference, so that widening it needs no new chaincode sequence. */
export const CHAINCODE_POLICY = '/Channel/Application/CityAndDistrict';

const signature = (Rule: string): Policy => ({ Type: 'Signature', Rule });
const implicitMeta = (Rule: string): Policy => ({ Type: 'ImplicitMeta', Rule });

export function organisationPolicies({ mspId }: AnyOrganisation, kind: 'endorsing' | 'ordering'): Policies {
  const members = kind === 'endorsing' ? `OR('${mspId}.admin', '${mspId}.peer', '${mspId}.client')` : `OR('${mspId}.member')`;
  return {
    Readers: signature(members),
    Writers: signature(kind === 'endorsing' ? `OR('${mspId}.admin', '${mspId}.client')` : members),
    Admins: signature(`OR('${mspId}.admin')`),
    Endorsement: signature(`OR('${mspId}.peer')`),
  };
}

/**
 * Admins needs all of the groups below the channel: `Orderer`, whose Admins is the city, and `Application`, whose
 * Admins is a majority of the organisations. So neither the city alone nor the districts alone change anything, and
 * the majority follows the number of organisations by itself.
 */
export function channelPolicies(): Policies {
  return { Readers: implicitMeta('ANY Readers'), Writers: implicitMeta('ANY Writers'), Admins: implicitMeta('ALL Admins') };
}

export function ordererPolicies(topology: ResolvedTopology): Policies {
  return {
    Readers: implicitMeta('ANY Readers'),
    Writers: implicitMeta('ANY Writers'),
    Admins: signature(`OR('${cityOf(topology).mspId}.admin')`),
    BlockValidation: implicitMeta('ANY Writers'),
  };
}

/** The two that name organisations literally (CityAndDistrict, LifecycleEndorsement) are written again at every join. */
export function applicationPolicies(topology: ResolvedTopology): Policies {
  return {
    Readers: implicitMeta('ANY Readers'),
    Writers: implicitMeta('ANY Writers'),
    Admins: implicitMeta('MAJORITY Admins'),
    Endorsement: implicitMeta('MAJORITY Endorsement'),
    LifecycleEndorsement: signature(lifecycleEndorsement(topology)),
    CityAndDistrict: signature(cityAndDistrict(topology)),
  };
}

/** The city's peer and one district's. */
function cityAndDistrict(topology: ResolvedTopology): string {
  return `AND(${peerOf(cityOf(topology))}, OR(${districtsOf(topology).map(peerOf).join(', ')}))`;
}

/** The city's peer and as many districts' as make a majority of all organisations with it. */
function lifecycleEndorsement(topology: ResolvedTopology): string {
  const districts = districtsOf(topology);
  const majority = Math.floor((districts.length + 1) / 2) + 1;
  return `AND(${peerOf(cityOf(topology))}, OutOf(${String(majority - 1)}, ${districts.map(peerOf).join(', ')}))`;
}

function peerOf({ mspId }: AnyOrganisation): string {
  return `'${mspId}.peer'`;
}
