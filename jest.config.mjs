import { availableParallelism } from 'node:os';

// Node 20 cannot require() ES modules inside Jest, so the CommonJS packages that do are compiled here.
const commonJsRequiringEsm = '(content-disposition|cookie)';
const typescript = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/scripts/jest/start-databases.mjs',
  globalTeardown: '<rootDir>/scripts/jest/stop-databases.mjs',
  roots: ['<rootDir>/test', '<rootDir>/libs', '<rootDir>/apps'],
  // A database or a service may take its time to start on a busy machine; a hang must still end.
  testTimeout: 30_000,
  maxWorkers: Math.max(2, availableParallelism() - 1),
  reporters: ['default', '<rootDir>/scripts/jest/totals-reporter.mjs'],
  testRegex: '\\.spec\\.ts$',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { ...typescript, swcrc: false }],
    [`node_modules/${commonJsRequiringEsm}/.+\\.js$`]: [
      '@swc/jest',
      { jsc: { target: 'es2022' }, module: { type: 'commonjs' }, swcrc: false },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!.*${commonJsRequiringEsm}/)`],
  moduleNameMapper: {
    '^@causeway/(domain|application|adapters|platform)/([^/]+)$': '<rootDir>/libs/$1/$2/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
