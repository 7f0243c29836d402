import type { NamedVerdict } from '@shengjing/core';
import type { Facts } from './facts';

/** One check of a verification: judges the facts and reads nothing. */
export type Check = (facts: Facts) => NamedVerdict;
