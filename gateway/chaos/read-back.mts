import PQueue from 'p-queue';

import { call, toFacts } from './client.mts';
import type { Answer } from './evidence.mts';
import type { Door } from './load.mts';

const AUDITOR = 'auditor';
const PATIENCE_MS = 30_000;

/** Asks for every license that was answered, at a gateway that issued none of them. */
export async function readBack(licenses: ReadonlyMap<string, string>, door: Door, inFlight: number, record: (answer: Answer) => void): Promise<void> {
  const token = await door.token(AUDITOR);
  const requests = new PQueue({ concurrency: inFlight });
  await requests.addAll(
    [...licenses].map(([key, identifier]) => async () => {
      const sentAt = Date.now();
      const reply = await call({ url: `${door.baseUrl}/v1/licenses/${identifier}`, token, patience: PATIENCE_MS });
      record({ key, sent: 'license', sentAt, answeredAt: Date.now(), ...toFacts(reply) });
    }),
  );
}
