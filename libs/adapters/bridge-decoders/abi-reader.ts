import { decodeAbiParameters, type AbiParameter, type Hex } from 'viem';

/** Reads the values of parameters from ABI-encoded bytes. @throws when they are not encoded so */
export type AbiReader = (data: Hex) => readonly unknown[];

type WordReader = (word: string) => unknown;

const WORD_DIGITS = 64;
const ADDRESS_DIGITS = 40;
/** Numbers of more bits are bigints, as viem has it. */
const LARGEST_NUMBER_BITS = 48;

/**
 * A reader of parameters. Words and `bytes` are read here, because viem's reading of each costs several times what
 * decoding a log may; arrays, structs and strings are left to viem. The values are those of viem, but addresses are in
 * lower case and numbers out of their type's range are refused.
 */
export function abiReader(parameters: readonly AbiParameter[]): AbiReader {
  const words = parameters.map(({ type }) => (type === 'bytes' ? 'bytes' : wordReader(type)));
  const known = words.filter((word) => word !== undefined);
  if (known.length < words.length) return (data) => decodeAbiParameters(parameters, data);
  return (data) => {
    const digits = data.slice(2).toLowerCase();
    return known.map((word, index) => {
      const head = digitsAt(digits, index * WORD_DIGITS, WORD_DIGITS);
      return word === 'bytes' ? bytesAt(digits, head) : word(head);
    });
  };
}

/** The reader of one indexed parameter of an event; what does not fit into a word is there as its hash. */
export function topicReader({ type }: AbiParameter): (topic: Hex) => unknown {
  const read = wordReader(type);
  return read === undefined ? (topic) => topic : (topic) => read(topic.slice(2).toLowerCase());
}

function bytesAt(digits: string, head: string): Hex {
  const start = positionIn(digits, head);
  const length = positionIn(digits, digitsAt(digits, start, WORD_DIGITS));
  return `0x${digitsAt(digits, start + WORD_DIGITS, length)}`;
}

/** An offset or a length, in digits. */
function positionIn(digits: string, word: string): number {
  const bytes = BigInt(`0x${word}`);
  if (bytes > BigInt(digits.length / 2)) throw new RangeError(`${bytes} lies beyond the end of the data`);
  return Number(bytes) * 2;
}

function digitsAt(digits: string, start: number, length: number): string {
  if (digits.length < start + length) {
    throw new RangeError(`the data ends after ${digits.length / 2} bytes, before ${(start + length) / 2}`);
  }
  return digits.slice(start, start + length);
}

function wordReader(type: string): WordReader | undefined {
  if (type === 'address') return (word) => `0x${word.slice(WORD_DIGITS - ADDRESS_DIGITS)}`;
  if (type === 'bool') return boolOf;
  const fixed = /^bytes(\d+)$/.exec(type);
  if (fixed !== null) return (word) => `0x${word.slice(0, 2 * Number(fixed[1]))}`;
  const integer = /^(u?)int(\d*)$/.exec(type);
  if (integer === null) return undefined;
  const bits = integer[2] === '' ? 256 : Number(integer[2]);
  const isSigned = integer[1] === '';
  const least = isSigned ? -(1n << BigInt(bits - 1)) : 0n;
  const end = 1n << BigInt(isSigned ? bits - 1 : bits);
  return (word) => {
    const unsigned = BigInt(`0x${word}`);
    const value = isSigned ? BigInt.asIntN(256, unsigned) : unsigned;
    if (value < least || value >= end) throw new RangeError(`${value} is no ${type}`);
    return bits > LARGEST_NUMBER_BITS ? value : Number(value);
  };
}

function boolOf(word: string): boolean {
  const value = BigInt(`0x${word}`);
  if (value > 1n) throw new RangeError(`${value} is no bool`);
  return value === 1n;
}
