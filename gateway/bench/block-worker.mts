/**
 * Receives the blocks of the channel from a peer, in a thread whose event loop nothing else delays, and tells the time
 * at which each one came and how many of its transactions are valid.
 */
import { parentPort, workerData } from 'node:worker_threads';

import { connect, hash, StatusCode } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';

import { loadConfig } from '../dist/config/index.js';
import { newPeerClients } from '../dist/fabric/peer-clients.js';
import { newNativeSigner } from '../dist/fabric/signer.js';

/** What is told of a block. */
export interface BlockNote {
  readonly valid: number;
  readonly invalid: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const config = loadConfig(String(workerData));
const client = await newPeerClients(config.peers).connected(config.deadlines.connectMs);
if (client === undefined) {
  throw new Error('no peer can be reached');
}
const gateway = connect({
  client,
  identity: { mspId: config.organisation.mspId, credentials: Buffer.from(config.identity.certificate) },
  signer: newNativeSigner(config.identity.key),
  hash: hash.none,
});
const blocks = await gateway.getNetwork(config.channel).getFilteredBlockEvents({ startBlock: 0n });
for await (const block of blocks) {
  const at = performance.timeOrigin + performance.now();
  const codes = block
    .getFilteredTransactionsList()
    .filter((transaction) => transaction.getType() === common.HeaderType.ENDORSER_TRANSACTION)
    .map((transaction) => transaction.getTxValidationCode());
  const valid = codes.filter((code) => code === StatusCode.VALID).length;
  const note: BlockNote = { valid, invalid: codes.length - valid, at };
  parentPort?.postMessage(note);
}
