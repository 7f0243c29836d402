import type { SubmitOutcome } from '../testing/fake-fabric';
import { askToIssue, startIssuingGateway } from '../testing/issuing-gateway';
import { openRawConnection } from '../testing/raw-connection';
import { ISSUED, ORDER, TX } from '../testing/sample-order';
import type { TestAnswer, TestGateway } from '../testing/test-gateway';
import { waitForMetric } from '../testing/wait-for-metric';

const COMMITTED: SubmitOutcome = { outcome: 'committed', txId: TX, blockNumber: 3, result: ISSUED };
const ONE = { concurrency: 1, perSecond: 1_000, burst: 1_000 };
const NARROW = { concurrency: 1, queue: 1, waitMs: 60_000, perCaller: ONE };

let gateway: TestGateway;
let release: () => void;

/** Issues are taken on and not finished before they are released. */
async function startBusy(...limits: Parameters<typeof startIssuingGateway>): Promise<void> {
  gateway = await startIssuingGateway(...limits);
  const held = Promise.withResolvers<undefined>();
  release = () => {
    held.resolve(undefined);
  };
  gateway.fabric.onSubmit = async () => {
    await held.promise;
    return COMMITTED;
  };
}

afterEach(async () => {
  release();
  await gateway.stop();
});

async function issueAs(person: string): Promise<TestAnswer> {
  const token = await gateway.issuer.sign({ sub: person });
  return askToIssue(gateway, ORDER, { authorization: `Bearer ${token}` });
}

describe('a full lane', () => {
  let first: Promise<TestAnswer>;
  let second: Promise<TestAnswer>;

  beforeEach(async () => {
    await startBusy({ write: NARROW });
    first = issueAs('first');
    await waitForMetric(gateway, 'shengjing_http_in_flight{lane="write"} 1');
    second = issueAs('second');
    await waitForMetric(gateway, 'shengjing_http_queued{lane="write"} 1');
  });

  test('refuses one more with 503 and when to come again, and has the others still', async () => {
    const { status, headers, body } = await issueAs('third');
    expect([status, body['code'], headers.get('retry-after')]).toEqual([503, 'OVERLOADED', '60']);
    expect(body['details']).toEqual({ lane: 'write', reason: 'lane-full', retryAfterSeconds: 60 });
    release();
    expect([(await first).status, (await second).status]).toEqual([201, 201]);
    await waitForMetric(gateway, 'shengjing_http_in_flight{lane="write"} 0');
    await waitForMetric(gateway, 'shengjing_http_queued{lane="write"} 0');
  });

  test('refuses before it looks at who asks', async () => {
    const { body } = await askToIssue(gateway, ORDER, { authorization: 'Bearer nonsense' });
    expect(body['code']).toBe('OVERLOADED');
  });

  test('refuses before the body has arrived', async () => {
    const connection = await openRawConnection(gateway.url);
    connection.send('POST /v1/licenses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n');
    await connection.waitFor('OVERLOADED');
    connection.destroy();
  });

  test('leaves reading, and those who watch the gateway, alone', async () => {
    expect((await gateway.ask(`/v1/transactions/${TX}`)).status).toBe(200);
    expect((await gateway.ask('/v1/verifications', { method: 'POST', body: '{}' })).body['code']).toBe('INVALID_INPUT');
    expect((await gateway.ask('/healthz')).status).toBe(200);
    expect((await gateway.ask('/readyz')).status).toBe(200);
  });

  test('counts what it refuses, and does not fill the log with it', async () => {
    await issueAs('third');
    await issueAs('third');
    await waitForMetric(gateway, 'shengjing_http_refused_total{lane="write",reason="lane-full"} 2');
    expect(gateway.logLines.filter((line) => line.includes('requests refused'))).toHaveLength(1);
  });
});

test('a request whose caller goes while it waits leaves the queue, and nothing is done for it', async () => {
  await startBusy({ write: NARROW });
  const first = issueAs('first');
  await waitForMetric(gateway, 'shengjing_http_in_flight{lane="write"} 1');
  const gone = new AbortController();
  const authorization = `Bearer ${await gateway.issuer.sign({ sub: 'second' })}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const second = fetch(`${gateway.url}/v1/licenses`, { method: 'POST', headers, body: JSON.stringify(ORDER), signal: gone.signal });
  await waitForMetric(gateway, 'shengjing_http_queued{lane="write"} 1');
  gone.abort();
  await expect(second).rejects.toThrow();
  await waitForMetric(gateway, 'shengjing_http_queued{lane="write"} 0');
  release();
  expect((await first).status).toBe(201);
  expect(gateway.fabric.calls.filter(({ transaction }) => transaction === 'license:issue')).toHaveLength(1);
});

test('a request that has waited too long is refused with 503', async () => {
  await startBusy({ write: { ...NARROW, waitMs: 100 } });
  const first = issueAs('first');
  await waitForMetric(gateway, 'shengjing_http_in_flight{lane="write"} 1');
  const { status, headers, body } = await issueAs('second');
  expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  expect(body['details']).toMatchObject({ reason: 'waited-too-long' });
  release();
  expect((await first).status).toBe(201);
});

test('one person with too many requests is refused with 429, and another is not', async () => {
  await startBusy({ write: { ...NARROW, concurrency: 2 } });
  const first = issueAs('greedy');
  await waitForMetric(gateway, 'shengjing_http_in_flight{lane="write"} 1');
  const { status, headers, body } = await issueAs('greedy');
  expect([status, body['code'], headers.get('retry-after')]).toEqual([429, 'RATE_LIMITED', '1']);
  expect(body['details']).toMatchObject({ lane: 'write', reason: 'caller-concurrency' });
  const other = issueAs('modest');
  release();
  expect([(await first).status, (await other).status]).toEqual([201, 201]);
});

test('one person who is too fast is refused with 429 and the time to wait', async () => {
  await startBusy({ write: { ...NARROW, perCaller: { concurrency: 1, perSecond: 0.01, burst: 1 } } });
  release();
  expect((await issueAs('hasty')).status).toBe(201);
  const { status, headers, body } = await issueAs('hasty');
  expect([status, body['code'], headers.get('retry-after')]).toEqual([429, 'RATE_LIMITED', '100']);
  expect((await issueAs('modest')).status).toBe(201);
});

test('an address that sends too many bad tokens is refused with 429, but not who is known there', async () => {
  await startBusy({ failuresPerAddress: { perSecond: 0.01, burst: 2 } });
  release();
  expect((await gateway.ask(`/v1/transactions/${TX}`)).status).toBe(200);
  const guess = () => gateway.ask(`/v1/transactions/${TX}`, { headers: { authorization: 'Bearer guess' } });
  expect([(await guess()).status, (await guess()).status]).toEqual([401, 401]);
  const { status, headers, body } = await guess();
  expect([status, body['code'], headers.get('retry-after')]).toEqual([429, 'RATE_LIMITED', '100']);
  expect(body['details']).toMatchObject({ reason: 'address-failures' });
  expect((await gateway.ask(`/v1/transactions/${TX}`)).status).toBe(200);
});
