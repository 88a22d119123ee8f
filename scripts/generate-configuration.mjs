// Writes the table of environment variables into README.md from the configuration schemas of the built apps.
// With --check writes nothing and fails when the table differs from what would be written.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const readme = join(root, 'README.md');
const BEGIN = '<!-- configuration -->';
const END = '<!-- /configuration -->';
const APPS = ['service', 'api', 'engine', 'collector'];

/** The variables of each app, by name, with the apps that read them. */
async function variables() {
  const found = new Map();
  for (const app of APPS) {
    const file = join(root, `dist/apps/${app}/configuration.js`);
    if (!existsSync(file)) {
      console.error('dist/ is missing: run "npm run build" first');
      process.exit(1);
    }
    const schema = (await import(file))[`${app}Configuration`];
    for (const [name, variable] of Object.entries(schema.shape)) {
      const known = found.get(name) ?? { variable, apps: [] };
      found.set(name, { ...known, apps: [...known.apps, app] });
    }
  }
  return found;
}

function row([name, { variable, apps }]) {
  const parsed = variable.safeParse(undefined);
  const fallback = !parsed.success ? '**required**' : parsed.data === undefined ? '' : `\`${parsed.data}\``;
  const readers = apps.length === APPS.length ? 'all' : apps.join(', ');
  return `| \`${name}\` | ${fallback} | ${readers} | ${(variable.description ?? '').replaceAll('|', '\\|')} |`;
}

const rows = [...(await variables())].sort(([a], [b]) => (a < b ? -1 : 1)).map(row);
const table = ['| variable | default | read by | what for |', '| --- | --- | --- | --- |', ...rows].join(
  '\n',
);
const text = readFileSync(readme, 'utf8');
const begin = text.indexOf(BEGIN);
const end = text.indexOf(END);
if (begin === -1 || end === -1) throw new Error(`README.md lacks ${BEGIN} or ${END}`);
const written = await format(`${text.slice(0, begin)}${BEGIN}\n\n${table}\n\n${text.slice(end)}`, {
  ...(await resolveConfig(readme)),
  parser: 'markdown',
});

if (process.argv.includes('--check')) {
  if (written !== text) {
    console.error('the configuration table of README.md is out of date');
    console.error('run "npm run build && node scripts/generate-configuration.mjs" and commit the result');
    process.exit(1);
  }
  console.log(`the table of ${rows.length} variables is up to date`);
} else {
  writeFileSync(readme, written);
  console.log(`${rows.length} variables written`);
}
