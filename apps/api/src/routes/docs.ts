import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { errorCodes } from '@curio/contracts';
import { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';

const files = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
} as const;

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Curio API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>`;

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, tryItOutEnabled: true });`;

/** The reference with "try it", from an npm package: a browser fetches nothing from anywhere else. */
export function docs(): Hono<AppEnv> {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const app = new Hono<AppEnv>();
  app.get('/', (c) => c.html(page));
  app.get('/errors', (c) => c.html(errorPage()));
  app.get('/start.js', (c) => c.body(start, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  for (const [name, type] of Object.entries(files)) {
    let bytes: Buffer<ArrayBuffer> | undefined;
    app.get(`/${name}`, (c) => {
      bytes ??= readFileSync(join(folder, name));
      return c.body(bytes, 200, { 'content-type': type, 'cache-control': 'public, max-age=86400' });
    });
  }
  return app;
}

function errorPage(): string {
  const rows = Object.entries(errorCodes)
    .map(
      ([code, { status, title }]) =>
        `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`,
    )
    .join('\n');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Curio API: errors</title></head>
<body>
<h1>Errors</h1>
<p>Every 4xx and 5xx is an RFC 9457 problem document. <code>code</code> is stable, <code>detail</code> says what is wrong
and how to fix it, <code>requestId</code> is what an operator finds in the log.</p>
<table><tr><th>code</th><th>status</th><th>meaning</th></tr>
${rows}
</table>
</body>
</html>`;
}
