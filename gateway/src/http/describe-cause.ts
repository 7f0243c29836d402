/** What a log may say of an error. */
export interface CauseDescription {
  readonly name: string;
  readonly code?: unknown;
  readonly message?: string;
  readonly stack?: string | undefined;
  readonly nodes?: unknown;
  readonly cause?: CauseDescription;
}

const MAX_DEPTH = 4;

/** Their messages quote what was read, and what was read may be personal. */
const QUOTING = new Set(['SyntaxError', 'ZodError', '$ZodError']);

/** Describes an error and its causes for the log. */
export function describeCause(error: unknown, depth = 1): CauseDescription {
  if (!(error instanceof Error)) {
    return { name: typeof error };
  }
  return {
    name: error.name,
    ...(!QUOTING.has(error.name) && { message: error.message }),
    ...(isBug(error) && { stack: error.stack }),
    ...describeOrigin(error),
    ...(error.cause !== undefined && depth < MAX_DEPTH && { cause: describeCause(error.cause, depth + 1) }),
  };
}

/** Codes of Node, jose and gRPC; nodes of Fabric with what each said. */
function describeOrigin(error: Error): Pick<CauseDescription, 'code' | 'nodes'> {
  const { code, details } = error as { code?: unknown; details?: unknown };
  return { ...(code !== undefined && { code }), ...(Array.isArray(details) && { nodes: details as unknown }) };
}

function isBug(error: Error): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}
