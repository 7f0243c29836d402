import { randomUUID, X509Certificate } from 'node:crypto';

import { toCanonicalJson } from '@shengjing/core';

import type { GatewayConfig } from '../dist/config/index.js';
import { openDatabase } from '../dist/database/index.js';
import { readResult } from '../dist/fabric/envelope.js';
import { newOutboxStore, type OutboxStore } from '../dist/outbox/outbox-store.js';
import { newRequestRandomness } from '../dist/outbox/request-randomness.js';
import { toNewRequest } from '../dist/outbox/request-key.js';
import { outboxMigrations, type OutboxTables, type RequestRow } from '../dist/outbox/tables.js';
import type { GatewaySecret } from '../dist/state/gateway-secret.js';
import { type Person, toIdentifier, toProposal } from './bare-client.mts';
import { type BareConnection, parseAnswer } from './bare-connection.mts';
import type { Client } from './client.mts';

/** What an outbox of its own needs. */
export interface OutboxFiles {
  readonly secret: GatewaySecret;
  readonly stateDir: string;
}

/**
 * A bare client that also writes what the gateway's outbox writes, with the same code and as durably: the request before
 * it is endorsed, the signed transaction before it is sent, and the outcome.
 */
export async function newBareOutboxClient(
  connection: BareConnection,
  config: GatewayConfig,
  { caller, identity }: Person,
  { secret, stateDir }: OutboxFiles,
): Promise<Pick<Client, 'issue' | 'close'>> {
  const { session } = connection;
  const database = await openDatabase<OutboxTables>({ name: 'outbox', stateDir, durability: 'full', migrations: outboxMigrations });
  const store = newOutboxStore(database, Date.now);
  const expiresAt = new X509Certificate(identity.certificate).validToDate.getTime();
  const { deadlines } = config;
  return {
    issue: async (order) => {
      const requestId = randomUUID();
      const row = await claim(store, toNewRequest(secret, { caller, requestId, transaction: 'license:issue', body: order }));
      const randomness = newRequestRandomness(row.seed ?? new Uint8Array());
      const options = await toProposal(session.contract, config, { caller, requestId, order, randomness });
      const endorsed = await session.contract.newProposal('license:issue', options).endorse(within(deadlines.endorseMs));
      const envelope = session.sign(endorsed);
      await store.storePrepared(row, { txId: endorsed.getTransactionId(), envelope, expiresAt, height: null });
      const sent = await session.toTransaction(envelope).submit(within(deadlines.submitMs));
      const status = await sent.getStatus(within(deadlines.commitMs));
      if (!status.successful) {
        throw new Error(`validation code ${String(status.code)}`);
      }
      const answer = readResult(envelope);
      await store.settle(row, toCanonicalJson(parseAnswer(answer)));
      return toIdentifier(answer);
    },
    close: () => {
      connection.close();
      void database.close();
    },
  };
}

async function claim(store: OutboxStore, request: Parameters<OutboxStore['claim']>[0]): Promise<RequestRow> {
  const claimed = await store.claim(request);
  if (claimed?.kind !== 'mine') {
    throw new Error('a new request is not free');
  }
  return claimed.row;
}

function within(milliseconds: number): { readonly deadline: number } {
  return { deadline: Date.now() + milliseconds };
}
