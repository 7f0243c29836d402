import { dirname } from 'node:path';

import express, { type Request, type Response, type Router } from 'express';
import type { oas31 } from 'zod-openapi';

import { scopeOf } from './request-scope';

const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = `<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<title>盛京链 Shengjing Chain</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const SCRIPT = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', deepLinking: true, validatorUrl: null });
`;

/** `/openapi.json`, and `/docs`, a page to try it. Everything is served from here, nothing from elsewhere. */
export function newDocsRouter(document: oas31.OpenAPIObject): Router {
  const router = express.Router();
  const folder = dirname(require.resolve('swagger-ui-dist/package.json'));
  const serve = (path: string, send: (response: Response) => void): void => {
    router.get(path, (request: Request, response: Response) => {
      scopeOf(request).route = `GET ${path}`;
      send(response);
    });
  };
  serve('/openapi.json', (response) => response.json(document));
  serve('/docs', (response) => response.set('Content-Security-Policy', POLICY).type('html').send(PAGE));
  serve('/docs/start.js', (response) => response.type('js').send(SCRIPT));
  for (const asset of ASSETS) {
    serve(`/docs/${asset}`, (response) => {
      response.sendFile(asset, { root: folder, cacheControl: false });
    });
  }
  return router;
}
