import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The processes of the benchmark. */
export const CLASSES = ['orderers', 'peers', 'chaincode', 'gateways', 'client', 'authorities'] as const;
export type ProcessClass = (typeof CLASSES)[number];

/** Seconds of processor time by class; of everything else on the machine; and what all processors could have given. */
export type CpuTime = Readonly<Record<CpuTimeName, number>>;
type CpuTimeName = ProcessClass | 'others' | 'available';

/** Memory of a process, in bytes. */
export interface Memory {
  readonly resident: number;
  readonly peak: number;
}

/** The processes of a network, as recorded in its state folder, and this one. */
export interface Processes {
  cpuTime(): CpuTime;
  memoryOf(name: string): Memory;
  memory(): MemoryByProcess;
}

/** Memory of the orderers, peers, chaincode servers and gateways, in this order. */
export type MemoryByProcess = Readonly<Record<string, Memory>>;

// USER_HZ is 100 on every architecture that Node runs on.
const TICKS_PER_SECOND = 100;
const BYTES_PER_KIB = 1024;
const PREFIXES: readonly (readonly [string, ProcessClass])[] = [
  ['orderer', 'orderers'],
  ['peer', 'peers'],
  ['chaincode-', 'chaincode'],
  ['gateway.', 'gateways'],
];

export function findProcesses(stateDir: string): Processes {
  const pids = new Map(readRecords(path.join(stateDir, 'run')));
  return {
    cpuTime: () => readCpuTime([...[...pids].map(([name, pid]) => [toClass(name), pid] as const), ['client', process.pid]]),
    memoryOf: (name) => readMemory(pids.get(name) ?? 0),
    memory: () => {
      const names = CLASSES.filter((kind) => kind !== 'authorities').flatMap((kind) => [...pids.keys()].filter((name) => toClass(name) === kind).sort());
      return Object.fromEntries(names.map((name) => [name, readMemory(pids.get(name) ?? 0)]));
    },
  };
}

/** What was used between two readings. */
export function subtract(after: CpuTime, before: CpuTime): CpuTime {
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - before[name as CpuTimeName]])) as CpuTime;
}

export function add(a: CpuTime, b: CpuTime): CpuTime {
  return Object.fromEntries(Object.entries(a).map(([name, value]) => [name, value + b[name as CpuTimeName]])) as CpuTime;
}

function readRecords(folder: string): [string, number][] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { name: string; pid: number })
    .map(({ name, pid }) => [name, pid]);
}

function toClass(name: string): ProcessClass {
  return PREFIXES.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 'authorities';
}

function readCpuTime(processes: readonly (readonly [ProcessClass, number])[]): CpuTime {
  const time: Record<ProcessClass, number> = { orderers: 0, peers: 0, chaincode: 0, gateways: 0, client: 0, authorities: 0 };
  for (const [name, pid] of processes) {
    time[name] += readTicks(pid) / TICKS_PER_SECOND;
  }
  const own = CLASSES.reduce((total, name) => total + time[name], 0);
  const machine = readMachineTicks();
  return { ...time, others: machine.busy / TICKS_PER_SECOND - own, available: machine.available / TICKS_PER_SECOND };
}

/** Fields 14 and 15 of /proc/PID/stat: user and system time of all threads. */
function readTicks(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
  return (fields[11] ?? 0) + (fields[12] ?? 0);
}

/** First line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
function readMachineTicks(): { busy: number; available: number } {
  const line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '';
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  const available = ticks.reduce((total, value) => total + value, 0);
  return { busy: available - (ticks[3] ?? 0) - (ticks[4] ?? 0), available };
}

function readMemory(pid: number): Memory {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const kib = (field: string): number => Number(new RegExp(String.raw`^${field}:\s+(\d+) kB$`, 'm').exec(status)?.[1]);
  return { resident: kib('VmRSS') * BYTES_PER_KIB, peak: kib('VmHWM') * BYTES_PER_KIB };
}
