// The arrows of docs/ARCHITECTURE.md. A layer, and within the domain a library, may import what stands below it.

/** Each domain library, and those it may import. */
const DOMAIN = {
  units: [],
  network: ['units'],
  finality: ['units'],
  bridging: ['units', 'network', 'finality'],
  conservation: ['units', 'network', 'finality', 'bridging'],
  ledger: ['units', 'network', 'finality', 'bridging'],
  pricing: ['units'],
  margin: ['units', 'network', 'finality', 'bridging', 'ledger', 'pricing'],
  liquidation: ['units', 'network', 'finality', 'bridging', 'ledger', 'pricing', 'margin'],
  screening: ['units', 'network', 'finality', 'bridging', 'ledger', 'pricing', 'margin'],
  'systemic-risk': ['units', 'network', 'finality', 'bridging', 'ledger', 'pricing', 'margin', 'liquidation'],
  policy: ['units', 'pricing', 'margin', 'liquidation', 'systemic-risk'],
  routing: ['units', 'network'],
  settlement: ['units', 'network', 'routing'],
};

const SPEC = '[.](spec|fixture)[.]ts$';

const domainArrows = Object.entries(DOMAIN).map(([library, below]) => ({
  name: `domain-${library}-imports-downwards`,
  comment: `libs/domain/${library} may import ${below.join(', ') || 'no other domain library'}`,
  severity: 'error',
  from: { path: `^libs/domain/${library}/` },
  to: { path: '^libs/domain/', pathNot: `^libs/domain/(${[library, ...below].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...domainArrows,
    {
      name: 'domain-libraries-are-known',
      comment: 'a new domain library needs its place in DOMAIN above and in docs/ARCHITECTURE.md',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: `^libs/domain/(${Object.keys(DOMAIN).join('|')})/` },
      to: {},
    },
    {
      name: 'domain-is-pure',
      comment: 'the domain imports itself, and units alone imports decimal.js',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: SPEC },
      to: { pathNot: ['^libs/domain/', '^node_modules/decimal[.]js/'] },
    },
    {
      name: 'decimal-js-in-units-only',
      severity: 'error',
      from: { pathNot: '^libs/domain/units/' },
      to: { path: '^node_modules/decimal[.]js/' },
    },
    {
      name: 'application-imports-the-domain',
      comment: 'use cases reach the outside through libs/application/ports',
      severity: 'error',
      from: { path: '^libs/application/', pathNot: SPEC },
      to: { pathNot: ['^libs/application/', '^libs/domain/'] },
    },
    {
      name: 'adapters-import-no-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'platform-knows-no-business',
      severity: 'error',
      from: { path: '^libs/platform/', pathNot: SPEC },
      to: { path: '^libs/(domain|application|adapters)/' },
    },
    {
      name: 'tests-stay-out-of-the-product',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [SPEC, '^libs/platform/testkit/'] },
      to: { path: ['^libs/platform/testkit/', '^test/', SPEC] },
    },
    {
      name: 'libraries-are-imported-through-their-index',
      comment: 'what index.ts does not list is private to its library',
      severity: 'error',
      from: { path: '^libs/([^/]+/[^/]+)/' },
      to: { path: '^libs/[^/]+/[^/]+/', pathNot: ['^libs/$1/', '^libs/[^/]+/[^/]+/index[.]ts$'] },
    },
    {
      name: 'apps-import-libraries-through-their-index',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^libs/[^/]+/[^/]+/', pathNot: '^libs/[^/]+/[^/]+/index[.]ts$' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^libs/adapters/store-postgres/generated/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
