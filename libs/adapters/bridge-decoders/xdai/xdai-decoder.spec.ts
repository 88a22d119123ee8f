import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, encodeEventTopics, pad, parseAbiParameters, toHex, type Hex } from 'viem';
import type { RawLog, TransactionLogs } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { decodeReal, describeWithReceipts } from '../real-transactions.fixture.js';
import { sampleTransaction } from '../sample-transactions.fixture.js';
import { firstXdaiEvents, xdaiEvents, xdaiTokenEvents } from './abi.js';

const FOREIGN = '0x4aa42145aa6ebf72e164c9bbc74fbd3788045016';
const HOME = '0x7301cfa0e1756b71869e93d4e4dca5c7d0eb0aa6';
const DAI = '0x6b175474e89094c44da98b954eedeac495271d0f';
const USDS = '0xdc035d45d973e3ec169d2276ddab16f1e407384f';
const WALLET = `0x${'a1'.repeat(20)}` as const;
const NONCE = toHex(0x369, { size: 32 });

const log = (logIndex: number, address: string, topics: readonly unknown[], data: Hex): RawLog => ({
  logIndex,
  address: address as RawLog['address'],
  topics: topics as Hex[],
  data,
});
const on = (chain: number, ...logs: readonly RawLog[]): TransactionLogs => ({
  ...sampleTransaction('0x7eea022c'),
  chain: `eip155:${chain}` as TransactionLogs['chain'],
  logs,
});
const only = (transaction: TransactionLogs) => {
  const { events, undecodable } = decodeTransaction(transaction, NETWORK);
  expect(undecodable).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0];
};
const paidIn = (token: string, to: Hex, from: Hex): RawLog =>
  log(
    1,
    token,
    ['0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef', pad(from), pad(to)],
    toHex(7n, { size: 32 }),
  );
const words = (...values: readonly Hex[]): Hex =>
  encodeAbiParameters(parseAbiParameters('address, uint256, bytes32'), [WALLET, 7n, values[0] ?? NONCE]);

describe('a transfer to Gnosis Chain', () => {
  const request = log(
    2,
    FOREIGN,
    encodeEventTopics({ abi: xdaiEvents, eventName: 'UserRequestForAffirmation' }),
    words(NONCE),
  );
  const done = log(
    3,
    HOME,
    encodeEventTopics({ abi: xdaiEvents, eventName: 'AffirmationCompleted' }),
    words(NONCE),
  );

  it('turns the dollars that moved into the coin, under the id the validators sign', () => {
    const departure = only(on(1, paidIn(USDS, FOREIGN, WALLET), request));
    expect(departure).toMatchObject({
      step: 'initiated',
      emitter: 'known-contract',
      sender: WALLET,
      sent: { asset: `eip155:1/erc20:${USDS}`, raw: 7n },
      received: { asset: 'eip155:100/slip44:700', raw: 7n },
    });
    expect(only(on(100, done))).toMatchObject({
      step: 'finalised',
      transfer: departure?.transfer,
      received: departure?.received,
    });
  });

  it('does not take any token that moved for a dollar', () => {
    expect(only(on(1, paidIn(WALLET, FOREIGN, WALLET), request))?.sent).toBeUndefined();
  });

  it('is not trusted from an unknown bridge', () => {
    expect(only(on(100, { ...done, address: WALLET as RawLog['address'] }))?.emitter).toBe('topic-only');
    expect(decodeTransaction(on(10, done), NETWORK).events).toEqual([]);
  });
});

describe('a transfer back to Ethereum', () => {
  const paid = (nonce: Hex) =>
    log(3, FOREIGN, encodeEventTopics({ abi: xdaiEvents, eventName: 'RelayedMessage' }), words(nonce));

  it('from before there were nonces is known by the hash of its transaction', () => {
    const request = log(
      2,
      HOME,
      encodeEventTopics({ abi: firstXdaiEvents, eventName: 'UserRequestForSignature' }),
      encodeAbiParameters(parseAbiParameters('address, uint256'), [WALLET, 7n]),
    );
    const departure = only(on(100, request));
    expect(only(on(1, paidIn(DAI, WALLET, FOREIGN), paid(on(100).transactionHash)))).toMatchObject({
      transfer: departure?.transfer,
      sent: departure?.sent,
      received: { asset: `eip155:1/erc20:${DAI}`, raw: 7n },
    });
  });

  it('may ask for its token', () => {
    const request = log(
      2,
      HOME,
      encodeEventTopics({ abi: xdaiTokenEvents, eventName: 'UserRequestForSignature' }),
      encodeAbiParameters(parseAbiParameters('address, uint256, bytes32, address'), [
        WALLET,
        7n,
        NONCE,
        USDS,
      ]),
    );
    const departure = only(on(100, request));
    expect(departure?.received).toEqual({ asset: `eip155:1/erc20:${USDS}`, raw: 7n });
    expect(only(on(1, paid(NONCE)))?.transfer).toBe(departure?.transfer);
  });
});

describeWithReceipts('real transfers', () => {
  it('to Ethereum are joined by the hash of the request', () => {
    const [left] = decodeReal('0x1a7014cb').events;
    const [paid] = decodeReal('0xb151a929').events;
    expect(paid).toMatchObject({
      transfer: left?.transfer,
      sent: { asset: 'eip155:100/slip44:700', raw: 900_000_000_000_000_000_000n },
      received: { asset: `eip155:1/erc20:${DAI}`, raw: 900_000_000_000_000_000_000n },
    });
  });
});
