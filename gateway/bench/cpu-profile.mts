import { sum } from './statistics.mts';

/** A profile as V8 writes it. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** Microseconds of the machine's monotonic clock. */
  readonly startTime: number;
  /** The node that each sample was in. */
  readonly samples: readonly number[];
  /** Microseconds from one sample to the next; the first from the start. */
  readonly timeDeltas: readonly number[];
}

/** A function as it was called from somewhere. */
export interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

/** A span of the same clock, in microseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Time spent in a function itself, not in what it calls. */
export interface Cost {
  readonly name: string;
  /** Share of the time in which the process did anything at all. */
  readonly share: number;
}

/** Where the time of a span went. */
export interface CostReport {
  /** Seconds in which the process did anything at all. */
  readonly busySeconds: number;
  /** Share of the span in which it did not. */
  readonly idleShare: number;
  /** Groups of functions, the dearest first. */
  readonly groups: readonly Cost[];
  /** Functions with their package, the dearest first. */
  readonly functions: readonly Cost[];
}

/** Where functions belong, by what their file's address holds; the first that applies. */
const GROUPS: readonly (readonly [group: string, parts: readonly string[]])[] = [
  ['signing and verifying', ['node:internal/crypto', 'node:crypto', '/jose/', '/@noble/', '/gateway/dist/fabric/signer']],
  ['gRPC', ['/@grpc/', 'node:internal/http2']],
  ['protocol buffers', ['/google-protobuf/', '/fabric-protos/', '/protobufjs/']],
  ['Fabric SDK', ['/fabric-gateway/']],
  ['zod', ['/zod/']],
  ['database', ['node:sqlite', '/kysely/', '/pg/', '/pg-']],
  ['log', ['/pino', '/sonic-boom/', '/thread-stream/', '/safe-stable-stringify/', '/quick-format-unescaped/']],
  ['metrics', ['/prom-client/']],
  ['canonical JSON, digests, schemas', ['/core/dist/', '/canonicalize/']],
  ['the gateway itself', ['/gateway/dist/']],
  ['HTTP', ['node:_http', 'node:internal/http', '/express/', '/router/', '/body-parser/', '/raw-body/', '/finalhandler/', '/send/', '/qs/', '/content-type/']],
  ['sockets, streams, timers', ['node:net', 'node:_tls', 'node:tls', 'node:internal/stream', 'node:internal/timers', 'node:internal/js_stream', 'node:stream', 'node:internal/tls', 'node:internal/event', 'node:events', 'node:internal/async', 'node:internal/process', 'node:diagnostics', 'node:buffer', 'node:internal']],
];
const IDLE = '(idle)';
/** What V8 says of time outside functions. */
const OUTSIDE: Readonly<Record<string, string>> = {
  '(program)': 'outside JavaScript: the system, sockets, TLS',
  '(garbage collector)': 'garbage collection',
};
const OTHER = 'other';

/** Adds up the samples that were taken in a span. */
export function readCosts({ nodes, samples, timeDeltas, startTime }: CpuProfile, { from, to }: Span): CostReport {
  const places = new Map(toPlaces(nodes));
  const [groups, functions] = [new Map<string, number>(), new Map<string, number>()];
  let [time, idle, busy] = [startTime, 0, 0];
  samples.forEach((sample, index) => {
    time += timeDeltas[index] ?? 0;
    // A sample stands for the time up to the next one.
    const duration = timeDeltas[index + 1] ?? 0;
    if (time < from || time >= to) {
      return;
    }
    const place = places.get(sample);
    if (place === undefined) {
      idle += duration;
      return;
    }
    busy += duration;
    addTo(groups, place.group, duration);
    addTo(functions, place.name, duration);
  });
  return {
    busySeconds: busy / 1_000_000,
    idleShare: idle / (idle + busy),
    groups: toCosts(groups),
    functions: toCosts(functions),
  };
}

interface Place {
  readonly group: string;
  readonly name: string;
}

/** Where each node's own time belongs; the idle one has no place. */
function* toPlaces(nodes: readonly ProfileNode[]): Generator<[number, Place]> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, byId.get(id)] as const)));
  for (const node of nodes) {
    if (node.callFrame.functionName !== IDLE) {
      yield [node.id, toPlace(node, parents)];
    }
  }
}

function toPlace(node: ProfileNode, parents: ReadonlyMap<number, ProfileNode | undefined>): Place {
  const { functionName } = node.callFrame;
  const outside = OUTSIDE[functionName];
  if (outside !== undefined) {
    return { group: outside, name: outside };
  }
  const owner = findOwner(node, parents);
  const { url } = owner.callFrame;
  const caller = owner === node ? '' : `, called by ${toName(owner)}`;
  return { group: toGroup(url), name: `${toName(node)}${caller} (${toPackage(url)})` };
}

/** A function of the machine's own has no file: it belongs to the nearest caller that has one. */
function findOwner(node: ProfileNode, parents: ReadonlyMap<number, ProfileNode | undefined>): ProfileNode {
  let owner: ProfileNode | undefined = node;
  while (owner?.callFrame.url === '') {
    owner = parents.get(owner.id);
  }
  return owner ?? node;
}

function toName({ callFrame }: ProfileNode): string {
  return callFrame.functionName === '' ? '(a function)' : callFrame.functionName;
}

function toGroup(url: string): string {
  return GROUPS.find(([, parts]) => parts.some((part) => url.includes(part)))?.[0] ?? OTHER;
}

/** `@scope/name` of what is installed, `name/file` of what is not. */
function toPackage(url: string): string {
  const installed = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url);
  return installed?.[1] ?? url.replace(/^.*\/(\w+)\/dist\//, '$1/');
}

function addTo(totals: Map<string, number>, name: string, value: number): void {
  totals.set(name, (totals.get(name) ?? 0) + value);
}

function toCosts(totals: ReadonlyMap<string, number>): Cost[] {
  const all = sum([...totals.values()]);
  return [...totals].map(([name, value]) => ({ name, share: value / all })).sort((a, b) => b.share - a.share);
}
