export { newCaClient } from './ca-client';
export type { CaClient } from './ca-client';
export type { Caller } from './caller';
export { newPersonIdentities } from './person-identities';
export type { PersonIdentities } from './person-identities';
