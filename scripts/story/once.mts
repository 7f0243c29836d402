/** What the story does is done once: what the ledger has already is read, not made again. */
let acts = 0;

/** How often something was done. */
export function countActs(): number {
  return acts;
}

/** What is found; what is not there is made first. */
export async function once<Found>(find: () => Promise<Found | undefined>, act: () => Promise<unknown>): Promise<Found> {
  const known = await find();
  if (known !== undefined) {
    return known;
  }
  await act();
  acts += 1;
  const made = await find();
  if (made === undefined) {
    throw new Error('what was just made is not on the ledger');
  }
  return made;
}
