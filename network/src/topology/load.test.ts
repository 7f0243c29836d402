import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FOUR_ORGANISATIONS } from '../../test/support/topology';
import { TopologyError } from './error';
import { loadTopology, parseTopology } from './load';

const TEXT = readFileSync(FOUR_ORGANISATIONS, 'utf8');

/** What is told about the sample after a replacement in its first line that has the text. */
function told(from: string, to: string): string {
  expect(TEXT).toContain(from);
  try {
    parseTopology(TEXT.replace(from, () => to), 'city.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(TopologyError);
    return (error as TopologyError).message;
  }
  throw new Error('nothing was told');
}

describe('a topology file', () => {
  it.each([FOUR_ORGANISATIONS, path.join(__dirname, '..', '..', 'topology', 'shenyang.yaml')])('is taken as it stands: %s', (file) => {
    expect(loadTopology(file).organisations[0]?.role).toBe('city');
  });

  it('that cannot be read is named', () => {
    expect(() => loadTopology('/no/such/file.yaml')).toThrow(new TopologyError('/no/such/file.yaml: cannot be read (ENOENT)'));
  });

  it('has the default host where it names none', () => {
    expect(parseTopology(TEXT, 'city.yaml').defaults).toEqual({ host: '127.0.0.1' });
  });
});

describe('what is wrong in a topology file is told with file, line and path', () => {
  it.each([
    ['YAML that is none', 'chaincode: probe', 'chaincode: [', /^city\.yaml:\d+: the file: /],
    ['a key that is there twice', 'chaincode: probe', 'channel: four', /^city\.yaml:4: the file: Map keys must be unique/],
    ['a list in place of the file', TEXT, '- a\n- b\n', /^city\.yaml:1: the file: Invalid input: expected object/],
    ['an empty file', TEXT, '', /^city\.yaml:1: the file: /],
    ['a key that is unknown', 'chaincode: probe', 'chaincode: probe\nchaincodes: probe', /^city\.yaml:5: chaincodes: no such key$/],
    ['an unknown key in an organisation', 'role: district', 'rank: 1, role: district', /^city\.yaml:12: organisations\.1\.rank: no such key$/],
    ['a key that is missing', 'role: district, ', '', /^city\.yaml:12: organisations\.1\.role: /],
    ['a value of the wrong type', 'basePort: 7200', 'basePort: high', /^city\.yaml:12: organisations\.1\.basePort: .*expected number/],
    ['a number without quotes where digits are meant', '"210102"', '210102', /^city\.yaml:12: organisations\.1\.division: .*expected string/],
    ['a port that needs privileges', 'gatewayPort: 8081', 'gatewayPort: 80', /^city\.yaml:12: organisations\.1\.gatewayPort: /],
    ['a node by the name of a folder', 'peers: [peer0]', 'peers: [gateway]', /^city\.yaml:11: organisations\.0\.peers\.0: a name that is none of admin, ca, gateway, msp$/],
    ['a node that is a number', 'peers: [peer0]', 'peers: [0]', /^city\.yaml:11: organisations\.0\.peers\.0: a name, or a name and a host$/],
  ])('%s', (_what, from, to, expected) => {
    expect(told(from, to)).toMatch(expected);
  });

  it.each([
    ['an id', 'id: hunnan', 'id: heping', 'city.yaml:13: organisations.2.id: id heping is used twice, by organisations.1.id before'],
    ["the orderers' id", 'id: heping', 'id: ordering', 'city.yaml:12: organisations.1.id: id ordering is used twice, by ordering.id before'],
    ['an MSP', 'HunnanMSP', 'HepingMSP', 'city.yaml:13: organisations.2.mspId: MSP HepingMSP is used twice, by organisations.1.mspId before'],
    ['a division', '"210112"', '"210102"', 'city.yaml:13: organisations.2.division: division 210102 is used twice, by organisations.1.division before'],
    ['a node', 'peers: [peer0]', 'peers: [peer0, peer0]', 'city.yaml:11: organisations.0.peers.1: node peer0 is used twice, by organisations.0.peers.0 before'],
    ['an address', 'gatewayPort: 8081', 'gatewayPort: 8080', 'city.yaml:12: organisations.1.gatewayPort: address 127.0.0.1:8080 is used twice, by organisations.0.gatewayPort before'],
    ['ports that follow from basePort', 'basePort: 7200', 'basePort: 7100', 'city.yaml:12: organisations.1.basePort: address 127.0.0.1:7100 is used twice, by organisations.0.basePort before'],
  ])('%s that is used twice', (_what, from, to, expected) => {
    expect(told(from, to)).toBe(expected);
  });

  it('ports that do not exist', () => {
    expect(told('basePort: 7200', 'basePort: 65530')).toBe(
      'city.yaml:12: organisations.1.basePort: gives peer0.heping port 65540; ports go from 1024 to 65535',
    );
  });

  it('no city', () => {
    expect(told('role: city', 'role: district')).toBe('city.yaml:11: organisations: none has role: city; exactly one must');
  });

  it('two cities', () => {
    expect(told('role: district', 'role: city')).toBe('city.yaml:12: organisations.1.role: a second city; exactly one organisation must have role: city');
  });

  it('everything at once, a line each', () => {
    expect(told('mspId: OrderingMSP, basePort: 7000', 'mspId: Ordering, basePort: x').split('\n')).toEqual([
      expect.stringMatching(/^city\.yaml:8: ordering\.mspId: /),
      expect.stringMatching(/^city\.yaml:8: ordering\.basePort: /),
    ]);
  });
});

it('hosts of their own make equal ports of two organisations different addresses', () => {
  const elsewhere = TEXT.replace('basePort: 7200, peers: [peer0], gatewayPort: 8081', 'host: b.example, basePort: 7100, peers: [peer0], gatewayPort: 8080');
  expect(parseTopology(elsewhere, 'city.yaml').organisations[1]?.host).toBe('b.example');
});
