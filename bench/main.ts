import { parseArgs } from 'node:util';
import { decodeSection } from './decode/decode-section.js';
import { ingestSection } from './ingest/ingest-section.js';
import { machineFacts } from './machine-facts.js';
import { marginSection } from './margin/margin-section.js';
import { proofsSection } from './proofs/proofs-section.js';
import { printSection, type Section } from './report.js';
import { quoteSection } from './routing/quote-section.js';
import { routingSection } from './routing/routing-section.js';
import { screeningSection } from './screening/screening-section.js';
import { systemicSection } from './systemic/systemic-section.js';
import { seededRandom } from './seeded-random.js';

const SECTIONS: Readonly<
  Record<
    string,
    (
      seed: number,
      accounts: number,
    ) => Section | Iterable<Section> | AsyncIterable<Section> | Promise<Section>
  >
> = {
  decode: () => decodeSection(),
  proofs: () => proofsSection(),
  margin: (seed) => marginSection(seededRandom(seed)),
  screening: (seed, accounts) => screeningSection(seededRandom(seed), accounts),
  systemic: (seed) => systemicSection(seededRandom(seed)),
  quote: (seed) => quoteSection(seededRandom(seed)),
  routing: (seed) => routingSection(seed),
  ingest: (seed) => ingestSection(seededRandom(seed)),
};

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, accounts: { type: 'string', default: '1000000' } },
  allowPositionals: true,
});
const seed = Number(values.seed);
/** Of the section `screening`. */
const accounts = Number(values.accounts);
const unknown = positionals.find((name) => !Object.hasOwn(SECTIONS, name));
if (!Number.isSafeInteger(seed) || !(accounts >= 1_000) || unknown !== undefined) {
  const what =
    unknown === undefined
      ? `--seed ${values.seed} must be a whole number, --accounts ${values.accounts} at least 1000`
      : `no section ${unknown}`;
  console.error(
    `${what}; npm run bench -- [--seed <number>] [--accounts <number>] [${Object.keys(SECTIONS).join('] [')}]`,
  );
  process.exitCode = 1;
} else {
  console.log(`${machineFacts()}; seed ${seed}`);
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (positionals.length === 0 || positionals.includes(name))
      for await (const part of partsOf(await section(seed, accounts))) printSection(part);
  }
}

/** Parts that are measured one after another are printed as they come. */
function partsOf(
  measured: Section | Iterable<Section> | AsyncIterable<Section>,
): Iterable<Section> | AsyncIterable<Section> {
  return Symbol.iterator in measured || Symbol.asyncIterator in measured ? measured : [measured];
}
