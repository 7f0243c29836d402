'use strict';

const { Contract } = require('fabric-contract-api');

/** Changed by the test that deploys the probe again. */
const VERSION = 1;

/** The smallest contract by which the rules of endorsement can be seen on a real network. */
class Probe extends Contract {
  constructor() {
    super('probe');
  }

  /** Writes one key; with a policy (base64 of a SignaturePolicyEnvelope) it becomes the key's own. */
  async put(context, key, value, policy) {
    await context.stub.putState(key, Buffer.from(value));
    if (policy !== '') {
      await context.stub.setStateValidationParameter(key, Buffer.from(policy, 'base64'));
    }
  }

  /** Creates a key with a private part in the implicit collection of each organisation named. */
  async create(context, key, value, mspIds) {
    await context.stub.putState(key, Buffer.from(value));
    const secret = context.stub.getTransient().get('private');
    for (const mspId of mspIds.split(',')) {
      await context.stub.putPrivateData(`_implicit_org_${mspId}`, key, secret);
    }
  }

  /** A refusal on business grounds: the transaction succeeds and what is written is the refusal. */
  async refuse(context, key, code) {
    const record = JSON.stringify({ outcome: 'refused', code });
    await context.stub.putState(key, Buffer.from(record));
    return record;
  }

  /** Lack of authority: throws, so nothing is ordered and nothing written. */
  async forbid(_context, code) {
    throw new Error(JSON.stringify({ code }));
  }

  async version() {
    return String(VERSION);
  }

  async get(context, key) {
    return Buffer.from(await context.stub.getState(key)).toString('utf8');
  }
}

exports.contracts = [Probe];
