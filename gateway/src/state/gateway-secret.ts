import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writePrivateFile } from './atomic-file';
import { deriveBytes } from './derive-bytes';
import { encodeParts } from './encode-parts';

const SECRET_BYTES = 32;

/**
 * The gateway's own secret. What must be unguessable and yet the same when a request is sent again is
 * derived from it, so nothing has to be remembered between the two.
 */
export interface GatewaySecret {
  /**
   * HKDF-SHA256 (RFC 5869) over the parts, each encoded with its length so that no two lists collide.
   * @param bytes - Length of the result.
   */
  derive(parts: readonly string[], bytes: number): Buffer;

  /** A name for the parts that reveals nothing of them: HMAC-SHA256, lowercase hex. */
  pseudonym(parts: readonly string[]): string;
}

/** Reads the secret from the state folder; the first start makes it. */
export async function openGatewaySecret(stateDir: string): Promise<GatewaySecret> {
  const file = join(stateDir, 'secret');
  const existing = await readSecret(file);
  if (existing) {
    return newGatewaySecret(existing);
  }
  const created = randomBytes(SECRET_BYTES);
  await writePrivateFile(file, created.toString('hex'));
  return newGatewaySecret(created);
}

/** The same over bytes already at hand. */
export function newGatewaySecret(secret: Uint8Array): GatewaySecret {
  return {
    derive: (parts, bytes) => deriveBytes(secret, parts, bytes),
    pseudonym: (parts) => createHmac('sha256', secret).update(encodeParts(['pseudonym', ...parts])).digest('hex'),
  };
}

async function readSecret(file: string): Promise<Buffer | undefined> {
  try {
    const secret = Buffer.from(await readFile(file, 'utf8'), 'hex');
    if (secret.length !== SECRET_BYTES) {
      throw new Error("The gateway's secret file does not hold 32 bytes in hex");
    }
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
