import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestClient, http, publicActions, toHex } from 'viem';
import { balanceKey, verifyBalanceProof } from '@causeway/adapters/state-proofs';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import {
  balanceProofFormat,
  decodeChainRecordText,
  decodeRiskPolicy,
  headerReportFormat,
} from '@causeway/adapters/wire';
import { ingestLogs } from '@causeway/application/ingest-logs';
import { openAccount } from '@causeway/application/open-account';
import { assetDirectoryOf, evaluateMargin, type MarginAccount } from '@causeway/domain/margin';
import { NETWORK } from '@causeway/domain/network';
import {
  decimal,
  expectOk,
  nativeAsset,
  tokenAmount,
  type Hash,
  type PolicyVersion,
  type UnixMilliseconds,
} from '@causeway/domain/units';
import { runCli } from '../../../apps/cli/run-cli.js';
import { accountToOpen, ATLAS } from '../../fixtures/accounts.js';
import { batchOf, ETHEREUM, usdcOn, walletOf } from '../../fixtures/bridge-events.js';
import { headsAt } from '../../fixtures/chain-blocks.js';
import { anvilProgram, startAnvil, type Anvil } from '../collector/anvil.js';

const WALLET = walletOf(ATLAS);
const USDC = usdcOn(ETHEREUM);
const TOKEN = `0x${USDC.slice(-40)}` as const;
const SHOWN = 600_000_000n;
const ETHER = 3n * 10n ** 18n;

const describeNode = anvilProgram() === undefined ? describe.skip : describe;

describeNode('balances that a real node proves', () => {
  let node: Anvil;
  beforeAll(async () => {
    node = await startAnvil(1, 1);
    const client = createTestClient({ mode: 'anvil', transport: http(node.url) }).extend(publicActions);
    await client.setCode({ address: TOKEN, bytecode: '0x00' });
    const index = toHex(balanceKey(WALLET, 9n), { size: 32 });
    await client.setStorageAt({ address: TOKEN, index, value: toHex(SHOWN, { size: 32 }) });
    await client.setBalance({ address: WALLET, value: ETHER });
    await client.mine({ blocks: 1 });
  });
  afterAll(() => node.stop());

  async function prove(...more: readonly string[]) {
    let stdout = '';
    let stderr = '';
    const exitCode = await runCli(['prove-balance', '--rpc', node.url, '--wallet', WALLET, ...more], {
      stdin: Readable.from([]),
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
    });
    return { exitCode, stdout, stderr };
  }

  it('are read and verified by one command, of the coin and of a token', async () => {
    const coin = await prove('--asset', nativeAsset(ETHEREUM));
    const token = await prove('--asset', USDC);
    expect([coin.exitCode, token.exitCode]).toEqual([0, 0]);
    expect(coin.stderr).toContain(` holds ${ETHER} base units of ${nativeAsset(ETHEREUM)}`);
    const read = expectOk(decodeChainRecordText(token.stdout));
    expect(read).toMatchObject({ kind: 'balance-proof', record: { raw: SHOWN, slot: 9n, wallet: WALLET } });
  });

  it('are refused when they are of another slot, token, wallet or chain, or nobody knows the slot', async () => {
    const token = expectOk(balanceProofFormat.decodeText((await prove('--asset', USDC)).stdout));
    const coin = expectOk(
      balanceProofFormat.decodeText((await prove('--asset', nativeAsset(ETHEREUM))).stdout),
    );
    const nine = () => 9n;
    const codeOf = (...[claim, slots = nine]: Partial<Parameters<typeof verifyBalanceProof>>) => {
      const verified = verifyBalanceProof({ ...token, ...claim }, slots);
      return verified.ok ? 'accepted' : verified.failure.code;
    };
    const { slot: _slot, ...unsaid } = token;
    expect(codeOf(token)).toBe('accepted');
    expect(codeOf(token, () => undefined)).toBe('UNKNOWN_SLOT');
    expect(codeOf(token, () => 8n)).toBe('WRONG_SLOT');
    expect(verifyBalanceProof(unsaid, () => 8n)).toMatchObject({ failure: { code: 'WRONG_SLOT' } });
    expect(codeOf({ ...token, wallet: TOKEN as typeof WALLET })).toBe('WRONG_SLOT');
    expect(codeOf({ ...token, address: WALLET })).toBe('WRONG_ADDRESS');
    expect(codeOf({ ...coin, address: token.address })).toBe('WRONG_ADDRESS');
    expect(codeOf({ ...token, chain: 'eip155:10' as typeof ETHEREUM })).toBe('WRONG_CHAIN');
    const header = { ...token.header, hash: `0x${'1'.repeat(64)}` as Hash };
    expect(codeOf({ ...token, header })).toBe('WRONG_BLOCK_HASH');
    const [slotProof] = token.storageProof ?? [];
    const lied = slotProof === undefined ? [] : [{ ...slotProof, value: SHOWN + 1n }];
    expect(codeOf({ ...token, storageProof: lied })).toBe('WRONG_VALUE');
  });

  it('let collateral count for margin that requires proof, as far as they cover it', async () => {
    const text = (await prove('--asset', USDC)).stdout.trim();
    const { header } = expectOk(balanceProofFormat.decodeText(text));
    const time = (Number(header.timestamp) * 1_000) as UnixMilliseconds;
    const stores = createMemoryStores();
    const command = { ...accountToOpen(ATLAS), deposits: [tokenAmount(USDC, 1_000_000_000n)] };
    expectOk(await openAccount(stores.ledger, command, 0 as UnixMilliseconds));
    const unproven = await accountOf(stores);
    const report = headerReportFormat.encodeText({
      chain: ETHEREUM,
      header: { number: header.number, hash: header.hash, parentHash: header.parentHash, time },
      heads: headsAt(header.number),
    });
    const outcome = await ingestLogs(
      {
        ledger: stores.ledger,
        network: NETWORK,
        parseRecord: decodeChainRecordText,
        decodeTransaction: () => ({ events: [], undecodable: [] }),
      },
      batchOf([report, text]),
    );
    expect(outcome).toMatchObject({ applied: 1, refused: 0 });
    expect([collateral(unproven), collateral(await accountOf(stores))]).toEqual(['0', '582']);
  });
});

async function accountOf({ outbox }: ReturnType<typeof createMemoryStores>): Promise<MarginAccount> {
  const event = (await outbox.read(`account/${ATLAS}`, 0, 10)).at(-1)?.event;
  if (event?.type !== 'account.changed') throw new Error('the account has told nothing');
  return event.account;
}

/** What collateral counts at USD 1 under the house policy with proof required: USDC has a haircut of 3 %. */
function collateral(account: MarginAccount): string {
  const house = JSON.parse(
    readFileSync(new URL('../../../policies/house.json', import.meta.url), 'utf8'),
  ) as { margin: { collateral: object[] } };
  house.margin.collateral.push({ rule: 'proven-balance', unproven: {}, otherwise: '0' });
  const { margin } = expectOk(decodeRiskPolicy(house, 1 as PolicyVersion));
  const price = { symbol: 'USDC', price: decimal('1'), time: 0 as UnixMilliseconds, source: 'test' };
  const prices = { id: 'test', prices: new Map([['USDC', price]]) };
  const state = evaluateMargin(account, prices, margin, assetDirectoryOf(NETWORK));
  return state.holdings.map(({ collateralValue }) => collateralValue.toFixed()).join();
}
