import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which a test says what it wants, as HTTP or not. */
export interface RawConnection {
  send(text: string): void;
  /** Sends on until the other side ends the connection. @returns How many bytes were handed over. */
  sendUntilEnded(): Promise<number>;
  /** All that was received, once the other side has ended the connection. */
  received(): Promise<string>;
  /** Waits until something is received that contains the text. */
  waitFor(text: string): Promise<void>;
  destroy(): void;
}

const CHUNK = Buffer.alloc(64 * 1024, ' ');

/** Connects to a server by its URL. */
export async function openRawConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  // How the other side ends it makes no difference.
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  return {
    send: (what) => {
      socket.write(what);
    },
    sendUntilEnded: () => sendUntilEnded(socket),
    received: async () => {
      await closed;
      return text;
    },
    waitFor: async (wanted) => {
      while (!text.includes(wanted)) {
        await Promise.race([new Promise((resolve) => socket.once('data', resolve)), closed]);
        if (socket.destroyed && !text.includes(wanted)) {
          throw new Error(`ended before it said ${wanted}`);
        }
      }
    },
    destroy: () => {
      socket.destroy();
    },
  };
}

async function sendUntilEnded(socket: Socket): Promise<number> {
  let sent = 0;
  while (!socket.destroyed) {
    const written = Promise.withResolvers<undefined>();
    socket.write(CHUNK, () => {
      written.resolve(undefined);
    });
    await written.promise;
    sent += CHUNK.length;
  }
  return sent;
}
