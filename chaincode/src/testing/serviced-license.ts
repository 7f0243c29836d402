import { newDigests, proveAttribute, sha256Hex, toCanonicalJson } from '@shengjing/core';
import { issue, newNetworkWithType } from './city-with-type';
import type { FakeNetwork } from './fake-network';
import { give, use } from './grants';
import { CITY_ADMIN, HEPING_CLERK, HEPING_ISSUER, HUNNAN_CLERK } from './people';
import { hex, NOW } from './samples';

/** A network where a license was granted, used, used in vain, shown and scanned, and its holder erased. */
export async function newNetworkWithServices(): Promise<FakeNetwork> {
  const network = await newNetworkWithType();
  const { identifier, order } = await issue(network, 1);
  const { grantId } = await give(network, identifier);
  await use(network, identifier, grantId);
  await use(network, identifier, grantId);
  const consentDigests = newDigests('the declaration');
  const withdrawal = { requestId: 'withdraw-the-grant-1', identifier, grantId, consentDigests };
  await network.submit('grant:withdraw', HEPING_CLERK, withdrawal);
  const attributes = [proveAttribute(order.private.attributes, '经营场所', 'sm3')];
  await showAndScan(network, toCanonicalJson({ schema: 'presentation-shown/1', identifier, code: CODE, attributes }), identifier);
  const erasure = { requestId: 'erase-the-holder-1', holderRef: order.request.holderRef, reason: 'ON_REQUEST' } as const;
  const transient = { holder: JSON.stringify({ ...order.mapping, known: true }) };
  await network.submit('holder:erase', CITY_ADMIN, erasure, { transient });
  return network;
}

const CODE = hex(32, 33);

async function showAndScan(network: FakeNetwork, shown: string, identifier: string): Promise<void> {
  const codeHash = sha256Hex(CODE);
  const expiresAt = new Date(NOW.getTime() + 300_000).toISOString();
  const presentation = { requestId: 'present-license-1', identifier, codeHash, shownHash: sha256Hex(shown), expiresAt };
  await network.submit('presentation:present', HEPING_ISSUER, presentation);
  const redemption = { requestId: 'redeem-the-code-1', codeHash };
  await network.submit('presentation:redeem', HUNNAN_CLERK, redemption, { transient: { shown } });
}
