/**
 * The main job, told through the gateways: the license types are registered, a license is issued, used, suspended and
 * returned, another moves to another district, and whoever wants to verifies them, for now and for the past. What is
 * there already is read, not made again.
 */
import { LICENSE_OPERATIONS, type LicenseRecord, type LicenseType, type LicenseTypeRecord, type TraceResult, type Verification } from '@shengjing/core';
import { type Caller, newCaller, expectStatus, urls } from './story/gateways.mts';
import { countActs, once } from './story/once.mts';
import { digestsOf, foodLicense, HEPING, identifierOf, readSample, transportWorker, types } from './story/samples.mts';
import { heading, line, short, table } from './story/tell.mts';
import { tellTransfer } from './story/transfer.mts';
import { tellUses } from './story/uses.mts';

const file = readSample('food-license.svg');

async function main(): Promise<void> {
  const registrar = newCaller('city', 'admin', 'registrar-1');
  const issuer = newCaller('heping', 'issuer', 'issuer-1');
  const clerk = newCaller('hunnan', 'clerk', 'clerk-1');
  const successor = newCaller('hunnan', 'issuer', 'issuer-2');

  await tellTypes(registrar);
  const identifier = identifierOf(foodLicense, HEPING);
  const license = await once(
    () => issuer.find<LicenseRecord>(`/v1/licenses/${identifier}`),
    () => issuer.write('/v1/licenses', { ...foodLicense, effectiveAt: new Date().toISOString(), fileDigests: digestsOf(file) }, 201),
  );
  heading(`${nameOf(foodLicense.type)}\n  ${identifier}`);
  line('issued', `by 和平区 Heping; ${short(license.txId)}`);
  const suspension = await tellUses({ issuer, clerk }, identifier);
  await tellVerification(clerk, identifier, suspension.effectiveAt);
  await tellTrace(clerk, identifier);
  await tellTransfer({ heping: issuer, hunnan: successor }, nameOf(transportWorker.type));
  await tellIntruder();

  const acts = countActs();
  heading(acts === 0 ? 'All of this was on the ledger before; nothing was changed.' : `${String(acts)} transactions were written; what was there before was left alone.`);
  heading('The gateways (page to try them: /docs)');
  for (const [organisation, url] of urls) {
    console.log(`  ${organisation.padEnd(8)} ${url}/docs`);
  }
}

async function tellTypes(registrar: Caller): Promise<void> {
  const records = await Promise.all(
    types.map((type) =>
      once(
        () => registrar.find<LicenseTypeRecord>(`/v1/license-types/${type.code}`),
        () => registrar.write('/v1/license-types', type, 201),
      ),
    ),
  );
  heading('The license types, as the city registered them');
  table(
    ['code', 'name', 'held by', 'attributes'],
    records.map(({ type }) => [type.code, `${type.name.zh} ${type.name.en}`, type.holderKinds.join(', '), type.attributes.length]),
  );
}

async function tellVerification(verifier: Caller, identifier: string, at: string): Promise<void> {
  const asked = { identifier, at, fileDigest: digestsOf(file)[0] };
  const { verdicts } = await verifier.write<Verification>('/v1/verifications', asked, 200);
  heading(`verified at 浑南区 Hunnan's gateway, with the digest (SM3) of the license file, and for ${at}, when it was suspended`);
  table(['verdict', '', 'code'], verdicts.map(({ name, verdict, code }) => [name, verdict, code]));
}

async function tellTrace(verifier: Caller, identifier: string): Promise<void> {
  const { items } = await verifier.read<TraceResult>(`/v1/licenses/${identifier}/trace?pageSize=20`);
  heading('its whole life, from the ledger');
  table(
    ['step', 'operation', 'status', 'effective at', 'organisation', 'role', 'transaction'],
    items.map(({ step, operation, status, effectiveAt, mspId, role, txId }) => [
      step,
      `${operation} ${LICENSE_OPERATIONS[operation].zh}`,
      status,
      effectiveAt,
      mspId,
      role,
      `${txId.slice(0, 8)}…`,
    ]),
  );
}

async function tellIntruder(): Promise<void> {
  const intruder = newCaller('hunnan', 'issuer', 'issuer-9');
  const attempt = { ...foodLicense, serial: 'JY22101020000002', issuer: HEPING, effectiveAt: new Date().toISOString() };
  const refused = expectStatus(await intruder.ask<{ code: string }>('POST', '/v1/licenses', attempt), 403);
  heading(`浑南区 Hunnan tries to issue in the name of 和平区 Heping's department: ${String(refused.status)} ${refused.body.code}`);
}

function nameOf(code: string): string {
  const { name } = types.find((type: LicenseType) => type.code === code) ?? {};
  return `${name?.zh ?? code} ${name?.en ?? ''}`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
