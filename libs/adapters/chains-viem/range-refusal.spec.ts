import { describe, expect, it } from '@jest/globals';
import { isRangeRefusal } from './range-refusal.js';

// Wordings collected from providers' answers by ponder-sh/ponder, packages/utils/src/getLogsRetryHelper.ts (MIT),
// and from providers' documentation.
const REFUSALS = [
  'requested too many blocks from 1 to 5000, maximum is set to 2048',
  'Max range: 800',
  'Maximum allowed number of requested blocks is 3500',
  'Query returned more than 10000 results. Try with this block range [0x1, 0x2].',
  'block range is too wide',
  'Log response size exceeded. this block range should work: [0x1, 0x2]',
  'eth_getLogs is limited to a 10,000 range',
  'eth_getLogs is limited to 1024 block range',
  'response size should not greater than 10000000 bytes',
  'query exceeds max results 20000, retry with the range 1-2',
  'backend response too large',
  'Block range is too large',
  'logs matched by query exceeds limit of 10000',
  'exceeds the range allowed for your plan (5000 > 2000)',
  'Block range limit exceeded. See more details at https://docs',
  'please limit the query to at most 1,000 blocks',
  'exceed maximum block range: 50000',
  'query exceeds max block range 1000',
  'block range greater than 10000 max',
  'eth_getLogs range is too large, max is 10k blocks',
  'query must be smaller than size 1024',
  'up to a 2,000 block range',
  'maximum [from, to] blocks distance: 1000',
  'query timeout exceeded',
  'log query timed out',
];

const OTHERS = [
  'Too Many Requests',
  'daily request count exceeded, request rate limited',
  'Your app has exceeded its compute units per second capacity',
  'Unauthorized',
  'header not found',
  'missing trie node',
  'Internal error',
];

describe('isRangeRefusal', () => {
  it.each(REFUSALS)('asks for fewer blocks on "%s"', (message) => {
    expect(isRangeRefusal(message)).toBe(true);
  });

  it.each(OTHERS)('does not on "%s"', (message) => {
    expect(isRangeRefusal(message)).toBe(false);
  });
});
