/** How the story is written: headings, lines and short tables. */
import Table from 'cli-table3';

const SHORT = 8;
const WIDTH = 11;
/** No rules between rows. */
const CHARS = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** A heading after an empty line. */
export function heading(text: string): void {
  console.log(`\n${text}`);
}

/** One thing that happened. */
export function line(what: string, text: string): void {
  console.log(`  ${what.padEnd(WIDTH)} ${text}`);
}

/** The first digits of a transaction id: enough to find it in the table. */
export function short(txId: string): string {
  return `transaction ${txId.slice(0, SHORT)}…`;
}

export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const drawn = new Table({ head: [...head], chars: CHARS, style: { head: [], border: [] } });
  drawn.push(...rows.map((row) => [...row]));
  console.log(drawn.toString());
}
