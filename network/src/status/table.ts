import Table from 'cli-table3';
import type { NetworkStatus, NodeStatus } from './status';

const HEAD = ['organisation', 'node', 'kind', 'address', 'pid', 'health', 'height', 'certificates until'];

/** The status as a table for a person. */
export function statusTable(status: NetworkStatus): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [] } });
  table.push(...status.nodes.map(row));
  const chaincode = status.chaincode === null ? 'none' : `${status.chaincode.name} ${status.chaincode.version}, sequence ${String(status.chaincode.sequence)}`;
  return [
    `network ${status.network}, channel ${status.channel}, Fabric ${status.fabricVersion}, Node ${status.nodeVersion}`,
    `chaincode ${chaincode}; Raft leader ${status.leader ?? 'none'}`,
    table.toString(),
  ].join('\n');
}

function row(node: NodeStatus): string[] {
  return [
    node.organisation,
    node.leader ? `${node.name} (leader)` : node.name,
    node.kind,
    node.address,
    node.pid === null ? '-' : String(node.pid),
    node.healthy ? 'ok' : 'DOWN',
    node.height === null ? '' : String(node.height),
    node.certificatesExpire ?? '',
  ];
}
