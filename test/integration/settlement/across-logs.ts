import {
  decodeFunctionData,
  encodeAbiParameters,
  encodeEventTopics,
  keccak256,
  pad,
  parseAbi,
  type Hex,
} from 'viem';
import { transactionLogsFormat } from '@causeway/adapters/wire';
import { addSeconds, expectOk, parseAddress, type ChainId, type Hash } from '@causeway/domain/units';
import { FIRST_MOMENT, hashOf } from '../../fixtures/bridge-events.js';
import type { ExampleBlock } from '../../fixtures/chain-blocks.js';

/** As SpokePool logs them. Source: across-protocol/contracts, `V3SpokePoolInterface.sol`. */
const spokePoolAbi = parseAbi([
  'function depositV3(address depositor, address recipient, address inputToken, address outputToken, uint256 inputAmount, uint256 outputAmount, uint256 destinationChainId, address exclusiveRelayer, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityParameter, bytes message) payable',
  'event FundsDeposited(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint256 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 indexed depositor, bytes32 recipient, bytes32 exclusiveRelayer, bytes message)',
  'struct V3RelayExecutionEventInfo { bytes32 updatedRecipient; bytes32 updatedMessageHash; uint256 updatedOutputAmount; uint8 fillType; }',
  'event FilledRelay(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 repaymentChainId, uint256 indexed originChainId, uint256 indexed depositId, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 exclusiveRelayer, bytes32 indexed relayer, bytes32 depositor, bytes32 recipient, bytes32 messageHash, V3RelayExecutionEventInfo relayExecutionInfo)',
]);
const RELAYER = pad(`0x${'e1'.repeat(20)}`);

/** Where a transaction stands: in a block that is told, or in a final one at so many seconds after the first moment. */
export type Place = ExampleBlock | { readonly chain: ChainId; readonly seconds: number };

function record(place: Place, label: string, contract: string, topics: Hex[], data: Hex): string {
  const isTold = 'hash' in place;
  return transactionLogsFormat.encodeText({
    chain: place.chain,
    blockNumber: isTold ? place.number : 14_000_000n,
    blockHash: isTold ? place.hash : hashOf(`block ${place.chain} ${label}`),
    blockTime: isTold ? place.time : addSeconds(FIRST_MOMENT, place.seconds),
    transactionHash: transactionOf(label),
    finality: isTold ? 'latest' : 'finalised',
    logs: [{ logIndex: 0, address: expectOk(parseAddress(contract)), topics, data }],
  });
}

/** The hash of the transaction with this label. */
export function transactionOf(label: string): Hash {
  return hashOf(`transaction ${label}`);
}

/** The record of a deposit: what the SpokePool logs when it is called with exactly this calldata. */
export function depositRecord(
  place: Place,
  label: string,
  call: { readonly to: string; readonly data: Hex },
): string {
  const { args } = decodeFunctionData({ abi: spokePoolAbi, data: call.data });
  const [depositor, recipient, inputToken, outputToken, inputAmount, outputAmount] = args;
  const [, , , , , , destinationChainId, exclusiveRelayer, quoteTimestamp, fillDeadline, , message] = args;
  const topics = encodeEventTopics({
    abi: spokePoolAbi,
    eventName: 'FundsDeposited',
    args: { destinationChainId, depositId: 7n, depositor: pad(depositor) },
  });
  const data = encodeAbiParameters(
    [
      'bytes32',
      'bytes32',
      'uint256',
      'uint256',
      'uint32',
      'uint32',
      'uint32',
      'bytes32',
      'bytes32',
      'bytes',
    ].map((type) => ({ type })),
    [
      ...[pad(inputToken), pad(outputToken), inputAmount, outputAmount, quoteTimestamp, fillDeadline, 0],
      ...[pad(recipient), pad(exclusiveRelayer), message],
    ],
  );
  return record(place, label, call.to, topics as Hex[], data);
}

/** The record of the fill of that deposit by a relayer. */
export function fillRecord(
  place: Place,
  label: string,
  spokePool: string,
  { origin, call }: { readonly origin: number; readonly call: { readonly data: Hex } },
): string {
  const { args } = decodeFunctionData({ abi: spokePoolAbi, data: call.data });
  const [depositor, recipient, inputToken, outputToken, inputAmount, outputAmount] = args;
  const [, , , , , , , exclusiveRelayer, , fillDeadline, , message] = args;
  const topics = encodeEventTopics({
    abi: spokePoolAbi,
    eventName: 'FilledRelay',
    args: { originChainId: BigInt(origin), depositId: 7n, relayer: RELAYER },
  });
  const messageHash = message === '0x' ? pad('0x', { size: 32 }) : keccak256(message);
  const words = ['bytes32', 'bytes32', 'uint256', 'uint256', 'uint256', 'uint32', 'uint32'];
  const data = encodeAbiParameters(
    [
      ...[...words, 'bytes32', 'bytes32', 'bytes32', 'bytes32'].map((type) => ({ type })),
      { type: 'tuple', components: ['bytes32', 'bytes32', 'uint256', 'uint8'].map((type) => ({ type })) },
    ],
    [
      ...[pad(inputToken), pad(outputToken), inputAmount, outputAmount, 1n, fillDeadline, 0],
      ...[pad(exclusiveRelayer), pad(depositor), pad(recipient), messageHash],
      [pad(recipient), messageHash, outputAmount, 0],
    ],
  );
  return record(place, label, spokePool, topics as Hex[], data);
}
