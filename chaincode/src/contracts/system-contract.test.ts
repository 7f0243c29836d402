import { FakeNetwork } from '../testing/fake-network';
import { HEPING_ISSUER } from '../testing/people';

describe('system:ping', () => {
  it('tells whose peer answered and which version, and writes nothing', async () => {
    const { answer, stub } = await new FakeNetwork().call('system:ping', HEPING_ISSUER, ['{}'], { peer: 'HunnanMSP' });
    expect(answer).toBe('{"chaincodeVersion":"0.0.0-test","mspId":"HunnanMSP","schema":"ping/1"}');
    expect(stub.writes.state.size).toBe(0);
  });
});
