import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from '@grpc/grpc-js';
import { connect, hash, type Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';

import type { GatewayConfig } from '../config';
import { decodeBlock } from './decode-block';
import { FabricFailure } from './fabric-failure';
import type { LedgerBlock } from './ledger-block';
import { newPeerClients, type PeerClients } from './peer-clients';
import { newNativeSigner } from './signer';
import type { SigningIdentity } from './signing-identity';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const READ_DEADLINE_MS = 10_000;

/** The blocks of the channel, as the peers of the own organisation have them. */
export interface BlockStream {
  /**
   * Blocks in order, each once, from the given number on, for ever: when the peer goes away another one is asked, or
   * the same one again. Ends when the signal does.
   */
  follow(from: number, signal: AbortSignal): AsyncGenerator<LedgerBlock, void, undefined>;

  /**
   * One block that exists.
   *
   * @throws CodedError PEER_UNAVAILABLE when no peer gives it in time.
   */
  read(number: number): Promise<LedgerBlock>;

  /**
   * Number of blocks of the ledger.
   *
   * @throws CodedError PEER_UNAVAILABLE when no peer says it in time.
   */
  height(): Promise<number>;

  close(): void;
}

/** The part of the configuration that concerns blocks. */
export type BlockStreamConfig = Pick<GatewayConfig, 'peers' | 'channel' | 'chaincode' | 'deadlines'>;

/** Told of every connection that broke, with its cause. */
export type BreakObserver = (error: unknown) => void;

/** Streams blocks over connections of its own, so that many blocks never hold up a transaction. */
export function newBlockStream(
  config: BlockStreamConfig,
  identity: SigningIdentity,
  onBreak: BreakObserver = () => undefined,
): BlockStream {
  return new PeerBlockStream(config, identity, onBreak);
}

class PeerBlockStream implements BlockStream {
  readonly #config: BlockStreamConfig;
  readonly #identity: SigningIdentity;
  readonly #onBreak: BreakObserver;
  readonly #peers: PeerClients;

  constructor(config: BlockStreamConfig, identity: SigningIdentity, onBreak: BreakObserver) {
    this.#config = config;
    this.#identity = identity;
    this.#onBreak = onBreak;
    this.#peers = newPeerClients(config.peers);
  }

  async *follow(from: number, signal: AbortSignal): AsyncGenerator<LedgerBlock, void, undefined> {
    let next = from;
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      try {
        for await (const block of this.#open(next, signal)) {
          assertNumber(block, next);
          next += 1;
          pause = FIRST_PAUSE_MS;
          yield block;
        }
      } catch (error) {
        if (!isAborted(signal)) {
          this.#onBreak(error);
        }
      }
      await rest(pause, signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  async read(number: number): Promise<LedgerBlock> {
    const signal = AbortSignal.timeout(READ_DEADLINE_MS);
    try {
      for await (const block of this.#open(number, signal)) {
        assertNumber(block, number);
        return block;
      }
    } catch (cause) {
      throw toUnavailable(cause);
    }
    throw toUnavailable();
  }

  async height(): Promise<number> {
    const { channel, deadlines } = this.#config;
    try {
      const network = await this.#network();
      const proposal = network.getContract('qscc').newProposal('GetChainInfo', { arguments: [channel] });
      const bytes = await proposal.evaluate({ deadline: Date.now() + deadlines.evaluateMs });
      return common.BlockchainInfo.deserializeBinary(bytes).getHeight();
    } catch (cause) {
      throw toUnavailable(cause);
    }
  }

  close(): void {
    this.#peers.close();
  }

  async *#open(from: number, signal: AbortSignal): AsyncGenerator<LedgerBlock, void, undefined> {
    const network = await this.#network();
    const blocks = await network.getBlockEvents({ startBlock: BigInt(from) });
    const close = (): void => {
      blocks.close();
    };
    signal.addEventListener('abort', close);
    try {
      if (!isAborted(signal)) {
        for await (const block of blocks) {
          yield decodeBlock(block, this.#config.chaincode);
        }
      }
    } finally {
      signal.removeEventListener('abort', close);
      close();
    }
  }

  async #network(): Promise<Network> {
    const client = await this.#peers.connected(this.#config.deadlines.connectMs);
    if (!client) {
      throw toUnavailable();
    }
    return toNetwork(client, this.#identity, this.#config.channel);
  }
}

function toNetwork(client: Client, { mspId, certificate, privateKey }: SigningIdentity, channel: string): Network {
  const identity = { mspId, credentials: Buffer.from(certificate) };
  return connect({ client, identity, signer: newNativeSigner(privateKey), hash: hash.none }).getNetwork(channel);
}

/** A peer that leaves out a block must not be believed. */
function assertNumber({ number }: LedgerBlock, expected: number): void {
  if (number !== expected) {
    throw new FabricFailure('INTERNAL', { stage: 'evaluate', details: { expected, number } });
  }
}

function toUnavailable(cause?: unknown): FabricFailure {
  return cause instanceof FabricFailure ? cause : new FabricFailure('PEER_UNAVAILABLE', { stage: 'evaluate', cause });
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}
