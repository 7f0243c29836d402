import type { KeyObject } from 'node:crypto';

/** Who signs a transaction: a member of one organisation with certificate and private key. */
export interface SigningIdentity {
  readonly mspId: string;
  /** PEM. */
  readonly certificate: string;
  readonly privateKey: KeyObject;
}
