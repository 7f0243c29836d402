/**
 * What the license contract costs: issuing a license against a contract that writes one key of the same size, with
 * steps between the two. Run by scripts/bench.sh, which starts the network.
 */
import { randomBytes, randomUUID } from 'node:crypto';

import type { Contract, ProposalOptions } from '@hyperledger/fabric-gateway';

import { loadConfig } from '../dist/config/index.js';
import { newRequestRandomness } from '../dist/outbox/request-randomness.js';
import { toProposal } from './bare-client.mts';
import { type BareConnection, connectBare, submit } from './bare-connection.mts';
import { runBenchmark, tell } from './benchmark.mts';
import { type ContractClient, type ContractReport, CONTRACT_CLIENTS, renderContract, toContractReport } from './contract-report.mts';
import { type Shape, toShape } from './contract-shape.mts';
import { mapValues } from './map-values.mts';
import { DISTRICT, findNetwork } from './network.mts';
import { deployOneKey, ONE_KEY } from './one-key-chaincode.mts';
import { estimateSeconds, ROUND_FLAGS, type RoundNumbers, writeAmounts } from './rounds.mts';
import { newOrderSource } from './sample.mts';
import { newInstruments, newPerson, registerType } from './set-up.mts';
import { describeRates, takeTurns, type Turn, warmUp } from './turns.mts';

const FLAGS = { ...ROUND_FLAGS, rounds: { ...ROUND_FLAGS.rounds, usual: 10, quick: 2 } };
const DEPLOY_SECONDS = 15;
/** How the key of a license's record begins. */
const LICENSE_KEY = '\u0000license\u0000';

/** One way to write. */
interface Writer {
  readonly chaincode: string;
  readonly contract: Contract;
  readonly transaction: string;
  readonly next: () => Promise<ProposalOptions>;
}

type Writers = Readonly<Record<ContractClient, Writer>>;

async function measure(numbers: RoundNumbers): Promise<ContractReport> {
  const started = Date.now();
  const network = findNetwork();
  await registerType(network);
  await deployOneKey(network);
  const config = loadConfig(network.gatewayConfigFile(DISTRICT));
  const { caller, identity } = await newPerson(network);
  const license = await connectBare(config, identity);
  const oneKey = await connectBare(config, identity, { chaincode: ONE_KEY });
  const instruments = await newInstruments(network);
  const nextOrder = newOrderSource();
  const issue: Writer = {
    chaincode: config.chaincode,
    contract: license.contract,
    transaction: 'license:issue',
    next: () => toProposal(license.contract, config, { caller, requestId: randomUUID(), order: nextOrder(), randomness: newRequestRandomness(randomBytes(32)) }),
  };
  try {
    const writers = { issue, ...newWriters(oneKey, await shapeOf(issue), [config.cityMspId, config.organisation.mspId], await privateSizes(issue)) };
    const shapes = await shapesOf(writers);
    const turns = await runContractRounds(writers, instruments, numbers);
    return toContractReport(turns, { network, numbers, started, shapes });
  } finally {
    license.close();
    oneKey.close();
    await instruments.blocks.close();
  }
}

/** The steps from one key to all that an issue writes, by a contract that does nothing else. */
function newWriters(
  { contract }: BareConnection,
  { writes, policies, policy, collections }: Shape,
  endorsingOrganizations: string[],
  sizes: readonly number[],
): Omit<Writers, 'issue'> {
  const run = Date.now().toString(36);
  let count = 0;
  const nextKey = (): string => `${run}-${String(++count)}`;
  const value = 'x'.repeat(writes.find((write) => write.key.startsWith(LICENSE_KEY))?.bytes ?? 0);
  const many = (what: object, transientData?: Record<string, string>): Writer => {
    const text = JSON.stringify({ sizes: writes.map(({ bytes }) => bytes), policies: 0, collections: {}, ...what });
    return {
      chaincode: ONE_KEY,
      contract,
      transaction: 'oneKey:putMany',
      next: () => Promise.resolve({ arguments: [nextKey(), text], endorsingOrganizations, ...(transientData && { transientData }) }),
    };
  };
  const underPolicies = { policies, policy: Buffer.from(policy).toString('base64') };
  const privateValues = { collections: mapValues(collections, (written) => sizes.slice(0, written)) };
  return {
    oneKey: {
      chaincode: ONE_KEY,
      contract,
      transaction: 'oneKey:put',
      next: () => Promise.resolve({ arguments: [nextKey(), value], endorsingOrganizations }),
    },
    sameKeys: many({}),
    samePolicies: many(underPolicies),
    sameWrites: many({ ...underPolicies, ...privateValues }, { private: 'x'.repeat(Math.max(0, ...sizes)) }),
  };
}

/** Bytes of what an issue gives to the collections: the private part of the license, and the holder. */
async function privateSizes({ next }: Writer): Promise<number[]> {
  const { transientData = {} } = await next();
  return Object.values(transientData)
    .map((value) => value.length)
    .sort((a, b) => b - a);
}

async function shapeOf({ contract, transaction, chaincode, next }: Writer): Promise<Shape> {
  const endorsed = await contract.newProposal(transaction, await next()).endorse();
  return toShape(endorsed.getBytes(), chaincode);
}

async function shapesOf(writers: Writers): Promise<Record<ContractClient, Shape>> {
  const shapes = CONTRACT_CLIENTS.map(async (name) => [name, await shapeOf(writers[name])] as const);
  return Object.fromEntries(await Promise.all(shapes)) as Record<ContractClient, Shape>;
}

async function runContractRounds(
  writers: Writers,
  instruments: Parameters<typeof takeTurns>[0],
  numbers: RoundNumbers,
): Promise<Turn<ContractClient>[]> {
  const contenders = CONTRACT_CLIENTS.map((name) => {
    const { contract, transaction, next } = writers[name];
    return { name, isOrdered: true, call: async () => submit(contract, transaction, await next()) };
  });
  const amounts = writeAmounts(numbers);
  await warmUp(instruments, contenders, amounts);
  const turns: Turn<ContractClient>[] = [];
  for (let round = 0; round < numbers.rounds; round++) {
    turns.push(...(await takeTurns(instruments, contenders, round, amounts)));
    tell(`round ${String(round + 1)} of ${String(numbers.rounds)}: ${describeRates(turns, round)}`);
  }
  return turns;
}

await runBenchmark({
  name: 'contract',
  flags: FLAGS,
  plan: (numbers) =>
    `${String(numbers.rounds)} rounds with ${String(numbers.inFlight)} in flight: about ${String(DEPLOY_SECONDS + estimateSeconds(numbers, CONTRACT_CLIENTS.length, 0))} s`,
  measure,
  render: renderContract,
});
