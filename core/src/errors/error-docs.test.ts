import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from './catalogue';
import { renderErrorDocs } from './error-docs';

describe('docs/error-codes.md', () => {
  it('says what the catalogue says (update it with: npm run docs:errors -w core)', () => {
    const page = readFileSync(join(__dirname, '../../../docs/error-codes.md'), 'utf8');
    expect(page).toBe(renderErrorDocs());
  });

  it('has a row for every code', () => {
    const page = renderErrorDocs();
    expect(ERROR_CODES.filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([]);
  });
});
