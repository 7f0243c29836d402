/**
 * Sends license orders under idempotency keys, each three times, while processes of the network are killed, and leaves
 * evidence of every answer. Run by scripts/chaos.sh, which then has the checker compare it with the blocks.
 */
import { down, type NetworkContext } from '@shengjing/network';

import { call } from './client.mts';
import type { Answer } from './evidence.mts';
import { type EvidenceWriter, newEvidenceWriter } from './evidence-writer.mts';
import { newKiller } from './killer.mts';
import { runLoad } from './load.mts';
import { bringUp, cityOf, districtsOf, ledgersOf, newDoor, openNetwork, targetsIn } from './network.mts';
import { type Options, parseOptions, USAGE } from './options.mts';
import { newType, newTypeOfThePast } from './orders.mts';
import { newRandom } from './random.mts';
import { type AnsweredLicense, readBack } from './read-back.mts';
import { describeKill, type Kill, newSchedule } from './schedule.mts';
import { planWishes, type PlannedWish } from './wishes.mts';

/** The last orders start a little before the killing ends. */
const CALM_SECONDS = 5;
/** For the last answers, after the killing. */
const PATIENCE_MS = 180_000;

interface Plan {
  readonly schedule: readonly Kill[];
  readonly wishes: readonly PlannedWish[];
  readonly types: readonly { readonly code: string }[];
}

function newPlan(context: NetworkContext, options: Options): Plan {
  const { seed, keys, seconds } = options;
  const districts = districtsOf(context);
  const issuers = districts.map(({ department }) => department);
  const [type, typeOfThePast] = [newType(issuers), newTypeOfThePast(issuers)];
  return {
    schedule: newSchedule(newRandom(seed, 'kills'), targetsIn(context), options),
    wishes: planWishes({ seed, keys, seconds: Math.max(1, seconds - CALM_SECONDS), districts, type, typeOfThePast }),
    types: [type, typeOfThePast],
  };
}

async function run(context: NetworkContext, options: Options, plan: Plan): Promise<void> {
  const evidence = newEvidenceWriter(options.evidence);
  await bringUp(context);
  await register(context, plan);
  evidence.wishes(plan.wishes);
  const killer = newKiller(context, tell);
  const startedAt = Date.now();
  const killedUntil = startedAt + options.seconds * 1000;
  const [licenses] = await Promise.all([
    sendAll(context, options, plan, { evidence, begin: startedAt, deadline: killedUntil + PATIENCE_MS }),
    killer.run(plan.schedule, startedAt),
  ]);
  const answeredAt = Date.now();
  await bringUp(context);
  await readBack(licenses, newDoor(context, cityOf(context), 'clerk'), { inFlight: options.inFlight, record: evidence.answer });
  await down(context);
  const { seed, keys, secondsBetweenKills } = options;
  const facts = { chaincode: context.topology.chaincode, deaths: killer.deaths, ledgers: ledgersOf(context) };
  evidence.run({ seed, keys, secondsBetweenKills, startedAt, killedUntil, answeredAt, endedAt: Date.now(), ...facts });
}

async function register(context: NetworkContext, { types }: Plan): Promise<void> {
  const door = newDoor(context, cityOf(context), 'admin');
  const token = await door.token('registrar');
  for (const type of types) {
    const { status, body } = await call({ url: `${door.baseUrl}/v1/license-types`, token, body: type, patience: PATIENCE_MS });
    if (status !== 201) {
      throw new Error(`the license type could not be registered: ${JSON.stringify(body)}`);
    }
  }
}

/** @returns The licenses that were answered, by key. */
async function sendAll(
  context: NetworkContext,
  { inFlight }: Options,
  { wishes }: Plan,
  { evidence, begin, deadline }: { readonly evidence: EvidenceWriter; readonly begin: number; readonly deadline: number },
): Promise<Map<string, AnsweredLicense>> {
  const licenses = new Map<string, AnsweredLicense>();
  const doors = new Map(districtsOf(context).map((district) => [district.id, newDoor(context, district, 'issuer')]));
  const record = (answer: Answer): void => {
    evidence.answer(answer);
    const { key, status, identifier, txId } = answer;
    if (status === 201 && identifier !== undefined && txId !== undefined) {
      licenses.set(key, { identifier, txId });
    }
  };
  const ticker = setInterval(() => {
    tell(`${String(licenses.size)} licenses of ${String(wishes.length)} keys are answered`);
  }, 10_000);
  await runLoad(wishes, { doors, inFlight, begin, deadline, record });
  clearInterval(ticker);
  return licenses;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const context = openNetwork();
  const plan = newPlan(context, options);
  tell(`seed ${String(options.seed)}: ${String(options.keys)} keys, ${String(plan.schedule.length)} kills within ${String(options.seconds)} s`);
  plan.schedule.forEach((kill) => { tell(describeKill(kill)); });
  if (!options.plan) {
    await run(context, options, plan);
  }
}

main().catch((error: unknown) => {
  const isUsage = error instanceof Error && (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
  tell(error instanceof Error ? error.message : String(error));
  if (isUsage) {
    tell(USAGE);
  }
  process.exitCode = 1;
});
