import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How many connections there may be. */
export interface ConnectionLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

/**
 * Closes connections at once when there are too many, or too many from one address.
 * @param refused - Told of each.
 */
export function limitConnections(server: Server, limits: ConnectionLimits, refused: () => void): void {
  const present = new Map<string, number>();
  const leave = (address: string): void => {
    const rest = (present.get(address) ?? 0) - 1;
    if (rest > 0) {
      present.set(address, rest);
    } else {
      present.delete(address);
    }
  };
  server.maxConnections = limits.connections;
  server.on('drop', refused);
  server.prependListener('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const already = present.get(address) ?? 0;
    if (already >= limits.connectionsPerAddress) {
      socket.destroy();
      refused();
      return;
    }
    present.set(address, already + 1);
    socket.once('close', () => {
      leave(address);
    });
  });
}
