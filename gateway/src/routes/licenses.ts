import {
  getLicenseResultSchema,
  getPrivateResultSchema,
  traceResultSchema,
} from '@shengjing/core';
import { z } from 'zod';

import { defineRoute } from '../http/route';
import { EVERY_MEMBER, identifierParams, pageQuery } from './shared';

const tag = 'Licenses 电子证照';

const getLicense = defineRoute({
  method: 'get',
  path: '/v1/licenses/{identifier}',
  operationId: 'getLicense',
  tag,
  summary: { zh: '读取电子证照的公开内容', en: 'Read the public record of a license' },
  access: EVERY_MEMBER,
  request: { params: identifierParams },
  answers: {
    200: { description: { zh: '公开内容，不含个人信息。', en: 'The public record.' }, schema: getLicenseResultSchema },
  },
  errors: ['LICENSE_NOT_FOUND'],
  handle: async ({ params }, { identity, services }) => ({
    status: 200,
    body: await services.ledger.read(await identity(), 'license:get', params),
  }),
});

const getPrivate = defineRoute({
  method: 'get',
  path: '/v1/licenses/{identifier}/private',
  operationId: 'getLicensePrivatePart',
  tag,
  summary: { zh: '读取电子证照的非公开内容', en: 'Read the private part of a license' },
  access: {
    zh: '颁证部门的 issuer，或市级机构的 supervisor、admin。',
    en: 'Role issuer of the issuing department; roles supervisor and admin of the city.',
  },
  request: { params: identifierParams },
  answers: {
    200: { description: { zh: '含个人信息。', en: 'Personal data.' }, schema: getPrivateResultSchema },
  },
  errors: ['NOT_A_PARTY', 'FORBIDDEN_ROLE', 'FORBIDDEN_DEPARTMENT', 'LICENSE_NOT_FOUND', 'ERASED', 'PRIVATE_DATA_UNAVAILABLE'],
  handle: async ({ params }, { identity, services }) => ({
    status: 200,
    body: await services.ledger.read(await identity(), 'license:getPrivate', params),
  }),
});

const trace = defineRoute({
  method: 'get',
  path: '/v1/licenses/{identifier}/trace',
  operationId: 'traceLicense',
  tag,
  summary: { zh: '追溯电子证照', en: 'Trace the life of a license' },
  access: EVERY_MEMBER,
  request: { params: identifierParams, query: z.strictObject(pageQuery) },
  answers: {
    200: { description: { zh: '一页环节，由早到晚。', en: 'A page of steps.' }, schema: traceResultSchema },
  },
  errors: ['LICENSE_NOT_FOUND'],
  handle: async ({ params, query }, { identity, services }) => ({
    status: 200,
    body: await services.ledger.read(await identity(), 'license:trace', { ...params, ...query }),
  }),
});

export const licenseRoutes = [getLicense, getPrivate, trace];
