import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createPrivateFile } from './atomic-file';
import { encodeParts } from './encode-parts';

const SECRET_BYTES = 32;

/**
 * The gateway's own secret. Persons and requests are kept under names and hashes that only those who have it can
 * compute.
 */
export interface GatewaySecret {
  /** A name for the parts that reveals nothing of them: HMAC-SHA256, lowercase hex. */
  pseudonym(parts: readonly string[]): string;
}

/** Reads the secret from the state folder; the first start makes it, one for all processes that share the folder. */
export async function openGatewaySecret(stateDir: string): Promise<GatewaySecret> {
  const file = join(stateDir, 'secret');
  const existing = await readSecret(file);
  if (existing) {
    return newGatewaySecret(existing);
  }
  await createPrivateFile(file, randomBytes(SECRET_BYTES).toString('hex'));
  const created = await readSecret(file);
  if (!created) {
    throw new Error("The gateway's secret file went away");
  }
  return newGatewaySecret(created);
}

/** The same over bytes already at hand. */
export function newGatewaySecret(secret: Uint8Array): GatewaySecret {
  return {
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
