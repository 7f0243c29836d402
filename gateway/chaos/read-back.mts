import PQueue from 'p-queue';

import { call, toFacts } from './client.mts';
import type { Answer, Sent } from './evidence.mts';
import type { Door } from './load.mts';

const AUDITOR = 'auditor';
const PATIENCE_MS = 30_000;
/** What one person may read in a second is limited; this is less. */
const READS_PER_SECOND = 400;

/** A license as it was answered. */
export interface AnsweredLicense {
  readonly identifier: string;
  readonly txId: string;
}

/** Asks for every license that was answered, and for its transaction, at a gateway that issued none of them. */
export async function readBack(
  licenses: ReadonlyMap<string, AnsweredLicense>,
  door: Door,
  { inFlight, record }: { readonly inFlight: number; readonly record: (answer: Answer) => void },
): Promise<void> {
  const token = await door.token(AUDITOR);
  const requests = new PQueue({ concurrency: inFlight, interval: 1_000, intervalCap: READS_PER_SECOND });
  const ask = async (key: string, sent: Sent, path: string): Promise<void> => {
    const sentAt = Date.now();
    const reply = await call({ url: `${door.baseUrl}${path}`, token, patience: PATIENCE_MS });
    record({ key, sent, sentAt, answeredAt: Date.now(), ...toFacts(reply) });
  };
  await requests.addAll(
    [...licenses].flatMap(([key, { identifier, txId }]) => [
      () => ask(key, 'license', `/v1/licenses/${identifier}`),
      () => ask(key, 'state', `/v1/transactions/${txId}`),
    ]),
  );
}
