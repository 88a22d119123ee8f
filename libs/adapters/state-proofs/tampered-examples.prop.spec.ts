import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evmChain, expectOk, ok, type Hash, type Result } from '@causeway/domain/units';
import {
  verifyAccountProof,
  verifyHeader,
  verifyReceiptProof,
  verifyStorageProof,
  verifyWithdrawalProof,
} from './index.js';
import { BLOCK_HASH, receiptExample, stateExample, withdrawalExample } from './proof-examples.fixture.js';

const ETHEREUM = evmChain(1);
const block = expectOk(verifyHeader(ETHEREUM, stateExample.header, BLOCK_HASH));

/** Every place in a document where there is a byte in hexadecimal, as the way to its text and the byte's number. */
function bytePlaces(value: unknown, way: readonly string[] = []): { way: readonly string[]; at: number }[] {
  if (typeof value === 'string' && value.startsWith('0x')) {
    return Array.from({ length: (value.length - 2) / 2 }, (_, at) => ({ way, at }));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => bytePlaces(inner, [...way, name]));
}

/** The document with one byte changed by `change`, which is not 0. */
function tamper<Document>(document: Document, way: readonly string[], at: number, change: number): Document {
  const [name, ...rest] = way;
  if (name === undefined) {
    const text = document as string;
    const from = 2 + at * 2;
    const byte = Number.parseInt(text.slice(from, from + 2), 16) ^ change;
    return (text.slice(0, from) + byte.toString(16).padStart(2, '0') + text.slice(from + 2)) as Document;
  }
  const copy = (Array.isArray(document) ? [...(document as unknown[])] : { ...document }) as Record<
    string,
    unknown
  >;
  copy[name] = tamper(copy[name], rest, at, change);
  return copy as Document;
}

function verifyState(document: typeof stateExample): Result<unknown> {
  const header = verifyHeader(ETHEREUM, document.header, BLOCK_HASH);
  if (!header.ok) return header;
  const account = verifyAccountProof(header.value, document);
  if (!account.ok) return account;
  for (const slot of document.storageProof ?? []) {
    const shown = verifyStorageProof(account.value, slot);
    if (!shown.ok) return shown;
  }
  return ok(undefined);
}

/** The node's own word for its header's hash is not used: the hash that is trusted comes from elsewhere. */
const trusted = ({ way }: { way: readonly string[] }): boolean => way.join('.') !== 'header.hash';

describe('a real proof with one byte changed', () => {
  it('is no proof of an account or a slot, whichever byte it is', () => {
    const places = bytePlaces(stateExample).filter(trusted);
    expect(places.length).toBeGreaterThan(4_900);
    for (const [index, { way, at }] of places.entries()) {
      const changed = tamper(stateExample, way, at, (index % 255) + 1);
      if (verifyState(changed).ok) throw new Error(`accepted with another byte ${at} of ${way.join('.')}`);
    }
  });

  it('is no proof of a receipt, whichever byte it is', () => {
    const { header: _, ...proof } = receiptExample;
    for (const [index, { way, at }] of bytePlaces(proof).entries()) {
      const changed = tamper(proof, way, at, (index % 255) + 1);
      if (verifyReceiptProof(block, changed).ok) throw new Error(`accepted: byte ${at} of ${way.join('.')}`);
    }
  });

  it('is no proof of a withdrawal, whichever byte it is', () => {
    const places = bytePlaces(withdrawalExample);
    for (const [index, { way, at }] of places.entries()) {
      const { outputRoot, ...changed } = tamper(withdrawalExample, way, at, (index % 255) + 1);
      if (verifyWithdrawalProof(evmChain(10), changed, outputRoot).ok) {
        throw new Error(`accepted with another byte ${at} of ${way.join('.')}`);
      }
    }
  });

  it('is refused for any change of any byte, and of numbers too', () => {
    const places = bytePlaces(stateExample).filter(trusted);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.integer({ min: 1, max: 255 }), ({ way, at }, change) => {
        expect(verifyState(tamper(stateExample, way, at, change)).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n }), (other) => {
        for (const name of ['number', 'timestamp', 'gasUsed', 'baseFeePerGas', 'blobGasUsed'] as const) {
          if (stateExample.header[name] === other) continue;
          const header = { ...stateExample.header, [name]: other };
          expect(verifyState({ ...stateExample, header }).ok).toBe(false);
        }
        if (other !== stateExample.balance) {
          expect(verifyState({ ...stateExample, balance: other }).ok).toBe(false);
        }
      }),
    );
  });

  it('is refused under any other trusted hash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const hash = `0x${Buffer.from(bytes).toString('hex')}` as Hash;
        expect(verifyHeader(ETHEREUM, stateExample.header, hash)).toMatchObject({
          failure: { code: 'WRONG_BLOCK_HASH', field: 'header' },
        });
      }),
    );
  });
});
