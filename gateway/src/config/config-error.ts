/** One thing that is wrong in a configuration. */
export interface ConfigIssue {
  /** The field's path, as in `peers.0.endpoint`; empty for the file as a whole. */
  readonly field: string;
  readonly problem: string;
}

/** A configuration that cannot be used. The message names every field and never shows a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'CONFIG_INVALID';
  readonly issues: readonly ConfigIssue[];

  constructor(issues: readonly ConfigIssue[], options?: ErrorOptions) {
    super(`The gateway's configuration is not valid: ${issues.map(toLine).join('; ')}`, options);
    this.issues = issues;
  }
}

function toLine({ field, problem }: ConfigIssue): string {
  return field === '' ? problem : `${field}: ${problem}`;
}
