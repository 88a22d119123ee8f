import { parseArgs } from 'node:util';
import { decodeSection } from './decode/decode-section.js';
import { ingestSection } from './ingest/ingest-section.js';
import { machineFacts } from './machine-facts.js';
import { marginSection } from './margin/margin-section.js';
import { proofsSection } from './proofs/proofs-section.js';
import { printSection, type Section } from './report.js';
import { quoteSection } from './routing/quote-section.js';
import { seededRandom } from './seeded-random.js';

const SECTIONS: Readonly<Record<string, (seed: number) => Section | Promise<Section>>> = {
  decode: () => decodeSection(),
  proofs: () => proofsSection(),
  margin: (seed) => marginSection(seededRandom(seed)),
  quote: (seed) => quoteSection(seededRandom(seed)),
  ingest: (seed) => ingestSection(seededRandom(seed)),
};

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const seed = Number(values.seed);
const unknown = positionals.find((name) => !Object.hasOwn(SECTIONS, name));
if (!Number.isSafeInteger(seed) || unknown !== undefined) {
  const what =
    unknown === undefined ? `--seed ${values.seed} is not a whole number` : `no section ${unknown}`;
  console.error(`${what}; npm run bench -- [--seed <number>] [${Object.keys(SECTIONS).join('] [')}]`);
  process.exitCode = 1;
} else {
  console.log(`${machineFacts()}; seed ${seed}`);
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (positionals.length === 0 || positionals.includes(name)) printSection(await section(seed));
  }
}
