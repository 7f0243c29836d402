import { channelMetric } from './metrics';

const METRICS = `# HELP ledger_blockchain_height Height of the chain in blocks.
# TYPE ledger_blockchain_height gauge
ledger_blockchain_height{channel="city"} 12
ledger_blockchain_height{channel="city-2"} 7
ledger_blockchain_height_total{channel="city"} 99
ledger_big{channel="city"} 1.5e+06
`;

it.each([
  ['of the channel', 'ledger_blockchain_height', 'city', 12],
  ['and of no other by a similar name', 'ledger_blockchain_height', 'city-2', 7],
  ['in scientific notation', 'ledger_big', 'city', 1_500_000],
  ['that the node does not have', 'ledger_blockchain_height', 'none', undefined],
  ['by half of its name', 'ledger_blockchain', 'city', undefined],
])('a metric %s is read', (_what, name, channel, expected) => {
  expect(channelMetric(METRICS, name, channel)).toBe(expected);
});
