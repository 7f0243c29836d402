import type { Contract } from 'fabric-contract-api';
import { assertLogLevelKeepsSecrets } from './configuration/log-level';
import { GrantContract } from './contracts/grant-contract';
import { HolderContract } from './contracts/holder-contract';
import { LicenseContract } from './contracts/license-contract';
import { PresentationContract } from './contracts/presentation-contract';
import { SystemContract } from './contracts/system-contract';

assertLogLevelKeepsSecrets(process.env);

/** The contracts of the chaincode, as `fabric-chaincode-node` starts them. */
export const contracts: (new () => Contract)[] = [
  LicenseContract,
  GrantContract,
  PresentationContract,
  HolderContract,
  SystemContract,
];
