import { Client, connectivityState, credentials } from '@grpc/grpc-js';

import type { PeerConfig } from '../config';

/** The longest message that Fabric sends; a block is one. */
const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;

const CHANNEL_OPTIONS = {
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  // A peer takes pings at most once a minute (peer.keepalive.minInterval) and ends connections that send more.
  'grpc.keepalive_time_ms': 90_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 2_000,
} as const;

/** The gRPC connections to the peers of the gateway's own organisation, in order of preference. */
export interface PeerClients {
  /**
   * A connected client: the first peer that is already connected, else the one that connects first.
   * @returns `undefined` when none connects before the deadline.
   */
  connected(deadlineMs: number): Promise<Client | undefined>;
  close(): void;
}

/** One client per peer, over TLS with the peer's pinned root. Connecting begins at once. */
export function newPeerClients(peers: readonly PeerConfig[]): PeerClients {
  const clients = peers.map(newClient);
  return {
    connected: async (deadlineMs) => clients.find(isConnected) ?? (await firstConnected(clients, deadlineMs)),
    close: () => {
      clients.forEach((client) => {
        client.close();
      });
    },
  };
}

function newClient({ endpoint, serverName, tlsRoot }: PeerConfig): Client {
  const client = new Client(endpoint, credentials.createSsl(tlsRoot), {
    ...CHANNEL_OPTIONS,
    ...(serverName !== undefined && { 'grpc.ssl_target_name_override': serverName }),
  });
  isConnected(client);
  return client;
}

function isConnected(client: Client): boolean {
  return client.getChannel().getConnectivityState(true) === connectivityState.READY;
}

async function firstConnected(clients: readonly Client[], deadlineMs: number): Promise<Client | undefined> {
  try {
    return await Promise.any(clients.map((client) => untilConnected(client, deadlineMs)));
  } catch {
    return undefined;
  }
}

async function untilConnected(client: Client, deadlineMs: number): Promise<Client> {
  return new Promise((resolve, reject) => {
    client.waitForReady(Date.now() + deadlineMs, (error) => {
      if (error) {
        reject(error);
      } else {
        resolve(client);
      }
    });
  });
}
