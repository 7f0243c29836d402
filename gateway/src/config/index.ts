export { loadConfig, resolveConfig } from './config';
export { ConfigError } from './config-error';
export type { ConfigIssue } from './config-error';
export type { ConfigInput } from './input';
export type * from './types';
