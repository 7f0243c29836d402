import type { Context } from 'fabric-contract-api';

/** The border to Fabric: everything that a contract may ask of its peer. */
export type Stub = Context['stub'];
