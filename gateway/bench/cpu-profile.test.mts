import { type CpuProfile, type ProfileNode, readCosts } from './cpu-profile.mts';

const EVERYTHING = { from: 0, to: Infinity };

function node(id: number, functionName: string, url = '', children: readonly number[] = []): ProfileNode {
  return { id, callFrame: { functionName, url, lineNumber: 1 }, children };
}

/** Samples a millisecond apart. */
function profile(nodes: readonly ProfileNode[], samples: readonly number[]): CpuProfile {
  return { nodes, startTime: 5_000, samples: [...samples, 0], timeDeltas: [0, ...samples.map(() => 1_000)] };
}

it('tells what share of the busy time each function takes itself, the dearest first', () => {
  const nodes = [node(1, 'main', 'file:///x/gateway/dist/main.js', [2]), node(2, 'parse', 'file:///x/node_modules/zod/v4/core.js')];
  const { functions, groups, busySeconds } = readCosts(profile(nodes, [1, 2, 2, 2]), EVERYTHING);
  expect(functions).toEqual([
    { name: 'parse (zod)', share: 0.75 },
    { name: 'main (gateway/main.js)', share: 0.25 },
  ]);
  expect(groups.map(({ name }) => name)).toEqual(['zod', 'the gateway itself']);
  expect(busySeconds).toBeCloseTo(0.004);
});

it('counts idle time apart', () => {
  const { idleShare, functions } = readCosts(profile([node(1, '(idle)'), node(2, 'f', 'node:net')], [1, 1, 1, 2]), EVERYTHING);
  expect(idleShare).toBeCloseTo(0.75);
  expect(functions).toEqual([{ name: 'f (node:net)', share: 1 }]);
});

it('gives what has no file to the nearest caller that has one', () => {
  const nodes = [node(1, 'sign', 'node:internal/crypto/sig', [2]), node(2, '', '', [3]), node(3, 'signOneShot')];
  const { functions, groups } = readCosts(profile(nodes, [3]), EVERYTHING);
  expect(functions).toEqual([{ name: 'signOneShot, called by sign (node:internal/crypto/sig)', share: 1 }]);
  expect(groups).toEqual([{ name: 'signing and verifying', share: 1 }]);
});

it('names what is no function', () => {
  const { groups } = readCosts(profile([node(1, '(program)'), node(2, '(garbage collector)')], [1, 1, 2]), EVERYTHING);
  expect(groups.map(({ name }) => name)).toEqual(['outside JavaScript: the system, sockets, TLS', 'garbage collection']);
});

it('takes no samples from outside the span', () => {
  const nodes = [node(1, 'before', 'node:net'), node(2, 'within', 'node:net'), node(3, 'after', 'node:net')];
  const { functions } = readCosts(profile(nodes, [1, 2, 2, 3]), { from: 6_000, to: 8_000 });
  expect(functions).toEqual([{ name: 'within (node:net)', share: 1 }]);
});

it.each([
  ['file:///x/node_modules/@grpc/grpc-js/build/src/call.js', 'gRPC', '@grpc/grpc-js'],
  ['file:///x/node_modules/@hyperledger/fabric-protos/lib/common.js', 'protocol buffers', '@hyperledger/fabric-protos'],
  ['node:_http_server', 'HTTP', 'node:_http_server'],
  ['node:internal/http2/core', 'gRPC', 'node:internal/http2/core'],
  ['file:///x/core/dist/json/canonical.js', 'canonical JSON, digests, schemas', 'core/json/canonical.js'],
  ['file:///x/elsewhere.js', 'other', 'file:///x/elsewhere.js'],
])('%s is in the group of %s', (url, group, where) => {
  const { groups, functions } = readCosts(profile([node(1, 'f', url)], [1]), EVERYTHING);
  expect([groups[0]?.name, functions[0]?.name]).toEqual([group, `f (${where})`]);
});
