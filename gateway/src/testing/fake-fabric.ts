import type { FabricPort, SubmitOutcome, TransactionCall, TransactionState } from '../fabric';

type Answer<T> = (call: TransactionCall) => T | Promise<T>;

/** A Fabric that answers as told and remembers what it was asked. */
export class FakeFabric implements FabricPort {
  readonly calls: TransactionCall[] = [];
  closed = false;
  onEvaluate: Answer<unknown> = () => {
    throw new Error('no answer was given');
  };
  onEndorse: Answer<void> = () => undefined;
  onSubmit: Answer<SubmitOutcome> = () => {
    throw new Error('no answer was given');
  };
  state: TransactionState = { state: 'unknown' };

  evaluate(call: TransactionCall): Promise<unknown> {
    return this.#answer(call, this.onEvaluate);
  }

  endorse(call: TransactionCall): Promise<void> {
    return this.#answer(call, this.onEndorse);
  }

  submit(call: TransactionCall): Promise<SubmitOutcome> {
    return this.#answer(call, this.onSubmit);
  }

  transactionState(): Promise<TransactionState> {
    return Promise.resolve(this.state);
  }

  close(): void {
    this.closed = true;
  }

  async #answer<T>(call: TransactionCall, answer: Answer<T>): Promise<T> {
    this.calls.push(call);
    await Promise.resolve();
    return answer(call);
  }
}
