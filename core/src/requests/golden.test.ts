import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { toCanonicalJson } from '../json/canonical-json';
import { changesEventSchema } from '../schemas/changes-event';
import { licenseRecordSchema, traceStepSchema } from '../schemas/license-record';
import { licenseTypeRecordSchema } from '../schemas/license-type';
import { verificationSchema } from '../schemas/verification';
import { findHolderResultSchema } from './find-holder';
import { getPrivateResultSchema } from './get-license';
import { listTypesResultSchema } from './get-type';
import { holderMappingSchema, holderValueSchema } from './holder-mapping';
import { issueResultSchema } from './issue';
import { licensePrivateSchema } from './license-private';
import { listByTypeResultSchema } from './list-by-type';
import { parseRequest } from './parse-request';
import { pingResultSchema } from './ping';
import { registerTypeResultSchema } from './register-type';
import { traceResultSchema } from './trace';

const folder = join(__dirname, '../../vectors/golden');
const readers: Readonly<Record<string, z.ZodType>> = {
  'changes/1': changesEventSchema,
  'holder/1': holderValueSchema,
  'holder-lookup/1': findHolderResultSchema,
  'holder-mapping/1': holderMappingSchema,
  'issue-result/1': issueResultSchema,
  'license/1': licenseRecordSchema,
  'license-page/1': listByTypeResultSchema,
  'license-private/1': licensePrivateSchema,
  'license-private-view/1': getPrivateResultSchema,
  'license-step/1': traceStepSchema,
  'license-trace/1': traceResultSchema,
  'license-type/1': licenseTypeRecordSchema,
  'license-type-page/1': listTypesResultSchema,
  'license-type-result/1': registerTypeResultSchema,
  'ping/1': pingResultSchema,
  'verification/1': verificationSchema,
};
const files = readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8').trimEnd() }));

describe('golden files, kept for ever', () => {
  it.each(files)('$file is read and written again byte for byte', ({ text }) => {
    const { schema } = JSON.parse(text) as { schema: string };
    const reader = readers[schema];
    expect(reader && toCanonicalJson(parseRequest(reader, text, { canonical: true }))).toBe(text);
  });

  it('exist for every schema name in the sources', () => {
    const names = ['.', '../schemas'].flatMap((place) => findSchemaNames(join(__dirname, place)));
    const golden = files.map(({ text }) => (JSON.parse(text) as { schema: string }).schema);
    expect(new Set(names)).toEqual(new Set(golden));
    expect(new Set(Object.keys(readers))).toEqual(new Set(golden));
  });
});

function findSchemaNames(path: string): (string | undefined)[] {
  const files = readdirSync(path).filter((file) => !file.endsWith('.test.ts'));
  const matches = files.flatMap((file) => [
    ...readFileSync(join(path, file), 'utf8').matchAll(/z\.literal\('([a-z-]+\/[0-9]+)'\)/gu),
  ]);
  return matches.map(([, name]) => name);
}
