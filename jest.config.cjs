'use strict';

/** Packages that are published as ES modules only; Jest runs CommonJS. */
const ESM_ONLY = ['jose', 'canonicalize', 'zod-openapi', '@noble'];

const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ESM_ONLY.join('|')})/)`],

  modulePathIgnorePatterns: ['/dist/', '/\\.state/'],
};

/** @type {import('jest').Config} */
module.exports = {
  // Far beyond what any unit test takes on a busy machine; tests that start a network say more themselves.
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/*/src/**/*.test.ts', '<rootDir>/gateway/{bench,chaos}/**/*.test.mts'],
    },
    { ...shared, displayName: 'network', testMatch: ['<rootDir>/*/test/**/*.network.test.ts'] },
  ],
};
