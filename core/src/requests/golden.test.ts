import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { toCanonicalJson } from '../json/canonical-json';
import { changesEventSchema } from '../schemas/changes-event';
import { licensePage1Schema, licenseRecord1Schema, licenseTrace1Schema, traceStep1Schema } from '../schemas/earlier/license-1';
import { erasureRecordSchema, purgeRecordSchema } from '../schemas/erasure';
import { grantRecordSchema, grantWithdrawalSchema } from '../schemas/grant';
import { licenseRecordSchema, traceStepSchema } from '../schemas/license-record';
import { licenseTypeRecordSchema } from '../schemas/license-type';
import { presentationRecordSchema, redemptionRecordSchema, shownPresentationSchema } from '../schemas/presentation';
import { successionRecordSchema } from '../schemas/succession';
import { useRecordSchema } from '../schemas/use';
import { verificationSchema } from '../schemas/verification';
import { getErasureResultSchema, purgeResultSchema } from './erasures';
import { findHolderResultSchema } from './find-holder';
import { getPrivateResultSchema } from './get-license';
import { listTypesResultSchema } from './get-type';
import { getGrantResultSchema, grantResultSchema, listGrantsResultSchema } from './grants';
import { holderMappingSchema, holderValueSchema } from './holder-mapping';
import { importLicensesResultSchema } from './import-licenses';
import { issueResultSchema } from './issue';
import { licensePrivateSchema } from './license-private';
import { listLicensesResultSchema } from './list-licenses';
import { operationResultSchema } from './operation-result';
import { parseRequest } from './parse-request';
import { pingResultSchema } from './ping';
import { presentResultSchema, redeemResultSchema } from './presentations';
import { registerTypeResultSchema } from './register-type';
import { agreeSuccessionResultSchema, getSuccessionResultSchema } from './succession';
import { traceResultSchema } from './trace';
import { listUsesResultSchema, useResultSchema } from './uses';

const folder = join(__dirname, '../../vectors/golden');
const readers: Readonly<Record<string, z.ZodType>> = {
  'changes/1': changesEventSchema,
  'erasure/1': erasureRecordSchema,
  'erasure-state/1': getErasureResultSchema,
  'grant/1': grantRecordSchema,
  'grant-page/1': listGrantsResultSchema,
  'grant-result/1': grantResultSchema,
  'grant-state/1': getGrantResultSchema,
  'grant-withdrawal/1': grantWithdrawalSchema,
  'holder/1': holderValueSchema,
  'holder-lookup/1': findHolderResultSchema,
  'holder-mapping/1': holderMappingSchema,
  'import-result/1': importLicensesResultSchema,
  'issue-result/1': issueResultSchema,
  'license/1': licenseRecord1Schema,
  'license/2': licenseRecordSchema,
  'license-page/1': licensePage1Schema,
  'license-page/2': listLicensesResultSchema,
  'license-private/1': licensePrivateSchema,
  'license-private-view/1': getPrivateResultSchema,
  'license-step/1': traceStep1Schema,
  'license-step/2': traceStepSchema,
  'license-trace/1': licenseTrace1Schema,
  'license-trace/2': traceResultSchema,
  'license-type/1': licenseTypeRecordSchema,
  'license-type-page/1': listTypesResultSchema,
  'license-type-result/1': registerTypeResultSchema,
  'operation-result/1': operationResultSchema,
  'ping/1': pingResultSchema,
  'present-result/1': presentResultSchema,
  'presentation/1': presentationRecordSchema,
  'presentation-shown/1': shownPresentationSchema,
  'purge/1': purgeRecordSchema,
  'purge-result/1': purgeResultSchema,
  'redeem-result/1': redeemResultSchema,
  'redemption/1': redemptionRecordSchema,
  'succession/1': successionRecordSchema,
  'succession-result/1': agreeSuccessionResultSchema,
  'succession-state/1': getSuccessionResultSchema,
  'use/1': useRecordSchema,
  'use-page/1': listUsesResultSchema,
  'use-result/1': useResultSchema,
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
    const names = ['.', '../schemas', '../schemas/earlier'].flatMap((place) => findSchemaNames(join(__dirname, place)));
    const golden = files.map(({ text }) => (JSON.parse(text) as { schema: string }).schema);
    expect(new Set(names)).toEqual(new Set(golden));
    expect(new Set(Object.keys(readers))).toEqual(new Set(golden));
  });
});

function findSchemaNames(path: string): (string | undefined)[] {
  const files = readdirSync(path).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const matches = files.flatMap((file) => [
    ...readFileSync(join(path, file), 'utf8').matchAll(/z\.literal\('([a-z-]+\/[0-9]+)'\)/gu),
  ]);
  return matches.map(([, name]) => name);
}
