import { EXAMPLE_OPERATIONS, type ExampleOperation } from './examples.js';

const LINKS = [
  ['explorer/', 'Explorer', 'write queries, follow subscriptions, read the documentation of every field'],
  ['schema.gql', 'Schema', 'the whole API in the schema definition language'],
  ['health', 'Health', 'whether the process lives; <a href="ready">ready</a> asks its store too'],
  ['metrics', 'Metrics', 'for Prometheus'],
] as const;

/** What a browser shows at the address that `npm start` prints. */
export function landingPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Causeway</title>
<link rel="icon" href="data:,">
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1c2733; }
  h1 { margin-bottom: 0; }
  pre { background: #f2f5f8; border-radius: 6px; padding: .75rem 1rem; overflow-x: auto; font-size: 13px; }
  summary { cursor: pointer; }
  a { color: #0b62c4; }
  @media (prefers-color-scheme: dark) {
    body { background: #10161d; color: #d8e1ea; } pre { background: #1a232d; } a { color: #6fb1ff; }
  }
</style>
</head>
<body>
<h1>Causeway</h1>
<p>Cross-layer liquidity router and margin engine. GraphQL answers at <code>/graphql</code>, subscriptions at the
same address over graphql-ws; records go in at <code>POST /v1/records</code> as NDJSON.</p>
<ul>
${LINKS.map(([path, name, about]) => `<li><a href="${path}">${name}</a>: ${about}</li>`).join('\n')}
</ul>
<h2>Tour</h2>
<p>Each of these is a tab in the explorer.</p>
${EXAMPLE_OPERATIONS.map(example).join('\n')}
</body>
</html>
`;
}

function example({ title, about, operation }: ExampleOperation): string {
  return `<details><summary><b>${escape(title)}</b> ${escape(about)}</summary><pre>${escape(operation)}</pre></details>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
