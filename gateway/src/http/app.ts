import { CodedError } from '@shengjing/core';
import express, { type Express } from 'express';
import type { Logger } from 'pino';

import { routes } from '../routes';
import type { Services } from '../services';
import { newAccessLog } from './access-log';
import { newDocsRouter } from './docs-page';
import { newErrorHandler } from './error-handler';
import type { Metrics } from './metrics';
import { mountRoutes } from './mount-routes';
import { newOpenApiDocument } from './openapi';
import type { ReadinessReport } from './readiness';
import { newRequestScope } from './request-scope';
import { setSecurityHeaders } from './security-headers';
import { newServiceRouter } from './service-routes';

/** What the application is made of. */
export interface AppParts {
  readonly services: Services;
  readonly metrics: Metrics;
  readonly readiness: () => Promise<ReadinessReport>;
  readonly log: Logger;
  readonly version: string;
}

/** Puts the HTTP application together; it does not listen yet. */
export function newApp({ services, metrics, readiness, log, version }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.use(newRequestScope(log), newAccessLog(metrics), setSecurityHeaders);
  app.use(newServiceRouter(metrics, readiness));
  app.use(newDocsRouter(newOpenApiDocument(routes, version)));
  app.use(mountRoutes(routes, services));
  app.use(() => {
    throw new CodedError('NOT_FOUND');
  });
  app.use(newErrorHandler(metrics));
  return app;
}
