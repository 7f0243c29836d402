import express, { type Request, type Response, type Router } from 'express';

import type { Services } from '../services';
import { readJsonBody } from './read-json-body';
import { scopeOf } from './request-scope';
import type { RawInput, Route } from './route';

/** Serves routes. */
export function mountRoutes(routes: readonly Route[], services: Services): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const route of routes) {
    router[route.method](toExpressPath(route.path), async (request: Request, response: Response) => {
      await serve(route, services, request, response);
    });
  }
  return router;
}

/** Who asks is settled before a body is read. */
async function serve(route: Route, services: Services, request: Request, response: Response): Promise<void> {
  const scope = scopeOf(request);
  scope.route = `${route.method.toUpperCase()} ${route.path}`;
  const caller = await services.tokens.verify(request.get('authorization'));
  const body = route.request.body && (await readJsonBody(request, response));
  const identity = () => services.identities.identityOf(caller);
  const reply = await route.run(toRawInput(request, body), { caller, identity, scope, services });
  if ('stream' in reply) {
    await reply.stream(response);
    return;
  }
  response.status(reply.status).set(reply.headers ?? {}).json(reply.body);
}

function toRawInput({ params, query, headers }: Request, body: unknown): RawInput {
  return { params, query: { ...query }, headers, body };
}

function toExpressPath(path: string): string {
  return path.replaceAll(/\{([a-zA-Z]+)\}/gu, ':$1');
}
