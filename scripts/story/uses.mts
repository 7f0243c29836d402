/** 用证: the first license is granted, used, refused, suspended and returned. */
import type { GrantRecord, ListGrantsResult, ListUsesResult, TraceResult, TraceStep, UseRecord } from '@shengjing/core';
import type { Caller } from './gateways.mts';
import { once } from './once.mts';
import { digestsOf, HUNNAN } from './samples.mts';
import { line, short } from './tell.mts';

const YEAR_MS = 365 * 24 * 3_600_000;
const TERMS = { grantee: HUNNAN, purpose: 'qualification-check', item: '11210112000000019U4210122001000', uses: 3 };
const PAGE = 'pageSize=100';

/** Those who take part. */
export interface Cast {
  /** Of the department that has issued the license. */
  readonly issuer: Caller;
  /** Of the department that wants to use it. */
  readonly clerk: Caller;
}

/** Tells of the uses of a license. @returns The step that suspended it. */
export async function tellUses({ issuer, clerk }: Cast, identifier: string): Promise<TraceStep> {
  const route = `/v1/licenses/${identifier}`;
  const grant = await once(
    async () => (await issuer.read<ListGrantsResult>(`${route}/grants?${PAGE}`)).items.find(isTheGrant),
    () => issuer.write(`${route}/grants`, newGrant(), 201),
  );
  line('granted', `the holder lets 浑南区 Hunnan use it for ${grant.purpose}, ${String(grant.uses)} times; ${short(grant.txId)}`);

  const use = (code: UseRecord['code'], purpose: string) =>
    once(
      async () => (await clerk.read<ListUsesResult>(`${route}/uses?${PAGE}`)).items.find((record) => record.code === code),
      () => clerk.write(`${route}/grants/${grant.grantId}/uses`, { purpose, item: TERMS.item }, 201, 422),
    );
  const operate = (operation: string, place: string, reason: string) =>
    once(
      async () => (await issuer.read<TraceResult>(`${route}/trace?${PAGE}`)).items.find((step) => step.operation === operation),
      () => issuer.write(`${route}/${place}`, { effectiveAt: new Date().toISOString(), reason }, 200),
    );

  const used = await use(null, TERMS.purpose);
  line('used', `by 浑南区 Hunnan; ${short(used.txId)}`);
  const outside = await use('USE_OUT_OF_SCOPE', 'advertising');
  line('refused', `to 浑南区 Hunnan for ${outside.purpose}: ${String(outside.code)}, recorded in ${short(outside.txId)}`);
  const suspended = await operate('03', 'suspensions', 'RECTIFICATION_ORDERED');
  line('suspended', `暂扣 by 和平区 Heping, ${String(suspended.reason)}; ${short(suspended.txId)}`);
  const meanwhile = await use('LICENSE_NOT_IN_FORCE', TERMS.purpose);
  line('refused', `to 浑南区 Hunnan meanwhile: ${String(meanwhile.code)}, recorded in ${short(meanwhile.txId)}`);
  const returned = await operate('06', 'reinstatements', 'RECTIFIED');
  line('returned', `暂扣发还 by 和平区 Heping, ${String(returned.reason)}; ${short(returned.txId)}`);
  return suspended;
}

function newGrant(): object {
  return { ...TERMS, until: new Date(Date.now() + YEAR_MS).toISOString(), consentDigests: digestsOf("the holder's consent") };
}

function isTheGrant({ grantee, purpose }: GrantRecord): boolean {
  return grantee === TERMS.grantee && purpose === TERMS.purpose;
}
