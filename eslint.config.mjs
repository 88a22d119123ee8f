import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';
import { requireDocstring } from './scripts/eslint/require-docstring.mjs';

const TESTS = ['**/*.spec.ts', 'test/**/*.ts', 'libs/platform/testkit/**/*.ts'];

const NO_ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Configuration is parsed once, in the app, with parseConfiguration of @causeway/platform/config.',
};
const NO_EXPORT_ALL = {
  selector: 'ExportAllDeclaration',
  message: 'An index lists the names it offers.',
};
const NO_CLOCK_OR_CHANCE = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time is an argument.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is an argument.' },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Randomness is an argument.',
  },
];
const NO_BINARY_FLOATS = [
  {
    selector: "CallExpression[callee.name='Number']",
    message:
      'Money stays bigint or Decimal; where this is no money, disable the rule on the line and say why.',
  },
  {
    selector: "CallExpression[callee.name='parseFloat']",
    message: 'Money stays bigint or Decimal: parseDecimal of @causeway/domain/units.',
  },
  {
    selector: "CallExpression[callee.object.name='Number'][callee.property.name='parseFloat']",
    message: 'Money stays bigint or Decimal: parseDecimal of @causeway/domain/units.',
  },
  {
    selector: "CallExpression[callee.property.name='toNumber']",
    message: 'Money stays Decimal; where this is no money, disable the rule on the line and say why.',
  },
];

const restrictSyntax = (...restrictions) => ({
  'no-restricted-syntax': ['error', NO_EXPORT_ALL, ...restrictions],
});

export default defineConfig(
  globalIgnores(['dist*/', 'coverage/', '.cache/', '.data/', 'libs/adapters/store-postgres/generated/']),
  eslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always'],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['clearInterval', 'console', 'fetch', 'globalThis', 'module', 'performance', 'process']
          .concat([
            'setInterval',
            'setTimeout',
            'clearTimeout',
            'URL',
            'WebAssembly',
            'Buffer',
            'AbortSignal',
          ])
          .map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['prisma.config.ts'] } },
    },
    rules: {
      ...restrictSyntax(NO_ENVIRONMENT),
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'decimal.js', message: 'Use our own Decimal of @causeway/domain/units.' }] },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Ids are branded strings and numbers with a text of their own.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An async function without await still turns what it throws into a rejection, as its interface promises.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['libs/**/*.ts'],
    ignores: TESTS,
    plugins: { causeway: { rules: { 'require-docstring': requireDocstring } } },
    rules: { 'causeway/require-docstring': 'error', 'no-console': 'error' },
  },
  {
    files: ['libs/domain/**/*.ts'],
    ignores: TESTS,
    rules: {
      ...restrictSyntax(NO_ENVIRONMENT, ...NO_CLOCK_OR_CHANCE, ...NO_BINARY_FLOATS),
      'no-restricted-globals': [
        'error',
        'process',
        'console',
        'setTimeout',
        'setInterval',
        'performance',
        'fetch',
      ],
    },
  },
  {
    files: ['libs/domain/units/**/*.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['libs/application/**/*.ts'],
    ignores: TESTS,
    rules: {
      ...restrictSyntax(NO_ENVIRONMENT, ...NO_CLOCK_OR_CHANCE),
      'no-restricted-globals': [
        'error',
        'process',
        'console',
        'setTimeout',
        'setInterval',
        'performance',
        'fetch',
      ],
    },
  },
  {
    files: ['libs/platform/config/**/*.ts', 'apps/*/config/**/*.ts', 'apps/*/config.ts', 'prisma.config.ts'],
    rules: restrictSyntax(),
  },
  {
    files: TESTS,
    rules: {
      // A describe holds all tests of its subject.
      'max-lines': ['error', { max: 600 }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
