import { VERDICT_CATALOGUE, VERDICT_CODES } from '../licenses/verdict-codes';
import { ERROR_CODES, errorDefinition } from './catalogue';

/** The page `docs/error-codes.md`: every code that an answer can carry, from the catalogues. */
export function renderErrorDocs(): string {
  const errors = ERROR_CODES.map((code) => {
    const { status, recorded, en, zh } = errorDefinition(code);
    return [`\`${code}\``, String(status), recorded === true ? 'yes' : '', en, zh];
  });
  const verdicts = VERDICT_CODES.map((code) => {
    const { verdict, en, zh } = VERDICT_CATALOGUE[code];
    return [`\`${code}\``, verdict, en, zh];
  });
  return [
    '# Error codes',
    '',
    'Generated from the catalogue in `core/src/errors/catalogue.ts` by `npm run docs:errors -w core`;',
    'a test fails when this page is out of date. A gateway answers with the status and `application/problem+json`.',
    '',
    'A *recorded* code is a refusal on business grounds: the transaction succeeded and wrote the refusal to the ledger.',
    'Any other code means that nothing was written, except `INTERNAL` with a `txId`: it is not known.',
    '`COMMIT_UNKNOWN` is used inside a gateway; a caller gets 202.',
    '',
    ...renderTable(['code', 'HTTP status', 'recorded', 'English', '中文'], errors),
    '',
    '## Verdict codes',
    '',
    'Codes of the named verdicts of a verification, from `core/src/licenses/verdict-codes.ts`.',
    '',
    ...renderTable(['code', 'verdict', 'English', '中文'], verdicts),
    '',
  ].join('\n');
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
