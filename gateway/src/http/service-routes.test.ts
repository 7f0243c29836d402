import { FabricFailure } from '../fabric';
import { TX } from '../testing/sample-order';
import { startTestGateway, type TestGateway } from '../testing/test-gateway';

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway();
});

afterEach(async () => {
  await gateway.stop();
});

test('an id of a request that is not well formed is replaced', async () => {
  const { headers } = await gateway.ask('/healthz', { headers: { 'x-request-id': 'short' } });
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/u);
});

test('answers say nothing of the software and may not be kept or framed', async () => {
  const { headers } = await gateway.ask('/healthz');
  expect(headers.has('x-powered-by')).toBe(false);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('/healthz answers while Fabric is away; /readyz says who is missing', async () => {
  gateway.fabric.onEndorse = (call) => {
    if (call.endorsers.includes('CityMSP')) {
      throw new FabricFailure('ENDORSEMENT_UNAVAILABLE', { stage: 'endorse' });
    }
  };
  expect((await gateway.ask('/healthz')).status).toBe(200);
  const { status, body } = await gateway.ask('/readyz');
  expect(status).toBe(503);
  expect(body).toMatchObject({ ready: false, reasons: [{ code: 'ENDORSEMENT_UNAVAILABLE', details: { mspId: 'CityMSP' } }] });
});

test('/readyz is true when the organisations endorse', async () => {
  expect((await gateway.ask('/readyz')).body).toEqual({ ready: true, reasons: [] });
});

test('/metrics counts by route, never by path', async () => {
  await gateway.ask(`/v1/transactions/${TX}`);
  await gateway.ask('/v1/nothing');
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(text).toContain('route="GET /v1/transactions/{txId}",status="200"');
  expect(text).toContain('route="unmatched",status="404"');
  expect(text).toContain('shengjing_errors_total{code="NOT_FOUND"} 1');
  expect(text).not.toContain(TX);
});

test.each(['/docs', '/docs/start.js', '/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/openapi.json'])(
  '%s is served to everyone',
  async (path) => {
    expect((await fetch(`${gateway.url}${path}`)).status).toBe(200);
  },
);

test('the page to try it runs only what is served here', async () => {
  const response = await fetch(`${gateway.url}/docs`);
  expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
  expect(await response.text()).not.toMatch(/https?:|<script>|style=/u);
});
