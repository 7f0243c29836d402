import { setTimeout as delay } from 'node:timers/promises';

import { type NetworkContext, raftLeader, waitFor } from '@shengjing/network';

import type { Death } from './evidence.mts';
import { type Kill, LEADER } from './schedule.mts';

const LEADER_DEADLINE_MS = 5_000;
const END_DEADLINE_MS = 10_000;

/** Kills what the schedule says, starts it again, and tells of all that died. */
export interface Killer {
  /** Carries the whole schedule out. */
  run(schedule: readonly Kill[], begin: number): Promise<void>;
  readonly deaths: readonly Death[];
}

export function newKiller(context: NetworkContext, tell: (line: string) => void): Killer {
  const { supervisor } = context;
  const deaths: Death[] = [];
  const down = new Set<string>();
  const names = supervisor.names();

  /** What is not down on purpose must run. */
  const reviveOthers = (): void => {
    for (const name of names.filter((candidate) => !down.has(candidate) && supervisor.find(candidate) === undefined)) {
      deaths.push({ name, kind: 'itself', pid: null, at: Date.now() });
      tell(`${name} has died by itself; its log ends:\n${supervisor.logEnd(name)}`);
      supervisor.restart(name);
    }
  };

  const strike = async ({ kind, target, downFor }: Kill): Promise<void> => {
    const name = target === LEADER ? await findLeader(context) : target;
    const record = name === undefined || down.has(name) ? undefined : supervisor.find(name);
    if (name === undefined || record === undefined) {
      tell(`${target} is not there to be killed`);
      return;
    }
    down.add(name);
    process.kill(record.pid, 'SIGKILL');
    deaths.push({ name, kind, pid: record.pid, at: Date.now() });
    tell(`SIGKILL ${name} (process ${String(record.pid)}), for ${downFor.toFixed(1)} s`);
    await delay(downFor * 1000);
    await waitFor(() => Promise.resolve(supervisor.find(name) === undefined ? true : undefined), { what: `end of ${name}`, deadline: END_DEADLINE_MS });
    supervisor.restart(name);
    down.delete(name);
  };

  return {
    deaths,
    run: async (schedule, begin) => {
      const strikes = schedule.map(async (kill) => {
        await delay(Math.max(0, begin + kill.at * 1000 - Date.now()));
        reviveOthers();
        await strike(kill);
      });
      await Promise.all(strikes);
      reviveOthers();
    },
  };
}

/** Undefined when nobody leads for some seconds. */
async function findLeader({ topology }: NetworkContext): Promise<string | undefined> {
  const leader = waitFor(() => raftLeader(topology), { what: 'Raft leader', deadline: LEADER_DEADLINE_MS });
  return await leader.catch(() => undefined);
}
