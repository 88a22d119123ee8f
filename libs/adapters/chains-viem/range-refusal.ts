/** What providers say when a question is too frequent, not too wide; such words may also hold those below. */
const TOO_OFTEN =
  /\brate\b|rate-?limit|too many requests|per second|throughput|quota|credits|daily|capacity/i;

const TOO_WIDE = new RegExp(
  [
    'block range',
    'range (is |was )?(too|limit|allowed)',
    'exceeds? the range',
    'max(imum)? (allowed |block )*range',
    'limited to',
    'too many (blocks|results|logs)',
    'blocks distance',
    '(maximum|allowed) number of requested blocks',
    'more than [\\d,.]+ (results|logs)',
    'exceeds? (max(imum)?( results| block)?|limit of)',
    'size exceeded|smaller than size|size should not',
    'too (large|big|wide)',
    'at most [\\d,.]+ blocks',
    'tim(ed?|ing) ?out',
  ].join('|'),
  'i',
);

/**
 * Whether an endpoint's complaint about `eth_getLogs` means that fewer blocks would do. There is no error code for
 * it, so that one has to read what providers write.
 */
export function isRangeRefusal(message: string): boolean {
  return TOO_WIDE.test(message) && !TOO_OFTEN.test(message);
}
