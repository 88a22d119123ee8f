import { describe, expect, it } from '@jest/globals';
import { NETWORK } from '@causeway/domain/network';
import { decodeTransaction } from '../decode-transaction.js';
import { encodedLog } from '../encoded-log.fixture.js';
import { transactionWith } from '../message-bridges.fixture.js';
import { relayEvents } from './abi.js';

const DEPOSITORY = '0x4cd00e387622c35bddb9b4c962c136462338bc31';
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const WALLET = `0x${'a1'.repeat(20)}` as const;
const ID = `0x${'e5'.repeat(32)}` as const;

describe('relayDecoder', () => {
  it('follows a deposit under its order, without a destination', () => {
    const at = { logIndex: 1, address: DEPOSITORY };
    const token = encodedLog(
      relayEvents,
      'RelayErc20Deposit',
      { from: WALLET, token: USDC, amount: 5n, id: ID },
      at,
    );
    const coin = encodedLog(relayEvents, 'RelayNativeDeposit', { from: WALLET, amount: 6n, id: ID }, at);
    const [ofToken, ofCoin] = [token, coin].map(
      (log) => decodeTransaction(transactionWith(1, [log]), NETWORK).events[0],
    );
    expect(ofToken).toMatchObject({
      bridge: 'relay',
      step: 'initiated',
      emitter: 'known-contract',
      transfer: `relay/eip155:1/${ID}`,
      sender: WALLET,
      sent: { asset: `eip155:1/erc20:${USDC}`, raw: 5n },
    });
    expect(ofToken?.destinationChain).toBeUndefined();
    expect(ofCoin?.sent).toEqual({ asset: 'eip155:1/slip44:60', raw: 6n });
  });
});
