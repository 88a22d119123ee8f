import { describe, expect, it } from '@jest/globals';
import { evmChain, expectOk } from '@causeway/domain/units';
import { headerHash, verifyHeader, type HeaderFields } from './index.js';
import { BLOCK_HASH, stateExample } from './proof-examples.fixture.js';

const ETHEREUM = evmChain(1);
const { hash: _, ...header } = stateExample.header;

describe('verifyHeader', () => {
  it('gives what the hash of a real block of Cancun commits to', () => {
    expect(verifyHeader(ETHEREUM, header, BLOCK_HASH)).toEqual({
      ok: true,
      value: {
        chain: ETHEREUM,
        blockNumber: 21_925_176n,
        blockHash: BLOCK_HASH,
        parentHash: header.parentHash,
        blockTime: Date.parse('2025-02-25T18:36:35Z'),
        stateRoot: header.stateRoot,
        receiptsRoot: header.receiptsRoot,
        logsBloom: header.logsBloom,
      },
    });
  });

  it('makes each later field part of the hash', () => {
    const prague: HeaderFields = { ...header, requestsHash: header.stateRoot };
    const { baseFeePerGas: __, ...rest } = prague;
    const {
      withdrawalsRoot: ___,
      blobGasUsed,
      excessBlobGas,
      parentBeaconBlockRoot,
      requestsHash,
      ...old
    } = rest;
    expect([blobGasUsed, excessBlobGas, parentBeaconBlockRoot, requestsHash]).not.toContain(undefined);
    const hashes = [old, { ...old, baseFeePerGas: 0n }, header, prague].map((each) =>
      expectOk(headerHash(each)),
    );
    expect(new Set(hashes).size).toBe(4);
    expect(hashes[2]).toBe(BLOCK_HASH);
  });

  it.each(['baseFeePerGas', 'withdrawalsRoot', 'blobGasUsed', 'excessBlobGas'] as const)(
    'refuses a header that has later fields but not %s',
    (name) => {
      const { [name]: __, ...lacking } = header;
      expect(verifyHeader(ETHEREUM, lacking, BLOCK_HASH)).toMatchObject({
        failure: { code: 'MALFORMED_HEADER', field: `header.${name}` },
      });
    },
  );

  it.each<[string, Partial<HeaderFields>, string]>([
    ['a bloom filter of another length', { logsBloom: '0x00' }, 'header.logsBloom'],
    ['a nonce of another length', { nonce: '0x' }, 'header.nonce'],
    ['extra data that is not hexadecimal', { extraData: '0x0' }, 'header.extraData'],
  ])('refuses %s', (__, changed, field) => {
    expect(verifyHeader(ETHEREUM, { ...header, ...changed }, BLOCK_HASH)).toMatchObject({
      failure: { code: 'MALFORMED_HEADER', field },
    });
  });

  it('refuses the hash of another block, naming both', () => {
    const other = header.parentHash;
    const refused = verifyHeader(ETHEREUM, header, other);
    expect(refused).toMatchObject({ failure: { code: 'WRONG_BLOCK_HASH', field: 'header' } });
    expect(refused.ok ? '' : refused.failure.message).toBe(
      `the header's hash is ${BLOCK_HASH}, not ${other}`,
    );
  });

  it('refuses a time that no clock can show, even under its own hash', () => {
    const late = { ...header, timestamp: 2n ** 64n };
    expect(verifyHeader(ETHEREUM, late, expectOk(headerHash(late)))).toMatchObject({
      failure: { code: 'MALFORMED_HEADER', field: 'header.timestamp' },
    });
    expect(verifyHeader(ETHEREUM, { ...header, timestamp: -1n }, BLOCK_HASH).ok).toBe(false);
  });
});
