import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createTestClient,
  encodeAbiParameters,
  http,
  keccak256,
  parseEventLogs,
  publicActions,
  toHex,
  walletActions,
  type Hex,
} from 'viem';
import {
  outputRootOf,
  proveReceipt,
  receiptsRoot,
  verifyAccountProof,
  verifyHeader,
  verifyReceiptProof,
  verifyStorageProof,
  verifyWithdrawalProof,
  type ConsensusReceipt,
  type OutputRootProof,
  type VerifiedHeader,
} from '@causeway/adapters/state-proofs';
import { readBlockHeader, stateProofFormat, type StateProofDocument } from '@causeway/adapters/wire';
import { evmChain, expectOk, parseAddress, type Address, type Hash } from '@causeway/domain/units';
import { anvilProgram, startAnvil, type Anvil } from '../collector/anvil.js';
import { compile, type CompiledContract } from '../collector/compile.js';

const CHAIN_NUMBER = 31_337;
const CHAIN = evmChain(CHAIN_NUMBER);
/** The first account of anvil's default mnemonic. */
const SENDER = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266' as Address;
const STRANGER = `0x${'5e'.repeat(20)}` as Address;
const NUMBERS = [1n, 127n, 128n, 255n, 256n, 2n ** 255n, 2n ** 256n - 1n];
/** Where Solidity keeps the elements of the array in slot 2. */
const FIRST_NUMBER = BigInt(keccak256(encodeAbiParameters([{ type: 'uint256' }], [2n])));

const FEE = 10n ** 10n;
/** How a transaction pays, which makes it one of type 0, 1 or 2. */
const FEES = [
  { gasPrice: FEE },
  { gasPrice: FEE, accessList: [] },
  { maxFeePerGas: FEE, maxPriorityFeePerGas: FEE },
];

const open = (url: string) =>
  createTestClient({
    mode: 'anvil',
    transport: http(url),
    pollingInterval: 20,
    chain: {
      id: CHAIN_NUMBER,
      name: 'test',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [url] } },
    },
  })
    .extend(publicActions)
    .extend(walletActions);

const describeNode = anvilProgram() === undefined ? describe.skip : describe;

describeNode('proofs of a real node', () => {
  let node: Anvil;
  let client: ReturnType<typeof open>;
  let contract: CompiledContract;
  let passer: Address;

  beforeAll(async () => {
    node = await startAnvil(CHAIN_NUMBER, 1);
    client = open(node.url);
    contract = compile(new URL('./MessagePasser.sol', import.meta.url), 'MessagePasser');
    const hash = await client.deployContract({ ...contract, account: SENDER });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    passer = expectOk(parseAddress(contractAddress ?? ''));
  });
  afterAll(() => node.stop());

  const ask = (method: string, params: readonly unknown[]): Promise<unknown> =>
    client.request({ method, params } as never);

  const call = async (functionName: string, callArguments: readonly unknown[], value = 0n) => {
    const { abi } = contract;
    const request = { address: passer, abi, functionName, args: callArguments, account: SENDER, value };
    const hash = await client.writeContract(request);
    return client.waitForTransactionReceipt({ hash });
  };

  const headerOf = async (tag: string): Promise<VerifiedHeader> => {
    const decoded = expectOk(readBlockHeader(await ask('eth_getBlockByNumber', [tag, false])));
    return expectOk(verifyHeader(CHAIN, decoded, decoded.hash));
  };

  const proofOf = async (address: Address, slots: readonly bigint[]): Promise<StateProofDocument> => {
    const keys = slots.map((slot) => toHex(slot, { size: 32 }));
    const answer = (await ask('eth_getProof', [address, keys, 'latest'])) as object;
    return expectOk(stateProofFormat.decode({ ...answer, schema: stateProofFormat.name, chain: CHAIN }));
  };

  it('show accounts that exist and one that does not, as the node itself says', async () => {
    const header = await headerOf('latest');
    for (const address of [SENDER, passer, STRANGER]) {
      const account = expectOk(verifyAccountProof(header, await proofOf(address, [])));
      expect(account).toMatchObject({
        exists: address !== STRANGER,
        balance: await client.getBalance({ address }),
        nonce: BigInt(await client.getTransactionCount({ address })),
        codeHash: keccak256((await client.getCode({ address })) ?? '0x'),
      });
    }
  });

  it('show slots that hold numbers of every length, and slots that are empty', async () => {
    await call('store', [NUMBERS]);
    const slots = [2n, ...NUMBERS.map((_, at) => FIRST_NUMBER + BigInt(at)), 77n];
    const document = await proofOf(passer, slots);
    const account = expectOk(verifyAccountProof(await headerOf('latest'), document));
    const shown = (document.storageProof ?? []).map((slot) => expectOk(verifyStorageProof(account, slot)));
    expect(shown.map(({ value }) => value)).toEqual([BigInt(NUMBERS.length), ...NUMBERS, 0n]);
    expect(shown.map(({ exists }) => exists)).toEqual([...slots.slice(1).map(() => true), false]);
    for (const slot of document.storageProof ?? []) {
      expect(verifyStorageProof(account, { ...slot, value: 5n })).toMatchObject({
        failure: { code: 'WRONG_VALUE' },
      });
    }
  });

  it('are refused under the header of another block', async () => {
    const before = await headerOf('latest');
    await call('store', [[9n]]);
    expect(verifyAccountProof(before, await proofOf(passer, []))).toMatchObject({
      failure: { code: 'WRONG_ROOT' },
    });
    expect(verifyAccountProof(await headerOf('latest'), await proofOf(passer, []))).toMatchObject({
      ok: true,
    });
  });

  it('show every receipt of a block of many transactions', async () => {
    await client.setAutomine(false);
    const { abi } = contract;
    const sent: Hex[] = [];
    for (const at of Array(20).keys()) {
      const callArguments = [STRANGER, 21_000n, toHex(`message ${at}`)];
      const fee = FEES[at % FEES.length];
      const request = { address: passer, abi, functionName: 'initiateWithdrawal', args: callArguments };
      sent.push(await client.writeContract({ ...request, account: SENDER, gas: 200_000n, ...fee }));
    }
    await client.mine({ blocks: 1 });
    await client.setAutomine(true);
    const header = await headerOf('latest');
    const answers = (await ask('eth_getBlockReceipts', ['latest'])) as readonly {
      type: Hex;
      status: Hex;
      cumulativeGasUsed: Hex;
      logs: ConsensusReceipt['logs'];
    }[];
    expect(answers).toHaveLength(sent.length);
    const receipts = answers.map(({ type, status, cumulativeGasUsed, logs }) => ({
      type: Number(type),
      outcome: status === '0x1',
      cumulativeGasUsed: BigInt(cumulativeGasUsed),
      logs,
    }));
    expect(new Set(receipts.map(({ type }) => type))).toEqual(new Set([0, 1, 2]));
    expect(await receiptsRoot(receipts)).toBe(header.receiptsRoot);
    for (const index of receipts.keys()) {
      const shown = verifyReceiptProof(header, await proveReceipt(receipts, index));
      expect(shown).toMatchObject({ ok: true, value: { outcome: true, logs: [{ address: passer }] } });
    }
  });

  it('show a withdrawal as soon as it is recorded, and not before', async () => {
    const data = toHex('a message of more than one word, so that its padding counts');
    const outputOf = async (): Promise<{ proof: OutputRootProof; header: VerifiedHeader }> => {
      const header = await headerOf('latest');
      const { storageHash } = expectOk(verifyAccountProof(header, await proofOf(passer, [])));
      const version = `0x${'0'.repeat(64)}` as Hash;
      const { stateRoot, blockHash: latestBlockhash } = header;
      return {
        header,
        proof: { version, stateRoot, latestBlockhash, messagePasserStorageRoot: storageHash },
      };
    };
    const before = await outputOf();
    const receipt = await call('initiateWithdrawal', [STRANGER, 100_000n, data], 5n);
    const [passed] = parseEventLogs({ abi: contract.abi, logs: receipt.logs }) as unknown as readonly {
      args: { nonce: bigint; withdrawalHash: Hash };
    }[];
    const { nonce, withdrawalHash } = passed?.args ?? { nonce: 0n, withdrawalHash: '0x' as Hash };
    const withdrawal = { nonce, sender: SENDER, target: STRANGER, value: 5n, gasLimit: 100_000n, data };
    const slot = keccak256(
      encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [withdrawalHash, 0n]),
    );
    const after = await outputOf();
    const withdrawalProof = (await proofOf(passer, [BigInt(slot)])).storageProof?.[0]?.proof ?? [];
    const verify = ({ proof, header }: typeof after) =>
      verifyWithdrawalProof(
        CHAIN,
        { withdrawal, withdrawalHash, outputRootProof: proof, withdrawalProof },
        outputRootOf(proof),
        header,
      );
    expect(verify(after)).toMatchObject({
      ok: true,
      value: { withdrawalHash, proven: { blockNumber: after.header.blockNumber } },
    });
    expect(verify(before)).toMatchObject({ failure: { code: 'WRONG_ROOT' } });
    const unsent = { ...withdrawal, value: 6n };
    expect(
      verifyWithdrawalProof(
        CHAIN,
        { withdrawal: unsent, outputRootProof: after.proof, withdrawalProof },
        outputRootOf(after.proof),
      ).ok,
    ).toBe(false);
  });
});
