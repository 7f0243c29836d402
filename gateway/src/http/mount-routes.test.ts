import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import express from 'express';
import pino from 'pino';

import { newAdmission } from '../admission';
import { limits as limitsSchema } from '../config/limits';
import type { Caller } from '../identities';
import { routes } from '../routes';
import type { Services } from '../services';
import { newErrorHandler } from './error-handler';
import { newMetrics } from './metrics';
import { mountRoutes } from './mount-routes';
import { newRequestScope } from './request-scope';
import { laneOf, type Reply, type Route } from './route';

const CALLER = { issuer: 'urn:test', subject: 'person-1' } as Caller;
const TOKENS = { isRecent: () => true, verify: () => Promise.resolve(CALLER) };
const PER_CALLER = { concurrency: 2, perSecond: 1_000, burst: 1_000 };

let server: Server;
let url: string;
let handled: PromiseWithResolvers<undefined>;
let end: PromiseWithResolvers<Reply>;

beforeEach(async () => {
  handled = Promise.withResolvers();
  end = Promise.withResolvers();
  const log = pino({ level: 'silent' });
  const metrics = newMetrics();
  const limits = { ...limitsSchema.parse({}), stream: { concurrency: 1, queue: 0, waitMs: 1_000, perCaller: PER_CALLER } };
  const services = { admission: newAdmission({ limits, tokens: TOKENS, metrics, log }) } as Services;
  const stream = { method: 'get', path: '/stream', lane: 'stream', request: {}, run: () => (handled.resolve(undefined), end.promise) };
  const read = { method: 'get', path: '/read', request: {}, run: () => Promise.resolve({ status: 200, body: {} }) };
  const app = express().use(newRequestScope(log), mountRoutes([stream, read] as unknown as Route[], services), newErrorHandler(metrics));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('an answer without an end takes a place of its own lane, and none of those who read', async () => {
  const open = fetch(`${url}/stream`);
  await handled.promise;
  const refused = await fetch(`${url}/stream`);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'OVERLOADED', details: { lane: 'stream', reason: 'lane-full' } });
  expect((await fetch(`${url}/read`)).status).toBe(200);
  end.resolve({ status: 200, body: {} });
  expect((await open).status).toBe(200);
  expect((await fetch(`${url}/stream`)).status).toBe(200);
});

test('reading is what a GET does, and a POST that is said to; any other POST writes', () => {
  const lanes = Object.groupBy(routes, laneOf);
  expect(lanes.read?.filter(({ method }) => method === 'post').map(({ path }) => path)).toEqual(['/v1/holder-searches', '/v1/verifications']);
  expect(lanes.write?.filter(({ method }) => method === 'get')).toEqual([]);
  expect(lanes.stream?.map(({ path }) => path)).toEqual(['/v1/events']);
});
