import { fail, ok, type Result } from '@causeway/domain/units';
import { areEqual, bytesOf, hexOf } from './bytes.js';
import { keccak256 } from './keccak.js';
import { readList, readString, readWhole, type RlpItem } from './rlp-reader.js';

/** Why a proof proves nothing. */
export type ProofCode =
  /** The first node is not the one that the root names. */
  | 'WRONG_ROOT'
  /** A later node is not the one that the node above it names. */
  | 'WRONG_NODE'
  /** The proof ends before the path is followed to its end. */
  | 'MISSING_NODE'
  /** Nodes are left over after the path has ended. */
  | 'EXTRA_NODE'
  /** A node is not hexadecimal, not canonical RLP or not of the form of a trie's node. */
  | 'MALFORMED_NODE';

/** The root of a trie that holds nothing: keccak-256 of the empty RLP string. */
export const EMPTY_TRIE_ROOT = keccak256(Uint8Array.of(0x80));

const BRANCH_ITEMS = 17;
const HASH_BYTES = 32;

/** Where a node leads: to a value, to nothing, or on to the node below. */
type Step =
  | { readonly kind: 'value'; readonly value: Uint8Array }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'below'; readonly node: RlpItem; readonly depth: number };

const NOTHING: Step = { kind: 'nothing' };

/**
 * What a Merkle-Patricia trie with this root holds under `path`: its value, or undefined when the nodes show that
 * there is none. Both are proven. The nodes are those on the path from the root down, in that order, as
 * `eth_getProof` gives them (EIP-1186): none missing and none more. A node shorter than a hash lies inside the one
 * above; it may also be listed after it, as the verifier in Solidity of the OP-stack's portal wants it.
 * For a trie with hashed keys, as those of state and storage are, `path` is the key's hash. A failure's field is
 * the node's place, e.g. `accountProof[3]`.
 */
export function readMerkleProof(
  root: Uint8Array,
  path: Uint8Array,
  proof: readonly string[],
  field: string,
): Result<Uint8Array | undefined, ProofCode> {
  if (isEmptyTrie(root, proof)) return ok(undefined);
  let expected = root;
  let depth = 0;
  for (let index = 0; index < proof.length; index += 1) {
    const at = `${field}[${index}]`;
    const node = bytesOf(proof[index] ?? '');
    if (node === undefined) return fail('MALFORMED_NODE', 'the node is not hexadecimal', at);
    if (!areEqual(keccak256(node), expected)) {
      return index === 0
        ? fail('WRONG_ROOT', 'the first node is not the root of this trie', at)
        : fail('WRONG_NODE', 'the node is not the one that the node above names', at);
    }
    const inner: Uint8Array[] = [];
    const step = followInside(node, path, depth, inner);
    if (step === undefined) return fail('MALFORMED_NODE', 'this is not a node of a trie', at);
    for (const listed of inner) if (proof[index + 1] === hexOf(listed)) index += 1;
    if (step.kind === 'below') {
      expected = node.subarray(step.node.payload, step.node.end);
      depth = step.depth;
      continue;
    }
    if (index < proof.length - 1) {
      return fail('EXTRA_NODE', 'the path has ended before this node', `${field}[${index + 1}]`);
    }
    return ok(step.kind === 'value' ? step.value : undefined);
  }
  return fail('MISSING_NODE', `the path goes on after ${proof.length} nodes`, field);
}

/** Nodes tell of an empty trie with no node at all, or with the empty string in place of its root. */
function isEmptyTrie(root: Uint8Array, proof: readonly string[]): boolean {
  if (!areEqual(root, EMPTY_TRIE_ROOT)) return false;
  return proof.length === 0 || (proof.length === 1 && proof[0] === '0x80');
}

/** Follows the path through a node and the nodes inside it, which it collects; `below` is then the next one's hash. */
function followInside(
  bytes: Uint8Array,
  path: Uint8Array,
  depth: number,
  inner: Uint8Array[],
): Step | undefined {
  let step = follow(bytes, readWhole(bytes), path, depth);
  while (step?.kind === 'below' && step.node.isList) {
    inner.push(bytes.subarray(step.node.start, step.node.end));
    step = follow(bytes, step.node, path, step.depth);
  }
  return step;
}

function follow(
  bytes: Uint8Array,
  node: RlpItem | undefined,
  path: Uint8Array,
  depth: number,
): Step | undefined {
  const items = readList(bytes, node, BRANCH_ITEMS);
  if (items?.length === BRANCH_ITEMS) return followBranch(bytes, items, path, depth);
  return items?.length === 2 ? followShort(bytes, items, path, depth) : undefined;
}

function followBranch(
  bytes: Uint8Array,
  items: readonly RlpItem[],
  path: Uint8Array,
  depth: number,
): Step | undefined {
  if (depth === path.length * 2) {
    const value = readString(bytes, items[BRANCH_ITEMS - 1]);
    return value === undefined || value.length > 0 ? valueStep(value) : NOTHING;
  }
  const child = items[nibbleAt(path, depth)];
  if (child === undefined) return undefined;
  const isNone = !child.isList && child.end === child.payload;
  return isNone ? NOTHING : below(child, depth + 1);
}

/** A leaf or an extension: both begin with a part of the path in hex-prefix form (Yellow Paper, appendix C). */
function followShort(
  bytes: Uint8Array,
  [pathItem, content]: readonly RlpItem[],
  path: Uint8Array,
  depth: number,
): Step | undefined {
  const part = readString(bytes, pathItem);
  if (part === undefined || content === undefined) return undefined;
  const flags = (part[0] ?? 0xff) >> 4;
  const isOdd = (flags & 1) === 1;
  const isLeaf = (flags & 2) === 2;
  const first = isOdd ? 1 : 2;
  const length = part.length * 2 - first;
  const isPadded = isOdd || nibbleAt(part, 1) === 0;
  if (flags > 3 || !isPadded || (!isLeaf && length === 0)) return undefined;
  if (isLeaf && depth + length !== path.length * 2) return NOTHING;
  for (let at = 0; at < length; at += 1) {
    const isOnPath =
      depth + at < path.length * 2 && nibbleAt(path, depth + at) === nibbleAt(part, first + at);
    if (!isOnPath) return NOTHING;
  }
  return isLeaf ? valueStep(readString(bytes, content)) : below(content, depth + length);
}

function valueStep(value: Uint8Array | undefined): Step | undefined {
  return value === undefined || value.length === 0 ? undefined : { kind: 'value', value };
}

/** The node below: named by its hash, or lying inside when it is shorter than a hash. */
function below(node: RlpItem, depth: number): Step | undefined {
  const isInside = node.isList && node.end - node.start < HASH_BYTES;
  const isHash = !node.isList && node.end - node.payload === HASH_BYTES;
  return isInside || isHash ? { kind: 'below', node, depth } : undefined;
}

function nibbleAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at >> 1] ?? 0;
  return at % 2 === 0 ? byte >> 4 : byte & 15;
}
