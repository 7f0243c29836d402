import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { withChannelAdministration } from './genesis';

const OWN = 'Admins';

/** A group as configtxgen writes it: every element is changed by the `Admins` of its own group. */
function group(children: Readonly<Record<string, common.ConfigGroup>> = {}): common.ConfigGroup {
  const result = new common.ConfigGroup();
  result.setModPolicy(OWN);
  const value = new common.ConfigValue();
  value.setModPolicy(OWN);
  value.setValue(Buffer.from('value'));
  result.getValuesMap().set('Capabilities', value);
  const policy = new common.ConfigPolicy();
  policy.setModPolicy(OWN);
  result.getPoliciesMap().set(OWN, policy);
  for (const [name, child] of Object.entries(children)) {
    result.getGroupsMap().set(name, child);
  }
  return result;
}

function draft(): Uint8Array {
  const config = new common.Config();
  config.setChannelGroup(
    group({ Orderer: group({ OrderingMSP: group() }), Application: group({ CityMSP: group(), HepingMSP: group() }) }),
  );
  const envelope = new common.ConfigEnvelope();
  envelope.setConfig(config);
  const payload = new common.Payload();
  payload.setData(envelope.serializeBinary());
  const signed = new common.Envelope();
  signed.setPayload(payload.serializeBinary());
  const data = new common.BlockData();
  data.setDataList([signed.serializeBinary()]);
  const header = new common.BlockHeader();
  header.setNumber(0);
  header.setDataHash(Buffer.from('the hash of the draft'));
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  return block.serializeBinary();
}

function channelOf(bytes: Uint8Array): common.ConfigGroup {
  const [envelope] = common.Block.deserializeBinary(bytes).getData()?.getDataList_asU8() ?? [];
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope ?? new Uint8Array()).getPayload_asU8());
  const channel = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()?.getChannelGroup();
  if (channel === undefined) {
    throw new Error('no channel group');
  }
  return channel;
}

/** Path of each element with the policy by which it is changed. */
function modPolicies(element: common.ConfigGroup, path = 'Channel'): [string, string][] {
  const result: [string, string][] = [[path, element.getModPolicy()]];
  element.getValuesMap().forEach((value, name) => { result.push([`${path} value ${name}`, value.getModPolicy()]); });
  element.getPoliciesMap().forEach((policy, name) => { result.push([`${path} policy ${name}`, policy.getModPolicy()]); });
  element.getGroupsMap().forEach((child, name) => { result.push(...modPolicies(child, `${path}/${name}`)); });
  return result;
}

const protectedBlock = withChannelAdministration(draft());
const isOwn = ([path]: [string, string]) => /\w+MSP/.test(path);

it("everything outside the organisations' own groups is changed by the channel's administration only", () => {
  const shared = modPolicies(channelOf(protectedBlock)).filter((element) => !isOwn(element));
  const expected = ['Channel', 'Channel/Application', 'Channel/Orderer'].flatMap((path) => [path, `${path} value Capabilities`, `${path} policy Admins`]);
  expect(new Set(shared.map(([path]) => path))).toEqual(new Set(expected));
  expect(new Set(shared.map(([, policy]) => policy))).toEqual(new Set(['/Channel/Admins']));
});

it("an organisation's own group stays the organisation's", () => {
  const own = (bytes: Uint8Array) => modPolicies(channelOf(bytes)).filter(isOwn);
  expect(own(protectedBlock)).toEqual(own(draft()));
  expect(own(protectedBlock)).toHaveLength(9);
  expect(new Set(own(protectedBlock).map(([, policy]) => policy))).toEqual(new Set([OWN]));
});

it('the values themselves stay as they were', () => {
  const value = (bytes: Uint8Array) => channelOf(bytes).getGroupsMap().get('Orderer')?.getValuesMap().get('Capabilities')?.getValue_asU8();
  expect(value(protectedBlock)).toEqual(value(draft()));
});

it("the block's header has the hash of its changed data", () => {
  const block = common.Block.deserializeBinary(protectedBlock);
  const [envelope = new Uint8Array()] = block.getData()?.getDataList_asU8() ?? [];
  const expected = createHash('sha256').update(envelope).digest('hex');
  expect(Buffer.from(block.getHeader()?.getDataHash_asU8() ?? []).toString('hex')).toBe(expected);
});

it('a block that is not a configuration block is refused', () => {
  expect(() => withChannelAdministration(new common.Block().serializeBinary())).toThrow(TypeError);
});
