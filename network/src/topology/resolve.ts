import path from 'node:path';
import { NetworkError } from '../error';
import { TopologyError } from './error';
import { isPort, PORT_RANGE, type NodeInput, type TopologyInput } from './input';
import type { CertificateAuthority, FabricNode, Orderer, OrderingOrganisation, Organisation, Peer, ResolvedTopology } from './types';

export interface ResolveOptions {
  readonly stateDir: string;
  /** Added to every port, so that a second network can run beside the first. */
  readonly portOffset: number;
}

type OrganisationInput = TopologyInput['organisations'][number];

/**
 * The topology with every host, port and folder known.
 * @throws NetworkError USAGE when the offset is not a whole number or moves a port out of the range of ports.
 */
export function resolveTopology(input: TopologyInput, options: ResolveOptions): ResolvedTopology {
  const { portOffset } = options;
  if (!Number.isSafeInteger(portOffset)) {
    throw new NetworkError('USAGE', 'the port offset (--port-offset, SHENGJING_PORT_OFFSET) is a whole number');
  }
  const topology = resolve(input, options);
  const outside = listenAddresses(topology).find(({ port }) => !isPort(port));
  if (outside !== undefined) {
    const { purpose, port } = outside;
    throw new NetworkError('USAGE', `with the port offset ${String(portOffset)}, ${purpose} would get port ${String(port)}; ${PORT_RANGE}`);
  }
  return topology;
}

/**
 * The same with ports that may not exist.
 *
 * Ports follow from the organisation's basePort: the authority takes +0 and +1; node i takes the ten from
 * +10·(i+1): +0 its service, +1 administration (orderer) or chaincode (peer), +2 operations, +3 and +4 the
 * two of a peer's chaincode server.
 */
export function resolve(input: TopologyInput, options: ResolveOptions): ResolvedTopology {
  const resolver = new Resolver(input, options);
  return {
    network: input.network,
    channel: input.channel,
    chaincode: input.chaincode,
    batch: input.batch,
    stateDir: options.stateDir,
    ordering: resolver.ordering(),
    organisations: input.organisations.map((organisation) => resolver.organisation(organisation)),
  };
}

class Resolver {
  readonly #input: TopologyInput;
  readonly #options: ResolveOptions;

  constructor(input: TopologyInput, options: ResolveOptions) {
    this.#input = input;
    this.#options = options;
  }

  ordering(): OrderingOrganisation {
    const { ordering } = this.#input;
    return {
      kind: 'ordering',
      ...this.#common(ordering),
      orderers: ordering.orderers.map((node, index): Orderer => {
        const { base, fabricNode } = this.#node(ordering, node, index);
        return { ...fabricNode, adminPort: base + 1 };
      }),
    };
  }

  organisation(organisation: OrganisationInput): Organisation {
    const common = this.#common(organisation);
    return {
      kind: organisation.role,
      ...common,
      division: organisation.division,
      department: organisation.department,
      peers: organisation.peers.map((node, index): Peer => {
        const { base, fabricNode } = this.#node(organisation, node, index);
        return { ...fabricNode, chaincodeListenPort: base + 1, chaincodeServerPorts: [base + 3, base + 4] };
      }),
      gateway: {
        name: `gateway.${organisation.id}`,
        host: organisation.host ?? this.#input.defaults.host,
        port: organisation.gatewayPort + this.#options.portOffset,
        dir: path.join(common.dir, 'gateway'),
      },
    };
  }

  #common(organisation: { id: string; name: string; mspId: string; host?: string | undefined; basePort: number }) {
    const { id, name, mspId } = organisation;
    const dir = path.join(this.#options.stateDir, 'organisations', id);
    const port = organisation.basePort + this.#options.portOffset;
    const ca: CertificateAuthority = {
      host: organisation.host ?? this.#input.defaults.host,
      port,
      operationsPort: port + 1,
      dir: path.join(dir, 'ca'),
      identityCa: `ca-${id}`,
      tlsCa: `tlsca-${id}`,
    };
    return { id, name, mspId, dir, ca };
  }

  #node(organisation: { id: string; host?: string | undefined; basePort: number }, node: NodeInput, index: number) {
    const own = typeof node === 'string' ? { name: node, host: undefined } : node;
    const base = organisation.basePort + this.#options.portOffset + 10 * (index + 1);
    const fabricNode: FabricNode = {
      name: `${own.name}.${organisation.id}`,
      host: own.host ?? organisation.host ?? this.#input.defaults.host,
      port: base,
      operationsPort: base + 2,
      dir: path.join(this.#options.stateDir, 'organisations', organisation.id, own.name),
    };
    return { base, fabricNode };
  }
}

/** Every peer with its organisation, in the order of the file. */
export function peersOf({ organisations }: ResolvedTopology): { readonly organisation: Organisation; readonly peer: Peer }[] {
  return organisations.flatMap((organisation) => organisation.peers.map((peer) => ({ organisation, peer })));
}

export function cityOf(topology: ResolvedTopology): Organisation {
  const city = topology.organisations.find(({ kind }) => kind === 'city');
  if (city === undefined) {
    throw new TopologyError('organisations: no organisation has role: city');
  }
  return city;
}

export function districtsOf(topology: ResolvedTopology): Organisation[] {
  return topology.organisations.filter(({ kind }) => kind === 'district');
}

export interface ListenAddress {
  readonly purpose: string;
  readonly host: string;
  readonly port: number;
}

/** Every address that the network listens on, with what listens there. */
export function listenAddresses({ ordering, organisations }: ResolvedTopology): ListenAddress[] {
  return [ordering, ...organisations].flatMap(addressesOf);
}

export function addressesOf(organisation: OrderingOrganisation | Organisation): ListenAddress[] {
  const { ca } = organisation;
  const authority = [
    { purpose: ca.identityCa, host: ca.host, port: ca.port },
    { purpose: `${ca.identityCa} operations`, host: ca.host, port: ca.operationsPort },
  ];
  if (organisation.kind === 'ordering') {
    return [...authority, ...organisation.orderers.flatMap(ordererAddresses)];
  }
  const { name, host, port } = organisation.gateway;
  return [...authority, ...organisation.peers.flatMap(peerAddresses), { purpose: name, host, port }];
}

function ordererAddresses({ name, host, port, adminPort, operationsPort }: Orderer): ListenAddress[] {
  return [
    { purpose: name, host, port },
    { purpose: `${name} administration`, host, port: adminPort },
    { purpose: `${name} operations`, host, port: operationsPort },
  ];
}

function peerAddresses({ name, host, port, chaincodeListenPort, operationsPort, chaincodeServerPorts }: Peer): ListenAddress[] {
  return [
    { purpose: name, host, port },
    { purpose: `${name} chaincode`, host, port: chaincodeListenPort },
    { purpose: `${name} operations`, host, port: operationsPort },
    ...chaincodeServerPorts.map((serverPort) => ({ purpose: `${name} chaincode server`, host, port: serverPort })),
  ];
}
