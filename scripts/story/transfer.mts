/** 转出、转入: a license moves with its holder to another district. */
import type { LicenseRecord } from '@shengjing/core';
import type { Caller } from './gateways.mts';
import { once } from './once.mts';
import { HEPING, HUNNAN, identifierOf, transportWorker } from './samples.mts';
import { heading, line, short } from './tell.mts';

const SERIAL_IN_HUNNAN = 'CY2101122026000001';
const HUNNAN_DIVISION = '210112';

/** Those who take part. */
export interface Districts {
  readonly heping: Caller;
  readonly hunnan: Caller;
}

/** Tells of a license that moves from one district to another. */
export async function tellTransfer({ heping, hunnan }: Districts, name: string): Promise<void> {
  const identifier = identifierOf(transportWorker, HEPING);
  const route = `/v1/licenses/${identifier}`;
  const now = () => new Date().toISOString();
  const issued = await once(
    () => heping.find<LicenseRecord>(route),
    () => heping.write('/v1/licenses', { ...transportWorker, effectiveAt: now() }, 201),
  );
  const offered = await once(
    async () => {
      const license = await heping.read<LicenseRecord>(route);
      return license.status === '06' ? license : undefined;
    },
    () => heping.write(`${route}/outward-transfers`, { effectiveAt: now(), reason: 'MOVED', transferTo: HUNNAN_DIVISION }, 200),
  );
  const moved = { ...transportWorker, serial: SERIAL_IN_HUNNAN };
  const taken = await once(
    () => hunnan.find<LicenseRecord>(`/v1/licenses/${identifierOf(moved, HUNNAN)}`),
    () => hunnan.write('/v1/licenses/inward-transfers', { ...moved, effectiveAt: now(), previous: identifier }, 201),
  );
  heading(`${name}\n  ${identifier}`);
  line('issued', `by 和平区 Heping; ${short(issued.txId)}`);
  line('moved', `转出 by 和平区 Heping to 浑南区 Hunnan (${String(offered.transferTo)}), ${String(offered.statusReason)}`);
  line('taken over', `转入 by 浑南区 Hunnan; ${short(taken.txId)}, as`);
  console.log(`  ${taken.identifier}`);
}
