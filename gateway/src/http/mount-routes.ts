import express, { type Request, type Response, type Router } from 'express';

import type { Services } from '../services';
import { readJsonBody } from './read-json-body';
import { scopeOf } from './request-scope';
import { laneOf, type RawInput, type Route } from './route';

/** A reason that is made once: without one an error is made for each request. */
const GONE = Symbol('gone');

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

/** Who asks, and that there is room, is settled before a body is read; a body is there before its turn comes. */
async function serve(route: Route, services: Services, request: Request, response: Response): Promise<void> {
  const scope = scopeOf(request);
  scope.route = `${route.method.toUpperCase()} ${route.path}`;
  const lane = laneOf(route);
  const visit = services.admission.arrive(lane, request.socket.remoteAddress ?? '');
  const gone = newGoneSignal(response);
  try {
    const caller = await visit.identify(request.get('authorization'));
    const body = route.request.body && (await readJsonBody(request, services.admission.bodyMs));
    if (!(await visit.turn(gone))) {
      return;
    }
    const identity = () => services.identities.identityOf(caller);
    const reply = await route.run(toRawInput(request, body), { caller, identity, scope, services });
    if ('stream' in reply) {
      await reply.stream(response);
      return;
    }
    response.status(reply.status).set(reply.headers ?? {}).json(reply.body);
  } finally {
    if (lane === 'stream' && !gone.aborted) {
      gone.addEventListener('abort', () => {
        visit.leave();
      });
    } else {
      visit.leave();
    }
  }
}

/** Aborted when the answer is out, or nobody is there to receive it. */
function newGoneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort(GONE);
  });
  return gone.signal;
}

function toRawInput({ params, query, headers }: Request, body: unknown): RawInput {
  return { params, query: { ...query }, headers, body };
}

function toExpressPath(path: string): string {
  return path.replaceAll(/\{([a-zA-Z]+)\}/gu, ':$1');
}
