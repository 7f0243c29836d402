import type { IncomingMessage } from 'node:http';

const MAX_UNREAD_BYTES = 1024 * 1024;

/**
 * Lets a caller send on a little after a refusal, so that it sees the answer and can keep the connection, and ends the
 * connection of one that does not stop.
 */
export function boundUnreadBody(request: IncomingMessage): void {
  if (request.complete) {
    return;
  }
  let unread = 0;
  request.on('data', (chunk: Buffer) => {
    unread += chunk.length;
    if (unread > MAX_UNREAD_BYTES) {
      request.socket.destroy();
    }
  });
  request.resume();
}
