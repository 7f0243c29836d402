import { waitFor } from '@shengjing/network';
import type { Answer, Person } from './http';

const DEADLINE = 20_000;

/**
 * The answer to a write, as soon as the gateways of all these people have its transaction: an answer means that the
 * gateway's own organisation has it, and others follow in their time.
 */
export async function everywhere(people: readonly Person[], answer: Answer): Promise<Answer> {
  const { txId } = answer.body as { txId?: string };
  if (txId !== undefined) {
    await Promise.all(people.map((person) => awaitTransaction(person, txId)));
  }
  return answer;
}

async function awaitTransaction(person: Person, txId: string): Promise<void> {
  const isThere = async (): Promise<true | undefined> => {
    const answer = await person.get(`/v1/transactions/${txId}`);
    return (answer.body as { state: string }).state === 'committed' ? true : undefined;
  };
  await waitFor(isThere, { what: `transaction at ${person.organisation}`, deadline: DEADLINE });
}
