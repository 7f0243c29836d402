export type NetworkErrorCode =
  | 'TOPOLOGY_INVALID'
  | 'STATE_BROKEN'
  | 'STATE_LOCKED'
  | 'PORT_IN_USE'
  | 'BINARY_MISSING'
  | 'COMMAND_FAILED'
  | 'NODE_DIED'
  | 'DEADLINE_EXCEEDED'
  | 'NOT_RUNNING'
  | 'USAGE';

/** What a person who runs the network is told: one message that says what to do. */
export class NetworkError extends Error {
  readonly code: NetworkErrorCode;

  constructor(code: NetworkErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}
