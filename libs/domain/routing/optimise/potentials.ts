import type { Arcs } from './arcs.js';

/**
 * What a unit of each asset is worth at the target along the best way of marginal rates; 0 where none leads there.
 * `rates` has one for each arc. `next`, where given, gets the first arc of that way.
 */
export function valueAtTarget(
  arcs: Arcs,
  target: number,
  rates: Float64Array,
  value: Float64Array,
  next?: Int32Array,
): void {
  value.fill(0);
  next?.fill(-1);
  value[target] = 1;
  const size = value.length + 1;
  const queue = new Int32Array(size);
  const isQueued = new Uint8Array(size);
  queue[0] = target;
  isQueued[target] = 1;
  let head = 0;
  let waiting = 1;
  const { items, first } = arcs.byHead();
  const { from } = arcs;
  // A circle of arcs that gains would go round for ever.
  for (let visits = 0; waiting > 0 && visits < 60 * size; visits += 1) {
    const asset = queue[head]!;
    head = head + 1 === size ? 0 : head + 1;
    waiting -= 1;
    isQueued[asset] = 0;
    const here = value[asset]!;
    const end = first[asset + 1]!;
    for (let at = first[asset]!; at < end; at += 1) {
      const arc = items[at]!;
      const worth = rates[arc]! * here;
      const tail = from[arc]!;
      if (!(worth > value[tail]! * (1 + 1e-13)) || tail === target) continue;
      value[tail] = worth;
      if (next !== undefined) next[tail] = arc;
      if (isQueued[tail] === 1) continue;
      isQueued[tail] = 1;
      const place = head + waiting;
      queue[place < size ? place : place - size] = tail;
      waiting += 1;
    }
  }
}
