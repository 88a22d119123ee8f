/**
 * The system A·diag(weight)·Aᵀ·y = r of the interior point, where the column of arc k has −1 at its tail and its slope
 * at its head: a graph Laplacian with gains. Factored by Cholesky's method in the order of least degree, so that of
 * its lower triangle only what the graph fills in is touched.
 */
export class NormalEquations {
  /** Row `j` of the factor's transpose below the diagonal: `fill[fillFrom[j]]` to before `fill[fillFrom[j + 1]]`. */
  private readonly fillFrom: Int32Array;
  private readonly fill: Int32Array;
  private readonly factor: Float64Array;

  /** `head` and `tail` are places in the order that `leastDegreeOrder` gave; a head of −1 is outside the system. */
  constructor(
    private readonly size: number,
    private readonly head: Int32Array,
    private readonly tail: Int32Array,
    columns: readonly Int32Array[],
  ) {
    this.fillFrom = new Int32Array(size + 1);
    for (const [column, rows] of columns.entries()) {
      this.fillFrom[column + 1] = this.fillFrom[column]! + rows.length;
    }
    this.fill = new Int32Array(this.fillFrom[size]!);
    for (const [column, rows] of columns.entries()) this.fill.set(rows, this.fillFrom[column]);
    this.factor = new Float64Array(size * size);
  }

  /** Factors the system with these weights and slopes of the arcs. */
  factorise(weight: Float64Array, slope: Float64Array): void {
    this.assemble(weight, slope);
    const { size, factor, fill, fillFrom } = this;
    for (let column = 0; column < size; column += 1) {
      const diagonal = factor[column * size + column]! * (1 + 1e-13);
      // An asset that nothing determines keeps its price.
      const root = Math.sqrt(diagonal > 1e-30 ? diagonal : 1e30);
      factor[column * size + column] = root;
      const inverse = 1 / root;
      const start = fillFrom[column]!;
      const end = fillFrom[column + 1]!;
      for (let at = start; at < end; at += 1) factor[fill[at]! * size + column]! *= inverse;
      for (let at = start; at < end; at += 1) {
        const row = fill[at]! * size;
        const multiple = factor[row + column]!;
        for (let other = start; other <= at; other += 1) {
          const across = fill[other]!;
          factor[row + across]! -= multiple * factor[across * size + column]!;
        }
      }
    }
  }

  /** Replaces a right-hand side by the solution of the system factored last. */
  solve(side: Float64Array): void {
    const { size, factor, fill, fillFrom } = this;
    for (let column = 0; column < size; column += 1) {
      const value = side[column]! / factor[column * size + column]!;
      side[column] = value;
      for (let at = fillFrom[column]!; at < fillFrom[column + 1]!; at += 1) {
        const row = fill[at]!;
        side[row]! -= factor[row * size + column]! * value;
      }
    }
    for (let column = size - 1; column >= 0; column -= 1) {
      let value = side[column]!;
      for (let at = fillFrom[column]!; at < fillFrom[column + 1]!; at += 1) {
        const row = fill[at]!;
        value -= factor[row * size + column]! * side[row]!;
      }
      side[column] = value / factor[column * size + column]!;
    }
  }

  private assemble(weight: Float64Array, slope: Float64Array): void {
    const { size, factor, fill, fillFrom, head, tail } = this;
    for (let column = 0; column < size; column += 1) {
      factor[column * size + column] = 0;
      for (let at = fillFrom[column]!; at < fillFrom[column + 1]!; at += 1) {
        factor[fill[at]! * size + column] = 0;
      }
    }
    for (let arc = 0; arc < head.length; arc += 1) {
      const to = head[arc]!;
      const from = tail[arc]!;
      const weighed = weight[arc]!;
      factor[from * size + from]! += weighed;
      if (to < 0) continue;
      const gain = slope[arc]! * weighed;
      factor[to * size + to]! += slope[arc]! * gain;
      const place = to > from ? to * size + from : from * size + to;
      factor[place]! -= gain;
    }
  }
}

/** An order of elimination, and for each column in that order the rows that elimination fills, ascending. */
export interface EliminationOrder {
  /** The place of each node in the order. */
  readonly placeOf: Int32Array;
  readonly columns: readonly Int32Array[];
}

/** The order in which the node of least degree goes first, ties by number. */
export function leastDegreeOrder(size: number, head: Int32Array, tail: Int32Array): EliminationOrder {
  const adjacent = new Uint8Array(size * size);
  const degree = new Int32Array(size);
  const join = (a: number, b: number): void => {
    if (a === b || adjacent[a * size + b] === 1) return;
    adjacent[a * size + b] = 1;
    adjacent[b * size + a] = 1;
    degree[a]! += 1;
    degree[b]! += 1;
  };
  for (let arc = 0; arc < head.length; arc += 1) if (head[arc]! >= 0) join(head[arc]!, tail[arc]!);
  const placeOf = new Int32Array(size).fill(-1);
  const neighbours: number[][] = [];
  for (let place = 0; place < size; place += 1) {
    let least = -1;
    for (let node = 0; node < size; node += 1) {
      if (placeOf[node]! < 0 && (least < 0 || degree[node]! < degree[least]!)) least = node;
    }
    placeOf[least] = place;
    const around: number[] = [];
    for (let node = 0; node < size; node += 1) {
      if (placeOf[node]! < 0 && adjacent[least * size + node] === 1) around.push(node);
    }
    for (const [at, node] of around.entries()) {
      degree[node]! -= 1;
      for (let other = 0; other < at; other += 1) join(node, around[other]!);
    }
    neighbours.push(around);
  }
  const columns = neighbours.map((around) => Int32Array.from(around, (node) => placeOf[node]!).sort());
  return { placeOf, columns };
}
