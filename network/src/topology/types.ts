/** The resolved form of a topology: every host, port and folder is known; nothing is optional. */
export interface ResolvedTopology {
  readonly network: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly batch: Batch;
  readonly stateDir: string;
  readonly ordering: OrderingOrganisation;
  readonly organisations: readonly Organisation[];
}

export interface Batch {
  readonly maxMessageCount: number;
  readonly timeout: string;
  readonly absoluteMaxBytes: string;
  readonly preferredMaxBytes: string;
}

/** What every organisation has, whether it orders or endorses. */
export interface AnyOrganisation {
  readonly id: string;
  readonly name: string;
  readonly mspId: string;
  /** Folder of all of the organisation's files. */
  readonly dir: string;
  readonly ca: CertificateAuthority;
}

export interface OrderingOrganisation extends AnyOrganisation {
  readonly kind: 'ordering';
  readonly orderers: readonly Orderer[];
}

export interface Organisation extends AnyOrganisation {
  readonly kind: 'city' | 'district';
  /** Six digits, GB/T 2260. */
  readonly division: string;
  /** USCC of the department that development tokens speak for. */
  readonly department: string;
  readonly peers: readonly Peer[];
  readonly gateway: Gateway;
}

/** One fabric-ca-server with two authorities in it, so that a TLS key is never an identity. */
export interface CertificateAuthority {
  readonly host: string;
  readonly port: number;
  readonly operationsPort: number;
  readonly dir: string;
  readonly identityCa: string;
  readonly tlsCa: string;
}

export interface FabricNode {
  /** Unique in the network, for example `peer0.city`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly operationsPort: number;
  readonly dir: string;
}

export interface Orderer extends FabricNode {
  readonly adminPort: number;
}

export interface Peer extends FabricNode {
  readonly chaincodeListenPort: number;
  /** Two ports for the peer's chaincode server, so that a new version can start beside the old one. */
  readonly chaincodeServerPorts: readonly [number, number];
}

export interface Gateway {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly dir: string;
}
