/** The gateways of the running network, and people who call them. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const CLI = path.resolve(import.meta.dirname, '..', '..', 'network', 'dist', 'cli.js');
const DEADLINE_MS = 30_000;
const PAUSE_MS = 50;

/** An answer of a gateway. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** Somebody with a token, at the gateway of the own organisation. */
export interface Caller {
  readonly ask: <Body>(method: 'GET' | 'POST', route: string, body?: unknown) => Promise<Answer<Body>>;
  /** What is there, or undefined. */
  readonly find: <Body>(route: string) => Promise<Body | undefined>;
  /** What is there. */
  readonly read: <Body>(route: string) => Promise<Body>;
  /** Writes, and expects one of these statuses. */
  readonly write: <Body>(route: string, body: unknown, ...statuses: number[]) => Promise<Body>;
}

/** Somebody at each gateway. */
const callers = new Map<string, Caller>();

/** Address of each organisation's gateway. */
export const urls = new Map(network('urls').trim().split('\n').map((line) => line.split('\t') as [string, string]));

/** A caller with a token of the development issuer. */
export function newCaller(organisation: string, role: string, person: string): Caller {
  const token = network('token', organisation, role, person).trim().split('\n').at(-1) ?? '';
  const base = urls.get(organisation) ?? '';
  const ask: Caller['ask'] = async (method, route, body) => {
    const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const init = { method, headers, signal: AbortSignal.timeout(DEADLINE_MS), ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${base}${route}`, init);
    return { status: response.status, body: (await response.json()) as never };
  };
  const caller: Caller = {
    ask,
    find: async <Body,>(route: string) => {
      const { status, body } = expectStatus(await ask<Body>('GET', route), 200, 404);
      return status === 404 ? undefined : body;
    },
    read: async <Body,>(route: string) => expectStatus(await ask<Body>('GET', route), 200).body,
    write: async <Body,>(route: string, body: unknown, ...statuses: number[]) => expectStatus(await ask<Body>('POST', route, body), ...statuses).body,
  };
  callers.set(organisation, caller);
  return caller;
}

/** Waits until every organisation has a transaction: its writer's has it when the answer comes, others follow. */
export async function awaitEverywhere(txId: string): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  await Promise.all([...callers.values()].map((caller) => awaitTransaction(caller, txId, deadline)));
}

async function awaitTransaction(caller: Caller, txId: string, deadline: number): Promise<void> {
  while ((await caller.read<{ state: string }>(`/v1/transactions/${txId}`)).state !== 'committed') {
    if (Date.now() > deadline) {
      throw new Error(`transaction ${txId} has not reached every organisation`);
    }
    await delay(PAUSE_MS);
  }
}

/** The answer, when it has one of the statuses. */
export function expectStatus<Body>(answer: Answer<Body>, ...statuses: number[]): Answer<Body> {
  if (!statuses.includes(answer.status)) {
    throw new Error(`the gateway answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
  }
  return answer;
}

function network(...args: string[]): string {
  return execFileSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
}
