/** What the story does is done once: what the ledger has already is read, not made again. */
import { awaitEverywhere } from './gateways.mts';

let acts = 0;

/** How often something was done. */
export function countActs(): number {
  return acts;
}

/** What is found; what is not there is made first, and known everywhere. */
export async function once<Found>(find: () => Promise<Found | undefined>, act: () => Promise<{ readonly txId: string }>): Promise<Found> {
  const known = await find();
  if (known !== undefined) {
    return known;
  }
  const { txId } = await act();
  await awaitEverywhere(txId);
  acts += 1;
  const made = await find();
  if (made === undefined) {
    throw new Error('what was just made is not on the ledger');
  }
  return made;
}
