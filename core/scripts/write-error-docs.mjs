// Writes docs/error-codes.md from the catalogue of the compiled package.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderErrorDocs } from '../dist/errors/error-docs.js';

writeFileSync(fileURLToPath(new URL('../../docs/error-codes.md', import.meta.url)), renderErrorDocs());
