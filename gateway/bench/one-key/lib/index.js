'use strict';

const { Contract } = require('fabric-contract-api');

/** What the ledger itself takes: a contract that writes what it is told and does nothing else. */
class OneKey extends Contract {
  constructor() {
    super('oneKey');
  }

  /** Writes one key. */
  async put(context, key, value) {
    await context.stub.putState(key, Buffer.from(value));
  }

  /**
   * Writes several keys, some of them under a policy of their own, and private values under the same name.
   *
   * @param text - JSON: `sizes` of the values in bytes; `policies`, how many keys have one, and `policy`, its bytes in
   *   base64; `collections`, the sizes of the private values by the name of the collection.
   */
  async putMany(context, key, text) {
    const { stub } = context;
    const { sizes, policies, policy, collections } = JSON.parse(text);
    for (const [index, size] of sizes.entries()) {
      await stub.putState(`${key}-${index}`, Buffer.alloc(size, 'x'));
    }
    for (let index = 0; index < policies; index++) {
      await stub.setStateValidationParameter(`${key}-${index}`, Buffer.from(policy, 'base64'));
    }
    for (const [collection, values] of Object.entries(collections)) {
      for (const [index, size] of values.entries()) {
        await stub.putPrivateData(collection, `${key}-${index}`, Buffer.from(stub.getTransient().get('private').subarray(0, size)));
      }
    }
  }
}

exports.contracts = [OneKey];
