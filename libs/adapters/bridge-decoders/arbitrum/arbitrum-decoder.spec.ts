import { describe, expect, it } from '@jest/globals';
import { NETWORK } from '@causeway/domain/network';
import { expectOk, parseAddress } from '@causeway/domain/units';
import { decodeTransaction } from '../decode-transaction.js';
import { sampleTransaction } from '../sample-transactions.fixture.js';

const decode = (hash: string) => decodeTransaction(sampleTransaction(hash), NETWORK);

describe('a withdrawal of ether', () => {
  it('has one id and one amount on both layers', () => {
    const [left] = decode('0x9ad9d6e5').events;
    const [paid] = decode('0x2649b2ea').events;
    // Position 121 of the send tree and 0.25 ether, as the fixture of arbitrum-sdk expects.
    expect(left).toMatchObject({ step: 'initiated', transfer: 'arbitrum/eip155:42161/121' });
    expect(paid).toMatchObject({ step: 'finalised', transfer: 'arbitrum/eip155:42161/121' });
    expect(left?.sent?.raw).toBe(250_000_000_000_000_000n);
    expect([paid?.sent, paid?.received]).toEqual([left?.sent, left?.received]);
  });

  it('is no transfer when the outbox is not known', () => {
    const transaction = sampleTransaction('0x2649b2ea');
    const impostor = expectOk(parseAddress(`0x${'99'.repeat(20)}`));
    const logs = transaction.logs.map((log) => (log.logIndex === 225 ? { ...log, address: impostor } : log));
    expect(decodeTransaction({ ...transaction, logs }, NETWORK).events).toEqual([]);
  });
});

describe('a deposit of a token', () => {
  it('is one event of all its logs, with the token of both layers', () => {
    const [event] = decode('0x00000a61').events;
    expect(event?.evidence?.map(({ eventName }) => eventName)).toEqual([
      'TransferRouted',
      'MessageDelivered',
      'InboxMessageDelivered',
      'TxToL2',
      'DepositInitiated',
    ]);
    expect(event).toMatchObject({
      sent: {
        asset: 'eip155:1/erc20:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
        raw: 600_000_000_000_000_000n,
      },
      received: { asset: 'eip155:42161/erc20:0x82af49447d8a07e3bd95bd0d56f35241523fbab1' },
    });
  });

  it('is expected to be logged on arrival, and one of ether alone is not', () => {
    const transaction = sampleTransaction('0x00000a61');
    const withoutToken = transaction.logs.filter(({ logIndex }) => logIndex < 448);
    const [ether] = decodeTransaction({ ...transaction, logs: withoutToken }, NETWORK).events;
    expect(decode('0x00000a61').events[0]).not.toHaveProperty('arrivesSilently');
    expect(ether).toMatchObject({ step: 'initiated', arrivesSilently: true });
  });

  it('is undecodable without the message’s content', () => {
    const transaction = sampleTransaction('0x00000a61');
    const logs = transaction.logs.filter(({ logIndex }) => logIndex !== 447);
    const { events, undecodable } = decodeTransaction({ ...transaction, logs }, NETWORK);
    expect(events).toEqual([]);
    expect(undecodable).toMatchObject([{ code: 'INCOMPLETE_TRANSACTION' }]);
  });

  it('arrives under its ticket, with the token that was minted beside it', () => {
    const ticket = 'arbitrum/eip155:1/0xface0b922e615b16ca20e4d7de668fa9f8010203b5dda69ebe433e7585821cf5';
    expect(decode('0xface0b92').events).toMatchObject([{ step: 'relayed', transfer: ticket }]);
    expect(decode('0x0131dbbd').events).toMatchObject([
      {
        step: 'finalised',
        transfer: ticket,
        received: {
          asset: 'eip155:42161/erc20:0x7ce746b45eabd0c4321538dec1b849c79a9a8476',
          raw: 2_488_547_282_154_521_981_057_859n,
        },
      },
    ]);
  });

  it('arrived before Nitro in the transaction that its id names', () => {
    const { redeemsTicket: _, ...redeem } = sampleTransaction('0x0131dbbd');
    const { events } = decodeTransaction({ ...redeem, blockNumber: 22_207_816n }, NETWORK);
    expect(events).toMatchObject([
      { step: 'finalised', transfer: `arbitrum/eip155:1/${redeem.transactionHash}` },
    ]);
  });

  it('cannot be told from others when the redeem’s ticket is not given', () => {
    const { redeemsTicket: _, ...transaction } = sampleTransaction('0x0131dbbd');
    const { events, undecodable } = decodeTransaction(transaction, NETWORK);
    expect(events).toEqual([]);
    expect(undecodable).toMatchObject([{ code: 'INCOMPLETE_TRANSACTION' }]);
  });
});

describe('a withdrawal through a gateway nobody knows', () => {
  it('is read but not trusted', () => {
    const [event] = decode('0x974e267c').events;
    expect(event).toMatchObject({
      emitter: 'topic-only',
      transfer: 'arbitrum/eip155:42161/80018',
      recipient: '0x2789f0554679f1f58491236196ecf8d8cc94c91c',
      received: { raw: 91_000_000_000_000_000_000n },
    });
  });
});
