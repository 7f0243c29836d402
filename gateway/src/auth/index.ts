export { newTokenVerifier } from './token-verifier';
export type { TokenVerifier } from './token-verifier';
