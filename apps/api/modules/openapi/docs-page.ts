import { Router } from 'express';
import helmet from 'helmet';
import swaggerUiPath from 'swagger-ui-dist/absolute-path.js';
import { stateOf } from '../../http/request-state.ts';

/** The files of Swagger UI that the page loads; nothing else of the package is served. */
const assets = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'] as const;

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Vividly API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
`;

/** Only what comes from this server; Swagger UI sets styles in place and shows pictures as data. */
const contentSecurityPolicy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    mediaSrc: ["'self'", 'blob:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
});

/** `/docs`: a page to read and try the API, served from this machine alone. */
export function docsPage(): Router {
  const router = Router();
  router.use('/docs', contentSecurityPolicy, (_req, res, next) => {
    stateOf(res).route = '/docs';
    next();
  });
  router.get('/docs', (_req, res) => {
    res.type('html').send(page);
  });
  router.get('/docs/start.js', (_req, res) => {
    res.type('js').send(start);
  });
  for (const file of assets)
    router.get(`/docs/${file}`, (_req, res) => {
      res.sendFile(file, { root: swaggerUiPath(), maxAge: '1d' });
    });
  return router;
}
