import { z } from 'zod';

const FIRST_PORT = 1024;
const LAST_PORT = 65535;
export const PORT_RANGE = `ports go from ${String(FIRST_PORT)} to ${String(LAST_PORT)}`;

/** One that can be listened on without privileges. */
export function isPort(port: number): boolean {
  return port >= FIRST_PORT && port <= LAST_PORT;
}

/** What a person writes in the topology file. {@link ResolvedTopology} is what everything else reads. */
const identifier = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, 'lower-case letters, digits and hyphens, starting with a letter');
const mspId = z.string().regex(/^[A-Z][A-Za-z0-9]*MSP$/, 'letters and digits, ending with MSP');
const port = z.int().min(FIRST_PORT).max(LAST_PORT);
const host = z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, 'a host name or an IP address');

/** Folders that every organisation has beside those of its nodes. */
const RESERVED = ['admin', 'ca', 'gateway', 'msp'];
const nodeName = identifier.refine((name) => !RESERVED.includes(name), `a name that is none of ${RESERVED.join(', ')}`);

/** A node is named, or named with a host of its own where it runs elsewhere. */
const node = z.union([nodeName, z.strictObject({ name: nodeName, host })], { error: 'a name, or a name and a host' });

const ordering = z.strictObject({
  id: identifier,
  name: z.string().min(1),
  mspId,
  host: host.optional(),
  basePort: port,
  orderers: z.array(node).min(1).max(9),
});

const organisation = z.strictObject({
  id: identifier,
  name: z.string().min(1),
  division: z.string().regex(/^\d{6}$/, 'six digits (GB/T 2260)'),
  mspId,
  role: z.enum(['city', 'district']),
  /** The department (USCC) that development tokens speak for. */
  department: z.string().regex(/^[0-9A-Z]{18}$/, 'a unified social credit code'),
  host: host.optional(),
  basePort: port,
  peers: z.array(node).min(1).max(8),
  gatewayPort: port,
});

export const topologyInput = z.strictObject({
  network: identifier,
  channel: identifier,
  chaincode: identifier,
  defaults: z.strictObject({ host: host.default('127.0.0.1') }).default({ host: '127.0.0.1' }),
  batch: z.strictObject({
    maxMessageCount: z.int().min(1).max(10_000),
    timeout: z.string().regex(/^\d+(ms|s)$/, 'a duration such as 200ms or 2s'),
    absoluteMaxBytes: z.string().regex(/^\d+ [KM]B$/, 'a size such as 10 MB'),
    preferredMaxBytes: z.string().regex(/^\d+ [KM]B$/, 'a size such as 2 MB'),
  }),
  ordering,
  organisations: z.array(organisation).min(2).max(64),
});

export type TopologyInput = z.infer<typeof topologyInput>;
export type NodeInput = z.infer<typeof node>;
