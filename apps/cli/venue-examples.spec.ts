import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { runCli } from './run-cli.js';

const README = readFileSync('examples/venues/README.md', 'utf8');

/** The rows of the table: venue, equity, initial margin, maintenance margin, health, band. */
const ROWS = [...README.matchAll(/^\| `([a-z0-9-]+)` +\|(.+)\|$/gm)].map(([, venue = '', cells = '']) => ({
  venue,
  cells: cells.split('|').map((cell) => cell.trim()),
}));

async function margin(venue: string) {
  let stdout = '';
  let stderr = '';
  const folder = 'examples/venues';
  const files = ['--account', `${folder}/${venue}.json`, '--prices', `${folder}/prices.ndjson`];
  const market = ['--facts', `${folder}/facts.ndjson`, '--now', '2022-01-01T00:00:00Z'];
  const exitCode = await runCli(['margin', ...files, ...market, '--policy', `policies/${venue}.json`], {
    stdin: Readable.from([]),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  expect([exitCode, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Readonly<Record<string, string>>;
}

describe('the example accounts of venues', () => {
  it.each(ROWS)('$venue comes to what its README says', async ({ venue, cells }) => {
    const state = await margin(venue);
    const { equity, initialMargin, maintenanceMargin, health = '—', band } = state;
    expect([equity, initialMargin, maintenanceMargin, health, band]).toEqual(cells);
  });

  it('names the line and field of a fact that it refuses', async () => {
    let stderr = '';
    const files = ['--account', 'examples/venues/dydx-v4.json', '--prices', 'examples/venues/prices.ndjson'];
    const exitCode = await runCli(['margin', ...files, '--policy', 'policies/dydx-v4.json', '--facts', '-'], {
      stdin: Readable.from([
        Buffer.from('{"schema":"causeway.market-facts/1","symbol":"X","volatility":"-1"}'),
      ]),
      stdout: { write: () => true },
      stderr: { write: (text) => (stderr += text) },
    });
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('volatility');
  });

  it('shows all eight', () => {
    expect(ROWS).toHaveLength(8);
  });
});
