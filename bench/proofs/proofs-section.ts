import { readFileSync } from 'node:fs';
import { verifyMerkleProof, type MPTOpts } from '@ethereumjs/mpt';
import { hexToBytes, keccak256 as viemKeccak256 } from 'viem';
import { verifyAccountProof, verifyHeader } from '@causeway/adapters/state-proofs';
import { stateProofFormat, type BlockHeaderDocument } from '@causeway/adapters/wire';
import { expectOk } from '@causeway/domain/units';
import { keccak256 } from '../../libs/adapters/state-proofs/keccak.js';
import { percentile } from '../measure.js';
import { rate, times, type Figure, type Section } from '../report.js';

/** Verifies one proof; throws when it is refused. */
type Verification = () => void | Promise<void>;

const ROUNDS = 5;
const PROOFS_IN_ROUND = 400;

/** One real account proof of Ethereum, by our verifier and by @ethereumjs/mpt with either keccak. */
export async function proofsSection(): Promise<Section> {
  const document = expectOk(stateProofFormat.decodeText(readFileSync('examples/proofs/state.json', 'utf8')));
  const { header } = document as { readonly header: BlockHeaderDocument };
  const block = expectOk(verifyHeader(document.chain, header, header.hash));
  const nodes = document.accountProof.map((node) => hexToBytes(node));
  const address = hexToBytes(document.address);
  const byLibrary =
    (options: MPTOpts): Verification =>
    async () => {
      const root = hexToBytes(block.stateRoot);
      const value = await verifyMerkleProof(address, nodes, { ...options, root, useKeyHashing: true });
      if (value === null) throw new Error('@ethereumjs/mpt found no account');
    };
  const bytes = new Uint8Array(32).fill(7);
  const rates = await ratesInTurns({
    ours: () => void expectOk(verifyAccountProof(block, document)),
    library: byLibrary({}),
    libraryWithOurHash: byLibrary({ useKeyHashingFunction: keccak256 }),
    header: () => void expectOk(verifyHeader(document.chain, header, header.hash)),
    hash: () => void keccak256(bytes),
    viemHash: () => void viemKeccak256(bytes, 'bytes'),
  });
  const size = nodes.reduce((sum, node) => sum + node.length, 0);
  const compared = (label: string, value: number, unit: string, baseline?: number, name = ''): Figure => ({
    label,
    figure: rate(value, unit),
    ...(baseline === undefined ? {} : { ratio: times(value, baseline, name) }),
  });
  const library = '@ethereumjs/mpt';
  return {
    title: `proofs: an account proof of Ethereum, ${nodes.length} nodes, ${size} bytes`,
    figures: [
      compared('verifyAccountProof, from text', rates.ours, 'proofs', rates.library, library),
      compared(`${library} with our keccak`, rates.libraryWithOurHash, 'proofs', rates.library, library),
      compared(`${library} as it comes`, rates.library, 'proofs'),
      compared('verifyHeader', rates.header, 'headers', rates.library, library),
      compared('keccak-256 of 32 bytes, hash-wasm', rates.hash, 'hashes', rates.viemHash, 'viem'),
      compared('keccak-256 of 32 bytes, viem', rates.viemHash, 'hashes'),
    ],
  };
}

/** Calls per second of each: the median of rounds that take turns, after one that warms up. */
async function ratesInTurns<Name extends string>(
  verifications: Readonly<Record<Name, Verification>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(verifications) as Name[];
  const rates = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of names) {
      const startedAt = performance.now();
      for (let done = 0; done < PROOFS_IN_ROUND; done += 1) await verifications[name]();
      const perSecond = (PROOFS_IN_ROUND * 1_000) / (performance.now() - startedAt);
      if (round > 0) rates.get(name)?.push(perSecond);
    }
  }
  const medians = [...rates].map(([name, measured]) => [name, percentile(measured, 0.5)] as const);
  return Object.fromEntries(medians) as Record<Name, number>;
}
