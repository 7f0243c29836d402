import {
  divisionSchema,
  holderIdSchema,
  holderRefSchema,
  type HolderId,
  holderValueSchema,
  instantSchema,
  licenseRecordSchema,
  licenseStatusSchema,
  licenseTypeCodeSchema,
  MAX_PAGE_SIZE,
  nextBookmarkSchema,
  parseRequest,
  TRANSIENT_HOLDER,
  usccSchema,
} from '@shengjing/core';
import { z } from 'zod';

import { defineRoute, type Reply, type RouteContext } from '../http/route';
import type { LicenseSearch } from '../ledger-index';
import { EVERY_MEMBER, pageQuery } from './shared';

const tag = 'Licenses 电子证照';

const indexStatusSchema = z
  .strictObject({
    block: z.int().min(0).describe('The last block that the answer takes into account.'),
    lag: z.int().min(0).nullable().describe('Blocks of the ledger that it lacks, as last known; null when not known.'),
  })
  .meta({ id: 'IndexStatus', description: 'How far the search index has come.' });

const licenseSearchSchema = z
  .strictObject({
    schema: z.literal('license-search/1'),
    items: z.array(licenseRecordSchema).max(MAX_PAGE_SIZE).describe('Current versions, the last recorded first.'),
    bookmark: nextBookmarkSchema,
    index: indexStatusSchema,
  })
  .meta({ id: 'LicenseSearch', description: 'A page of licenses that were found.' });

const answers = { 200: { description: { zh: '一页电子证照。', en: 'A page of licenses.' }, schema: licenseSearchSchema } };

const searchLicenses = defineRoute({
  method: 'get',
  path: '/v1/licenses',
  operationId: 'searchLicenses',
  tag,
  summary: { zh: '检索电子证照', en: 'Search licenses' },
  access: EVERY_MEMBER,
  request: {
    query: z.strictObject({
      holderRef: holderRefSchema.optional(),
      type: licenseTypeCodeSchema.optional(),
      status: licenseStatusSchema.optional(),
      division: divisionSchema.optional(),
      issuer: usccSchema.optional(),
      recordedFrom: instantSchema.optional().describe('Recorded at this instant or later.'),
      recordedUntil: instantSchema.optional().describe('Recorded before this instant.'),
      ...pageQuery,
    }),
  },
  answers,
  errors: ['INDEX_UNAVAILABLE'],
  handle: ({ query: { pageSize, bookmark, ...filter } }, context) => find({ filter, pageSize, bookmark }, context),
});

/** An identity number is personal and has no place in a URL. */
const searchByHolder = defineRoute({
  method: 'post',
  path: '/v1/holder-searches',
  operationId: 'searchLicensesByHolder',
  tag,
  summary: { zh: '按持有主体证件号码检索电子证照', en: 'Search the licenses of a holder by identity number' },
  access: {
    zh: '任何机构的 issuer，或市级机构的 admin；由市级节点查找持有主体。',
    en: 'Role issuer of any organisation; role admin of the city. The city finds the holder.',
  },
  lane: 'read',
  request: { query: z.strictObject(pageQuery), body: holderIdSchema },
  answers,
  errors: ['FORBIDDEN_ROLE', 'FORBIDDEN_DIVISION', 'HOLDER_KEY_UNAVAILABLE', 'ENDORSEMENT_UNAVAILABLE', 'INDEX_UNAVAILABLE'],
  handle: async ({ query, body }, context) => {
    const holderRef = await findHolderRef(body, context);
    return find({ filter: { holderRef }, ...query }, context);
  },
});

/** Nobody has this reference: whoever the city does not know holds nothing. */
const NOBODY = '';

async function findHolderRef(holder: HolderId, { identity, services }: RouteContext): Promise<string> {
  const transient = { [TRANSIENT_HOLDER]: holder };
  const { value } = await services.ledger.readAtCity(await identity(), 'license:findHolder', {}, transient);
  return value === null ? NOBODY : parseRequest(holderValueSchema, value).holderRef;
}

async function find(search: LicenseSearch, { services }: RouteContext): Promise<Reply> {
  return { status: 200, body: { schema: 'license-search/1', ...(await services.index.search(search)) } };
}

export const searchRoutes = [searchLicenses, searchByHolder];
