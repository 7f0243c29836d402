import express, { type Request, type Response, type Router } from 'express';

import type { Metrics } from './metrics';
import type { ReadinessReport } from './readiness';
import { scopeOf } from './request-scope';

/** `/healthz`, `/readyz` and `/metrics`, for those who run the gateway; open, and without personal data. */
export function newServiceRouter(metrics: Metrics, readiness: () => Promise<ReadinessReport>): Router {
  const router = express.Router();
  router.get('/healthz', (request: Request, response: Response) => {
    scopeOf(request).route = 'GET /healthz';
    response.json({ status: 'up' });
  });
  router.get('/readyz', async (request: Request, response: Response) => {
    scopeOf(request).route = 'GET /readyz';
    const report = await readiness();
    response.status(report.ready ? 200 : 503).json(report);
  });
  router.get('/metrics', async (request: Request, response: Response) => {
    scopeOf(request).route = 'GET /metrics';
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}
