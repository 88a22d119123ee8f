/**
 * The least input from 0 to `capacity` whose output is at least `output`, or undefined when there is none, for an
 * `outputOf` that never falls as its input grows. `guess` saves steps when it is near; the answer does not depend
 * on it.
 */
export function leastInput(
  outputOf: (input: bigint) => bigint,
  output: bigint,
  capacity: bigint,
  guess: bigint,
): bigint | undefined {
  if (output <= 0n) return 0n;
  const bracket = bracketOf(outputOf, output, capacity, clamp(guess, capacity));
  if (bracket === undefined) return undefined;
  let { tooLittle, enough } = bracket;
  while (enough - tooLittle > 1n) {
    const middle = (tooLittle + enough) / 2n;
    if (outputOf(middle) >= output) enough = middle;
    else tooLittle = middle;
  }
  return enough;
}

/** Doubles its step away from the guess, so that the distance of the guess costs only its logarithm. */
function bracketOf(
  outputOf: (input: bigint) => bigint,
  output: bigint,
  capacity: bigint,
  guess: bigint,
): { tooLittle: bigint; enough: bigint } | undefined {
  if (outputOf(guess) >= output) {
    let enough = guess;
    for (let step = 1n; enough > 0n; step *= 2n) {
      const below = enough > step ? enough - step : 0n;
      if (below === 0n || outputOf(below) < output) return { tooLittle: below, enough };
      enough = below;
    }
    return { tooLittle: -1n, enough: 0n };
  }
  let tooLittle = guess;
  for (let step = 1n; tooLittle < capacity; step *= 2n) {
    const above = tooLittle + step < capacity ? tooLittle + step : capacity;
    if (outputOf(above) >= output) return { tooLittle, enough: above };
    tooLittle = above;
  }
  return undefined;
}

function clamp(value: bigint, capacity: bigint): bigint {
  if (value < 0n) return 0n;
  return value > capacity ? capacity : value;
}
