import { encodeAbiParameters, encodeEventTopics, type Abi, type AbiEvent, type Hex } from 'viem';
import type { RawLog } from '@causeway/domain/bridging';

/** A log as a contract would emit it. Of events with one name the one with these argument names is taken. */
export function encodedLog(
  abi: Abi,
  eventName: string,
  args: Readonly<Record<string, unknown>>,
  at: { readonly logIndex: number; readonly address: string },
): RawLog {
  const event = abi.find(
    (item): item is AbiEvent =>
      item.type === 'event' &&
      item.name === eventName &&
      item.inputs.length === Object.keys(args).length &&
      item.inputs.every(({ name }) => name !== undefined && name in args),
  );
  if (event === undefined) throw new Error(`no event ${eventName} with these arguments`);
  const inData = event.inputs.filter(({ indexed }) => indexed !== true);
  return {
    logIndex: at.logIndex,
    address: at.address.toLowerCase() as RawLog['address'],
    topics: encodeEventTopics({ abi: [event], args }) as Hex[],
    data: encodeAbiParameters(
      inData,
      inData.map(({ name }) => args[name ?? '']),
    ),
  };
}

/** An ERC-20 Transfer log. */
export function transferLog(token: string, from: string, to: string, raw: bigint, logIndex: number): RawLog {
  return encodedLog(
    [
      {
        type: 'event',
        name: 'Transfer',
        inputs: [
          { name: 'from', type: 'address', indexed: true },
          { name: 'to', type: 'address', indexed: true },
          { name: 'value', type: 'uint256' },
        ],
      },
    ],
    'Transfer',
    { from, to, value: raw },
    { logIndex, address: token },
  );
}
