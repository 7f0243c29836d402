import { askToIssue, startIssuingGateway } from '../testing/issuing-gateway';
import { openRawConnection, type RawConnection } from '../testing/raw-connection';
import type { TestGateway } from '../testing/test-gateway';
import { waitForMetric } from '../testing/wait-for-metric';

const MIB = 1024 * 1024;
const PER_CALLER = { concurrency: 1, perSecond: 1_000, burst: 1_000 };
const NARROW = { write: { concurrency: 1, queue: 1, waitMs: 60_000, perCaller: PER_CALLER } };
const IMPATIENT = { ...NARROW, headMs: 100, bodyMs: 100 };

let gateway: TestGateway;
let connections: RawConnection[];

beforeEach(async () => {
  connections = [];
  gateway = await startIssuingGateway(IMPATIENT);
});

afterEach(async () => {
  connections.forEach((connection) => {
    connection.destroy();
  });
  await gateway.stop();
});

async function connect(): Promise<RawConnection> {
  const connection = await openRawConnection(gateway.url);
  connections.push(connection);
  return connection;
}

/** Begins an issue as an issuer of the district; what follows is up to the test. */
async function begin(...headers: string[]): Promise<RawConnection> {
  const connection = await connect();
  const token = await gateway.issuer.sign();
  const head = ['POST /v1/licenses HTTP/1.1', 'Host: x', `Authorization: Bearer ${token}`, 'Content-Type: application/json', ...headers];
  connection.send(`${head.join('\r\n')}\r\n\r\n`);
  return connection;
}

test('a head that does not arrive in time is answered with 408 and ends the connection', async () => {
  const connection = await connect();
  connection.send('POST /v1/licenses HTTP/1.1\r\nHost:');
  const text = await connection.received();
  expect(text).toMatch(/^HTTP\/1\.1 408 /u);
  expect(text).toContain('"code":"REQUEST_TIMEOUT"');
});

test('a connection on which nothing arrives ends', async () => {
  const connection = await connect();
  await expect(connection.received()).resolves.toMatch(/^HTTP\/1\.1 408 /u);
});

test('a body that does not arrive in time is answered with 408, ends the connection and makes room', async () => {
  const connection = await begin('Content-Length: 1000');
  connection.send('{');
  const text = await connection.received();
  expect(text).toMatch(/^HTTP\/1\.1 408 /u);
  expect(text).toContain('"code":"REQUEST_TIMEOUT"');
  expect((await askToIssue(gateway)).status).toBe(201);
});

test('a body that is declared too large is refused with 413 before it arrives', async () => {
  const connection = await begin('Content-Length: 10000000000');
  await connection.waitFor('PAYLOAD_TOO_LARGE');
  expect(await connection.sendUntilEnded()).toBeLessThan(100 * MIB);
  await expect(connection.received()).resolves.toMatch(/^HTTP\/1\.1 413 /u);
});

test('a body that turns out to be too large is refused with 413 before all of it has arrived', async () => {
  const connection = await begin('Transfer-Encoding: chunked');
  connection.send(`50000\r\n${' '.repeat(0x50000)}\r\n`);
  await connection.waitFor('PAYLOAD_TOO_LARGE');
});

test('a compressed body is refused with 415: it could be larger than it looks', async () => {
  const connection = await begin('Content-Length: 1000', 'Content-Encoding: gzip');
  await connection.waitFor('UNSUPPORTED_MEDIA_TYPE');
});

test('what is not HTTP is answered with 400 and ends the connection', async () => {
  const connection = await connect();
  connection.send('hello\r\n\r\n');
  const text = await connection.received();
  expect(text).toMatch(/^HTTP\/1\.1 400 /u);
  expect(text).toContain('"code":"INVALID_INPUT"');
});

describe('a gateway that waits', () => {
  async function restart(limits: Parameters<typeof startIssuingGateway>[0]): Promise<void> {
    await gateway.stop();
    gateway = await startIssuingGateway(limits);
  }

  test('has room again when a caller goes half-way through a body', async () => {
    await restart(NARROW);
    const connection = await begin('Content-Length: 1000');
    await waitForMetric(gateway, 'shengjing_http_queued{lane="write"} 1');
    connection.destroy();
    await waitForMetric(gateway, 'shengjing_http_queued{lane="write"} 0');
    expect((await askToIssue(gateway)).status).toBe(201);
  });

  test('closes a connection when one address has too many, and counts it', async () => {
    await restart({ connectionsPerAddress: 2 });
    const held = await connect();
    await connect();
    await expect((await connect()).received()).resolves.toBe('');
    held.send('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
    await held.waitFor('shengjing_http_connections_refused_total 1\n');
  });

  test('closes a connection when it has all that it may have', async () => {
    await restart({ connections: 1 });
    await connect();
    await expect((await connect()).received()).resolves.toBe('');
  });
});
