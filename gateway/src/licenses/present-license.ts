import {
  CodedError,
  type GetPrivateResult,
  proveAttribute,
  sha256Hex,
  type ShownPresentation,
  toCanonicalJson,
} from '@shengjing/core';

import type { SigningIdentity } from '../fabric';
import type { Caller } from '../identities';
import type { Ledger } from '../ledger';
import type { WriteOutcome, Writes } from '../outbox';
import type { GatewaySecret } from '../state/gateway-secret';
import type { PresentationOrder } from './presentation-order';
import { toPresentationToken } from './presentation-token';

/** One wish to show a license. */
export interface PresentCommand {
  readonly caller: Caller;
  readonly identity: () => Promise<SigningIdentity>;
  /** Idempotency key: the contract's request id. */
  readonly requestId: string;
  readonly identifier: string;
  readonly order: PresentationOrder;
}

/** A presentation. Personal data. */
export interface Presented {
  readonly outcome: WriteOutcome<'presentation:present'>;
  /** Worth something once the presentation is on the ledger. */
  readonly token: string;
}

/** Shows licenses. */
export type PresentLicense = (command: PresentCommand) => Promise<Presented>;

/**
 * Showing: read the private part, prove what is revealed, register the hashes. The token is kept nowhere, and a request
 * that is sent again has the same one: its code is derived from the secret.
 */
export function newPresentLicense(
  ledger: Pick<Ledger, 'read'>,
  writes: Writes,
  secret: Pick<GatewaySecret, 'pseudonym'>,
): PresentLicense {
  return async (command) => {
    const { caller, identity, requestId, identifier, order } = command;
    const view = await ledger.read(await identity(), 'license:getPrivate', { identifier });
    const shown = toShown(view, toCode(secret, command), order);
    const token = toPresentationToken(shown);
    const body = { identifier, ...order };
    const outcome = await writes.write(
      { caller, identity, requestId, transaction: 'presentation:present', body },
      (_randomness, since) => ({
        argument: {
          requestId,
          identifier,
          codeHash: sha256Hex(shown.code),
          shownHash: sha256Hex(toCanonicalJson(shown)),
          expiresAt: new Date(since + order.seconds * 1_000).toISOString(),
        },
      }),
    );
    return { outcome, token };
  };
}

/** 256 bits that nobody can guess who has not the secret. */
function toCode(secret: Pick<GatewaySecret, 'pseudonym'>, { caller, requestId, identifier, order }: PresentCommand): string {
  const { issuer, subject } = caller;
  return secret.pseudonym(['presentation-code', issuer, subject, requestId, identifier, toCanonicalJson(order)]);
}

/** @throws CodedError INVALID_INPUT when the license has no attribute of a name. */
function toShown(
  { identifier, attributes }: GetPrivateResult,
  code: string,
  { attributes: names, alg }: PresentationOrder,
): ShownPresentation {
  const known = new Set(attributes.map(({ name }) => name));
  const issues = names.flatMap((name, index) =>
    known.has(name) ? [] : [{ path: `attributes.${String(index)}`, issue: 'not-an-attribute-of-the-license' }],
  );
  if (issues.length > 0) {
    throw new CodedError('INVALID_INPUT', { issues });
  }
  const proven = names.map((name) => proveAttribute(attributes, name, alg));
  return { schema: 'presentation-shown/1', identifier, code, attributes: proven };
}
