import { newRandom } from './random.mts';
import { KINDS, LEADER, newSchedule, type Targets } from './schedule.mts';

const TARGETS: Targets = {
  gateway: ['gateway.heping', 'gateway.hunnan'],
  peer: ['peer0.city', 'peer0.heping'],
  chaincode: ['chaincode-1.peer0.city', 'chaincode-1.peer0.heping'],
};
const PACE = { secondsBetweenKills: 5, seconds: 100 };

function scheduleOf(seed: number) {
  return newSchedule(newRandom(seed, 'kills'), TARGETS, PACE);
}

it('the same seed gives the same schedule, and another seed another one', () => {
  expect(scheduleOf(42)).toEqual(scheduleOf(42));
  expect(scheduleOf(42)).not.toEqual(scheduleOf(43));
});

it('every kind of process is killed before any is killed again, until the time is over', () => {
  const schedule = scheduleOf(42);
  for (let round = 0; round + KINDS.length <= schedule.length; round += KINDS.length) {
    expect(schedule.slice(round, round + KINDS.length).map(({ kind }) => kind).sort()).toEqual([...KINDS].sort());
  }
  expect(schedule.every(({ at, downFor }) => at > 0 && at < PACE.seconds && downFor < PACE.secondsBetweenKills)).toBe(true);
});

it('only what may be killed is killed', () => {
  expect(scheduleOf(42).filter(({ kind, target }) => (kind === 'leader' ? target !== LEADER : !TARGETS[kind].includes(target)))).toEqual([]);
});
