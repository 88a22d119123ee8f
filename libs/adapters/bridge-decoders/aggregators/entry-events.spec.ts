import { describe, expect, it } from '@jest/globals';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { encodedLog } from '../encoded-log.fixture.js';
import { messageTransaction, transactionWith } from '../message-bridges.fixture.js';
import { sampleTransaction } from '../sample-transactions.fixture.js';
import { lifiEvents } from './entry-events.js';

const DIAMOND = '0x1231deb6f5749ef6ce6943a275a1d3e7486f4eae';
const WALLET = `0x${'a1'.repeat(20)}` as const;
const ID = `0x${'e5'.repeat(32)}` as const;
const started = encodedLog(
  lifiEvents,
  'LiFiTransferStarted',
  {
    bridgeData: {
      transactionId: ID,
      bridge: 'mayan',
      integrator: 'jumper.exchange',
      referrer: WALLET,
      sendingAssetId: WALLET,
      receiver: WALLET,
      minAmount: 1n,
      destinationChainId: 137n,
      hasSourceSwaps: false,
      hasDestinationCall: false,
    },
  },
  { logIndex: 999, address: DIAMOND },
);

describe('an entry event of an aggregator', () => {
  // An OP-stack deposit of the sample with an entry behind it.
  const plain = sampleTransaction('0x239293e2');
  const entered = { ...plain, logs: [...plain.logs, started] };

  it('is evidence of the transfer it was handed over as, and changes nothing else, whoever emits it', () => {
    const [without] = decodeTransaction(plain, NETWORK).events;
    const { events, undecodable } = decodeTransaction(entered, NETWORK);
    expect(undecodable).toEqual([]);
    expect(events).toHaveLength(1);
    expect(events[0]?.evidence?.at(-1)).toMatchObject({ logIndex: 999, eventName: 'LiFiTransferStarted' });
    expect({ ...events[0], evidence: undefined }).toEqual({ ...without, evidence: undefined });
    expect(events[0]?.evidence).toHaveLength((without?.evidence?.length ?? 0) + 1);
  });

  it('is no transfer of its own', () => {
    // Polygon's bridge through Socket's gateway, block 21925176 of Ethereum, a16z/helios (MIT).
    const { events, undecodable } = decodeTransaction(messageTransaction('0x1bc45472'), NETWORK);
    const told = [
      ...events.flatMap(({ evidence }) => evidence ?? []).map(({ logIndex }) => logIndex),
      ...undecodable.map(({ logId }) => Number(logId.split('/').at(-1))),
    ];
    expect(told.filter((logIndex) => logIndex === 460)).toHaveLength(1);
    expect(events.filter(({ bridge }) => (bridge as string) === 'socket')).toEqual([]);
  });

  it('is undecodable where the bridge behind it is not understood', () => {
    const { events, undecodable } = decodeTransaction(transactionWith(10, [started]), NETWORK);
    expect(events).toEqual([]);
    expect(undecodable).toMatchObject([{ bridge: 'lifi', code: 'INCOMPLETE_TRANSACTION' }]);
  });

  it('of an arrival is evidence of an arrival', () => {
    const completed = encodedLog(
      lifiEvents,
      'LiFiTransferCompleted',
      { transactionId: ID, receivingAssetId: WALLET, receiver: WALLET, amount: 1n, timestamp: 1n },
      { logIndex: 999, address: DIAMOND },
    );
    const arrival = messageTransaction('0xd0793bf3');
    const { events } = decodeTransaction({ ...arrival, logs: [...arrival.logs, completed] }, NETWORK);
    expect(events[0]?.evidence?.map(({ eventName }) => eventName)).toEqual([
      'PacketReceived',
      'SwapRemote',
      'LiFiTransferCompleted',
    ]);
    const departure = decodeTransaction({ ...plain, logs: [...plain.logs, completed] }, NETWORK);
    expect(departure.undecodable).toMatchObject([{ bridge: 'lifi' }]);
  });
});
