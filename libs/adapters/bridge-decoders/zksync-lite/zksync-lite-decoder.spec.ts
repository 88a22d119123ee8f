import { describe, expect, it } from '@jest/globals';
import type { RawLog } from '@causeway/domain/bridging';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { encodedLog, transferLog } from '../encoded-log.fixture.js';
import { transactionWith } from '../message-bridges.fixture.js';
import { zksyncLiteEvents } from './abi.js';

const CONTRACT = '0xabea9132b05a70803a4e85094fd0e1800777fbef';
const DAI = '0x6b175474e89094c44da98b954eedeac495271d0f';
const DEPOSITOR = '0x7277f7849966426d345d8f6b9afd1d3d89183083';
/** Of transactions 0x6740ba7d and 0x041514c8 of Ethereum. */
const VERSION_1 = '0x000000000001000000000000000082f3c2f4951040007277f7849966426d345d8f6b9afd1d3d89183083';
const LATER = '0x01000000000000000100000000000000010034117cc06580007277f7849966426d345d8f6b9afd1d3d89183083';

function request(pubData: `0x${string}`, opType = 1): RawLog {
  const args = { sender: DEPOSITOR, serialId: 2_310n, opType, pubData, expirationBlock: 11_444_083n };
  return encodedLog(zksyncLiteEvents, 'NewPriorityRequest', args, { logIndex: 270, address: CONTRACT });
}

const eventsOf = (logs: readonly RawLog[]) => decodeTransaction(transactionWith(1, logs), NETWORK).events;

describe('zksyncLiteDecoder', () => {
  it('follows a deposit of a token by its priority request', () => {
    const raw = BigInt('0x82f3c2f495104000');
    const told = encodedLog(
      zksyncLiteEvents,
      'OnchainDeposit',
      { sender: DEPOSITOR, tokenId: 1, amount: raw, owner: DEPOSITOR },
      { logIndex: 271, address: CONTRACT },
    );
    expect(
      eventsOf([transferLog(DAI, DEPOSITOR, CONTRACT, raw, 269), request(VERSION_1), told]),
    ).toMatchObject([
      {
        bridge: 'zksync-lite',
        step: 'initiated',
        emitter: 'known-contract',
        transfer: 'zksync-lite/eip155:1/2310',
        destinationChain: 'zksync:lite',
        sender: DEPOSITOR,
        recipient: DEPOSITOR,
        sent: { asset: `eip155:1/erc20:${DAI}`, raw },
        arrivesSilently: true,
        evidence: [{ eventName: 'NewPriorityRequest' }, { eventName: 'OnchainDeposit' }],
      },
    ]);
  });

  it('reads the later form of the request, and ether without a token’s log', () => {
    const raw = BigInt('0x010034117cc0658000');
    const [token] = eventsOf([transferLog(DAI, DEPOSITOR, CONTRACT, raw, 138), request(LATER)]);
    expect(token?.sent).toEqual({ asset: `eip155:1/erc20:${DAI}`, raw });
    const ether = LATER.replace('0100000000000000010000', '0100000000000000000000') as `0x${string}`;
    expect(eventsOf([request(ether)])[0]?.sent).toEqual({ asset: 'eip155:1/slip44:60', raw });
  });

  it('takes nothing else for a deposit', () => {
    expect(eventsOf([request(LATER, 6)])).toEqual([]);
    expect(eventsOf([request('0x01')])).toEqual([]);
  });
});
