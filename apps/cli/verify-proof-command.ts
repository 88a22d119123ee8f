import type { Readable } from 'node:stream';
import {
  verifyAccountProof,
  verifyHeader,
  verifyReceiptProof,
  verifyStorageProof,
  verifyWithdrawalProof,
  type ProvenSlot,
  type VerifiedHeader,
} from '@causeway/adapters/state-proofs';
import {
  parseJson,
  provenFactsFormat,
  readBlockHeader,
  receiptProofFormat,
  stateProofFormat,
  withdrawalProofFormat,
  type BlockHeaderDocument,
  type ProvenFacts,
  type ReceiptProofDocument,
  type StateProofDocument,
  type WithdrawalProofDocument,
} from '@causeway/adapters/wire';
import {
  fail,
  ok,
  parseChainId,
  parseHash,
  type ChainId,
  type Hash,
  type Result,
} from '@causeway/domain/units';
import { located, readSource, refused, succeeded, toNdjson, type Outcome } from './input.js';

/** What is known beside the document. */
export interface VerifyProofOptions {
  readonly header?: string;
  readonly blockHash?: string;
  readonly outputRoot?: string;
  readonly chain?: string;
}

/** The options, read. */
interface Trusted {
  readonly header?: BlockHeaderDocument;
  readonly blockHash?: Hash;
  readonly outputRoot?: Hash;
  readonly chain?: ChainId;
}

/** Prints what a proof shows, and on stderr which hash remains to be compared with a trusted source. */
export async function verifyProofCommand(
  file: string,
  options: VerifyProofOptions,
  stdin: Readable,
): Promise<Outcome> {
  const trusted = await readTrusted(options, stdin);
  if (!trusted.ok) return refused(trusted.failure);
  const source = await readSource(file, stdin);
  if (!source.ok) return refused(source.failure);
  const json = parseJson(source.value.text);
  const facts = located(json.ok ? verifyDocument(json.value, trusted.value) : json, source.value.name);
  if (!facts.ok) return refused(facts.failure);
  return succeeded(toNdjson([facts.value], provenFactsFormat), describeTrust(facts.value, trusted.value));
}

async function readTrusted(options: VerifyProofOptions, stdin: Readable): Promise<Result<Trusted>> {
  const blockHash = optional(options.blockHash, (text) => parseHash(text, '--block-hash'));
  if (!blockHash.ok) return blockHash;
  const outputRoot = optional(options.outputRoot, (text) => parseHash(text, '--output-root'));
  if (!outputRoot.ok) return outputRoot;
  const chain = optional(options.chain, (text) => parseChainId(text, '--chain'));
  if (!chain.ok) return chain;
  const header = options.header === undefined ? ok(undefined) : await readHeader(options.header, stdin);
  if (!header.ok) return header;
  return ok({
    ...(header.value === undefined ? {} : { header: header.value }),
    ...(blockHash.value === undefined ? {} : { blockHash: blockHash.value }),
    ...(outputRoot.value === undefined ? {} : { outputRoot: outputRoot.value }),
    ...(chain.value === undefined ? {} : { chain: chain.value }),
  });
}

function optional<Value>(
  text: string | undefined,
  parse: (text: string) => Result<Value>,
): Result<Value | undefined> {
  return text === undefined ? ok(undefined) : parse(text);
}

async function readHeader(file: string, stdin: Readable): Promise<Result<BlockHeaderDocument>> {
  const source = await readSource(file, stdin);
  if (!source.ok) return source;
  const json = parseJson(source.value.text);
  return located(json.ok ? readBlockHeader(json.value) : json, source.value.name);
}

/** A document says by its schema what it proves; one without a schema is an answer to `eth_getProof`. */
function verifyDocument(json: unknown, trusted: Trusted): Result<ProvenFacts> {
  const schema = field(json, 'schema');
  if (schema !== withdrawalProofFormat.name && trusted.outputRoot !== undefined) {
    return fail('UNEXPECTED_OPTION', 'only a withdrawal is proven against an output root', '--output-root');
  }
  if (schema === undefined) return verifyAnswer(json, trusted);
  const chain = field(json, 'chain');
  if (trusted.chain !== undefined && trusted.chain !== chain) {
    return fail('WRONG_CHAIN', `the document is of ${String(chain)}, not of ${trusted.chain}`, 'chain');
  }
  if (schema === receiptProofFormat.name) {
    const document = receiptProofFormat.decode(json);
    return document.ok ? verifyReceipt(document.value, trusted) : document;
  }
  if (schema === withdrawalProofFormat.name) {
    const document = withdrawalProofFormat.decode(json);
    return document.ok ? verifyWithdrawal(document.value, trusted) : document;
  }
  const document = stateProofFormat.decode(json);
  return document.ok ? verifyState(document.value, trusted) : document;
}

function verifyAnswer(json: unknown, trusted: Trusted): Result<ProvenFacts> {
  const answer = field(json, 'result') ?? json;
  if (field(answer, 'accountProof') === undefined) {
    return fail('UNSUPPORTED_SCHEMA', 'expected a proof document or an answer to eth_getProof', 'schema');
  }
  if (trusted.chain === undefined) {
    return fail('MISSING_CHAIN', 'an answer to eth_getProof does not name its chain', '--chain');
  }
  const { chain } = trusted;
  const document = stateProofFormat.decode({ ...(answer as object), schema: stateProofFormat.name, chain });
  return document.ok ? verifyState(document.value, trusted) : document;
}

function verifyState(document: StateProofDocument, trusted: Trusted): Result<ProvenFacts> {
  const header = verifiedHeader(document, trusted);
  if (!header.ok) return header;
  const account = verifyAccountProof(header.value, document);
  if (!account.ok) return account;
  const slots: Omit<ProvenSlot, 'proven' | 'address'>[] = [];
  for (const [at, proof] of (document.storageProof ?? []).entries()) {
    const slot = verifyStorageProof(account.value, proof, `storageProof[${at}]`);
    if (!slot.ok) return slot;
    const { key, exists, value } = slot.value;
    slots.push({ key, exists, value });
  }
  const { proven, ...facts } = account.value;
  return ok({ proven, account: facts, ...(slots.length === 0 ? {} : { slots }) });
}

function verifyReceipt(document: ReceiptProofDocument, trusted: Trusted): Result<ProvenFacts> {
  const header = verifiedHeader(document, trusted);
  if (!header.ok) return header;
  const receipt = verifyReceiptProof(header.value, document);
  if (!receipt.ok) return receipt;
  const { proven, ...facts } = receipt.value;
  return ok({ proven, receipt: facts });
}

function verifyWithdrawal(document: WithdrawalProofDocument, trusted: Trusted): Result<ProvenFacts> {
  const { latestBlockhash } = document.outputRootProof;
  if (trusted.blockHash !== undefined && trusted.blockHash !== latestBlockhash) {
    const message = `the output root is of block ${latestBlockhash}, not of ${trusted.blockHash}`;
    return fail('WRONG_BLOCK_HASH', message, 'outputRootProof.latestBlockhash');
  }
  const hasHeader = document.header !== undefined || trusted.header !== undefined;
  const header = hasHeader ? verifiedHeader(document, trusted) : ok(undefined);
  if (!header.ok) return header;
  const outputRoot = trusted.outputRoot ?? document.outputRoot;
  const withdrawal = verifyWithdrawalProof(document.chain, document, outputRoot, header.value);
  if (!withdrawal.ok) return withdrawal;
  const { proven, ...facts } = withdrawal.value;
  return ok({ proven, withdrawal: facts });
}

function verifiedHeader(
  document: { readonly chain: ChainId; readonly header?: BlockHeaderDocument },
  trusted: Trusted,
): Result<VerifiedHeader> {
  const header = trusted.header ?? document.header;
  if (header === undefined) {
    return fail('MISSING_HEADER', 'the document holds no header: name one with --header', 'header');
  }
  return verifyHeader(document.chain, header, trusted.blockHash ?? header.hash);
}

function describeTrust({ proven }: ProvenFacts, trusted: Trusted): string {
  if (proven.basis === 'output-root') {
    if (trusted.outputRoot !== undefined) return '';
    return `all of it rests on output root ${proven.outputRoot} of ${proven.chain}: compare it with the dispute game, or give --output-root\n`;
  }
  if (trusted.blockHash !== undefined) return '';
  return `all of it rests on block hash ${proven.blockHash} of ${proven.chain}: compare it with a trusted source, or give --block-hash\n`;
}

function field(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null && name in json
    ? (json as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
