import type { KeyObject } from 'node:crypto';

import type { JSONWebKeySet } from 'jose';

import type { ParsedConfig } from './input';

/** A certificate (PEM) with its private key. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: KeyObject;
}

/** One peer of the gateway's own organisation. */
export interface PeerConfig {
  readonly name: string;
  readonly endpoint: string;
  readonly serverName?: string;
  readonly tlsRoot: Buffer;
}

/** Where the public keys of the token's issuer come from. */
export type KeySource =
  | { readonly kind: 'url'; readonly url: URL }
  | { readonly kind: 'set'; readonly keys: JSONWebKeySet };

/** How long each stage may take, in milliseconds. */
export type Deadlines = Readonly<ParsedConfig['deadlines']>;

/** How much is taken on at once. */
export type Limits = Readonly<ParsedConfig['limits']>;

/** How much one kind of work may take. */
export type LaneLimits = Readonly<Limits['write']>;

/** The organisation's certificate authority, with the registrar who enrols people there. */
export interface CaConfig {
  readonly url: URL;
  readonly caName: string;
  readonly tlsRoot: string;
  readonly registrar: KeyPair;
}

/** The organisation that a gateway serves. */
export type Organisation = Readonly<ParsedConfig['organisation']>;

/** A PostgreSQL server; the URL may hold a password. */
export interface DatabaseConfig {
  readonly url: string;
}

/** A gateway's configuration, checked, with every file it names already read. */
export interface GatewayConfig {
  readonly organisation: Organisation;
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly channel: string;
  readonly chaincode: string;
  readonly peers: readonly PeerConfig[];
  readonly cityMspId: string;
  readonly districtMspIds: readonly string[];
  readonly ca: CaConfig;
  readonly identity: KeyPair;
  readonly stateDir: string;
  readonly database?: DatabaseConfig;
  readonly outbox: Readonly<ParsedConfig['outbox']>;
  readonly webhooks: Readonly<ParsedConfig['webhooks']>;
  readonly jwt: { readonly issuer: string; readonly audience: string; readonly keys: KeySource };
  readonly deadlines: Deadlines;
  readonly limits: Limits;
  readonly log: { readonly level: string };
}
