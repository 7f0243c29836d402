import type { TestGateway } from './test-gateway';

const DEADLINE_MS = 10_000;

/** Waits until a gateway's metrics have this line. */
export async function waitForMetric({ url }: TestGateway, line: string): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await (await fetch(`${url}/metrics`)).text()).includes(`${line}\n`)) {
    if (Date.now() > deadline) {
      throw new Error(`${line} was never seen`);
    }
  }
}
