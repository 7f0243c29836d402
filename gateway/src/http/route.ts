import type { ServerResponse } from 'node:http';

import { type ErrorCode, parseValue } from '@shengjing/core';
import type { z } from 'zod';

import type { LaneName } from '../admission';
import type { SigningIdentity } from '../fabric';
import type { Caller } from '../identities';
import type { Services } from '../services';
import type { RequestScope } from './request-scope';

/** A text in both languages. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** The parts of a request that a route takes, each with its schema. */
export interface RouteSchemas {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
}

/** The parts of a request as they come out of their schemas. */
export type RouteInput<Schemas extends RouteSchemas> = {
  readonly [Part in keyof Schemas]: Schemas[Part] extends z.ZodType ? z.output<Schemas[Part]> : never;
};

/** The parts of a request as they came. */
export type RawInput = Readonly<Record<keyof RouteSchemas, unknown>>;

/** One successful answer that a route can give. */
export interface RouteAnswer {
  readonly description: Bilingual;
  readonly schema: z.ZodType;
  readonly headers?: z.ZodObject;
  /** `application/json` unless told. */
  readonly mediaType?: string;
}

/** An answer. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that goes on until the reader leaves. */
export interface StreamReply {
  readonly stream: (response: ServerResponse) => Promise<void>;
}

/** Who asks, and what a handler may use. */
export interface RouteContext {
  readonly caller: Caller;
  /** The caller's Fabric identity, enrolled on first use. */
  readonly identity: () => Promise<SigningIdentity>;
  readonly scope: RequestScope;
  readonly services: Services;
}

/** What a route's documentation is made from. */
export interface RouteDescription<Schemas extends RouteSchemas = RouteSchemas> {
  readonly method: 'get' | 'post' | 'delete';
  /** As in OpenAPI, with parameters in braces. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: Bilingual;
  /** Who the contract lets through. */
  readonly access: Bilingual;
  readonly request: Schemas;
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  /** The kind of work it is; reading for a GET and writing for a POST unless told. */
  readonly lane?: LaneName;
  /** Codes beside those that every route can answer. */
  readonly errors: readonly ErrorCode[];
}

/** A route whose input is checked before it is handled. */
export interface Route extends RouteDescription {
  /** @throws CodedError INVALID_INPUT naming the places that are wrong. */
  run(raw: RawInput, context: RouteContext): Promise<Reply | StreamReply>;
}

/** Declares a route once: Express serves it and OpenAPI documents it from this. */
export function defineRoute<Schemas extends RouteSchemas>(
  route: RouteDescription<Schemas> & {
    handle(input: RouteInput<Schemas>, context: RouteContext): Promise<Reply | StreamReply>;
  },
): Route {
  return { ...route, run: (raw, context) => route.handle(parseInput(route.request, raw), context) };
}

/** The kind of work that a route is. */
export function laneOf({ lane, method }: Pick<RouteDescription, 'lane' | 'method'>): LaneName {
  return lane ?? (method === 'get' ? 'read' : 'write');
}

function parseInput<Schemas extends RouteSchemas>(schemas: Schemas, raw: RawInput): RouteInput<Schemas> {
  const parts = Object.entries(schemas) as [keyof RouteSchemas, z.ZodType][];
  const parsed = parts.map(([part, schema]) => [part, parseValue(schema, raw[part])]);
  return Object.fromEntries(parsed) as RouteInput<Schemas>;
}
