export { FabricFailure } from './fabric-failure';
export type { RetryDecision } from './fabric-failure';
export { newFabricClient } from './fabric-client';
export type { FabricPort, PreparedTransaction, TransactionCall, TransactionState } from './fabric-port';
export type { FabricStage } from './fabric-stage';
export { signMessage } from './signer';
export type { SigningIdentity } from './signing-identity';
export type { StageObserver } from './stages';
export { toCommitFailure } from './to-fabric-failure';
