/**
 * The main job, told through the gateways: register a license type, issue a license, verify and trace it, and see an
 * organisation refused that has no right to. What is there already is read, not made again.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IssueResult, LicenseRecord, LicenseType, ListLicensesResult, RegisterTypeResult, TraceResult, Verification } from '@shengjing/core';
import Table from 'cli-table3';

const ROOT = path.resolve(import.meta.dirname, '..');
const sample = (name: string) => readFileSync(path.join(ROOT, 'scripts', 'sample', name));
const digestsOf = (bytes: Buffer) => ['sm3', 'sha256'].map((alg) => ({ alg, value: createHash(alg).update(bytes).digest('hex') }));

interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

function network(...args: string[]): string {
  return execFileSync(process.execPath, [path.join(ROOT, 'network', 'dist', 'cli.js'), ...args], { encoding: 'utf8' });
}

const urls = new Map(network('urls').trim().split('\n').map((line) => line.split('\t') as [string, string]));

/** A caller at the organisation's gateway, with a token of the development issuer. */
function caller(organisation: string, role: string, person: string) {
  const token = network('token', organisation, role, person).trim().split('\n').at(-1) ?? '';
  const base = urls.get(organisation) ?? '';
  return async <Body,>(method: string, route: string, body?: unknown): Promise<Answer<Body>> => {
    const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const init = { method, headers, signal: AbortSignal.timeout(30_000), ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${base}${route}`, init);
    return { status: response.status, body: (await response.json()) as Body };
  };
}

function expectStatus<Body>(answer: Answer<Body>, ...statuses: number[]): Answer<Body> {
  if (!statuses.includes(answer.status)) {
    throw new Error(`the gateway answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
  }
  return answer;
}

async function main(): Promise<void> {
  const type = JSON.parse(sample('food-license-type.json').toString()) as LicenseType;
  const order = JSON.parse(sample('food-license.json').toString()) as { type: string; serial: string };
  const file = sample('food-license.svg');
  const registrar = caller('city', 'admin', 'registrar-1');
  const issuer = caller('heping', 'issuer', 'issuer-1');
  const verifier = caller('hunnan', 'clerk', 'clerk-1');
  const changed: string[] = [];

  if (expectStatus(await registrar('GET', `/v1/license-types/${type.code}`), 200, 404).status === 404) {
    const { body } = expectStatus(await registrar<RegisterTypeResult>('POST', '/v1/license-types', type), 201);
    changed.push(`the city registered the type ${type.name.zh} (${type.name.en}), transaction ${body.txId}`);
  }

  const listed = expectStatus(await issuer<ListLicensesResult>('GET', `/v1/licenses?type=${type.code}&pageSize=100`), 200);
  let license = listed.body.items.find(({ serial }) => serial === order.serial);
  if (license === undefined) {
    const request = { ...order, effectiveAt: new Date().toISOString(), fileDigests: digestsOf(file) };
    const issued = expectStatus(await issuer<Extract<IssueResult, { outcome: 'issued' }>>('POST', '/v1/licenses', request), 201);
    changed.push(`和平区 Heping issued it as a license, transaction ${issued.body.txId}`);
    license = expectStatus(await issuer<LicenseRecord>('GET', `/v1/licenses/${issued.body.identifier}`), 200).body;
  }
  const { identifier } = license;
  console.log(`\n${type.name.zh} ${type.name.en}`);
  console.log(`  ${identifier}`);
  console.log(changed.length === 0 ? '  issued before; nothing was changed' : changed.map((line) => `  ${line}`).join('\n'));

  const verification = expectStatus(await verifier<Verification>('POST', '/v1/verifications', { identifier, fileDigest: digestsOf(file)[0] }), 200);
  const verdicts = new Table({ head: ['verdict', '', 'code'], style: { head: [], border: [] } });
  for (const { name, verdict, code } of verification.body.verdicts) {
    verdicts.push([name, verdict, code]);
  }
  console.log(`\nverified at 浑南区 Hunnan's gateway, with the digest (SM3) of the license file\n${verdicts.toString()}`);

  const trace = expectStatus(await verifier<TraceResult>('GET', `/v1/licenses/${identifier}/trace?pageSize=20`), 200);
  const steps = new Table({ head: ['step', 'operation', 'effective at', 'organisation', 'role', 'transaction'], style: { head: [], border: [] } });
  for (const { step, operation, effectiveAt, mspId, role, txId } of trace.body.items) {
    steps.push([step, operation, effectiveAt, mspId, role, txId]);
  }
  console.log(`\nits whole life, from the ledger\n${steps.toString()}`);

  const intruder = caller('hunnan', 'issuer', 'issuer-9');
  const attempt = { ...order, serial: 'JY22101020000002', issuer: license.issuer, effectiveAt: new Date().toISOString() };
  const refused = expectStatus(await intruder<{ code: string }>('POST', '/v1/licenses', attempt), 403);
  console.log(`\n浑南区 Hunnan tries to issue in the name of 和平区 Heping's department: ${String(refused.status)} ${refused.body.code}`);

  console.log('\nThe gateways (page to try them: /docs)');
  for (const [organisation, url] of urls) {
    console.log(`  ${organisation.padEnd(8)} ${url}/docs`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
