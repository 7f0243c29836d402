import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { createPrivateFile, writePrivateFile } from '../state/atomic-file';

/** A certificate with its private key. */
export interface Enrolment {
  /** PEM. */
  readonly certificate: string;
  readonly key: KeyObject;
}

/** The number under which the CA knows a person. */
export interface Operator {
  readonly operator: string;
  /** Whether the CA is known to have it. */
  readonly registered: boolean;
}

/**
 * What the gateway keeps of one person. The folder's name is a pseudonym, and nothing in it says who the
 * person is.
 */
export interface PersonFiles {
  readOperator(): Promise<Operator | undefined>;
  /** Gives the person a number, unless there is one. @returns The number that is kept. */
  createOperator(operator: Operator): Promise<Operator>;
  writeOperator(operator: Operator): Promise<void>;
  /** The enrolment under one set of attributes. */
  readEnrolment(attributeSet: string): Promise<Enrolment | undefined>;
  writeEnrolment(attributeSet: string, enrolment: Enrolment): Promise<void>;
}

const operatorSchema = z.strictObject({
  schema: z.literal('operator/1'),
  operator: z.string().regex(/^op-[0-9a-f]{32}$/),
  registered: z.boolean(),
});

const enrolmentSchema = z.strictObject({
  schema: z.literal('enrolment/1'),
  certificate: z.string(),
  key: z.string(),
});

/** The files of one person under this folder. Certificate and key share a file, so they always fit each other. */
export function newPersonFiles(folder: string): PersonFiles {
  const operatorFile = join(folder, 'operator.json');
  const enrolmentFile = (attributeSet: string): string => join(folder, `${attributeSet}.json`);
  return {
    readOperator: () => readJson(operatorFile, operatorSchema),
    createOperator: async (operator) => {
      await createPrivateFile(operatorFile, toText(operator));
      return (await readJson(operatorFile, operatorSchema)) ?? operator;
    },
    writeOperator: (operator) => writePrivateFile(operatorFile, toText(operator)),
    readEnrolment: async (attributeSet) => {
      const stored = await readJson(enrolmentFile(attributeSet), enrolmentSchema);
      return stored && { certificate: stored.certificate, key: createPrivateKey(stored.key) };
    },
    writeEnrolment: (attributeSet, { certificate, key }) => {
      const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
      const stored = { schema: 'enrolment/1', certificate, key: pem };
      return writePrivateFile(enrolmentFile(attributeSet), JSON.stringify(stored));
    },
  };
}

function toText(operator: Operator): string {
  return JSON.stringify({ schema: 'operator/1', ...operator });
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
