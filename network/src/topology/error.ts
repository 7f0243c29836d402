import { NetworkError } from '../error';

/** The topology file is wrong; the message names the place in it. */
export class TopologyError extends NetworkError {
  constructor(message: string) {
    super('TOPOLOGY_INVALID', message);
  }
}
