import { ISSUED, LOOKUP, ORDER, TX } from './sample-order';
import { startTestGateway, type TestAnswer, type TestGateway, type TestGatewayOptions } from './test-gateway';

/** A gateway on a ledger that issues every license it is asked for. */
export async function startIssuingGateway(limits: TestGatewayOptions['limits'] = {}): Promise<TestGateway> {
  const gateway = await startTestGateway({ limits });
  gateway.fabric.onEvaluate = () => LOOKUP;
  gateway.fabric.onSubmit = () => ({ outcome: 'committed', txId: TX, blockNumber: 3, result: ISSUED });
  return gateway;
}

/** Asks the gateway for a license. */
export function askToIssue(gateway: TestGateway, order: object = ORDER, headers: Record<string, string> = {}): Promise<TestAnswer> {
  return gateway.ask('/v1/licenses', { method: 'POST', body: JSON.stringify(order), headers });
}
