export { FabricFailure } from './fabric-failure';
export { newFabricClient } from './fabric-client';
export type { FabricPort, SubmitOutcome, TransactionCall, TransactionState } from './fabric-port';
export type { FabricStage } from './fabric-stage';
export { signMessage } from './signer';
export type { SigningIdentity } from './signing-identity';
export type { StageObserver } from './stages';
