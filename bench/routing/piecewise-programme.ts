import {
  curveOfEdge,
  type CurvePiece,
  type LiquidityEdge,
  type LiquidityGraph,
} from '@causeway/domain/routing';
import type { AssetId } from '@causeway/domain/units';
import highsModule from 'highs';

/** Chords over each stretch of a curve: what they allow, the curve allows. */
const CHORDS = 12;

// Its types are those of its CommonJS build, while Node imports the other one, whose default is the function.
const loadHighs = highsModule as unknown as typeof highsModule.default;
type Highs = Awaited<ReturnType<typeof loadHighs>>;

/** Loads the solver HiGHS, compiled to WebAssembly. */
export async function highs(): Promise<Highs> {
  return loadHighs();
}

/**
 * The most output by HiGHS, in base units as a float: a linear program over chords of every curve, and with a binary
 * variable for each edge that costs something to use. Undefined when it finds nothing in its time.
 */
export function solveByHighs(
  solver: Highs,
  graph: LiquidityGraph,
  from: AssetId,
  to: AssetId,
  amount: bigint,
  seconds: number,
): number | undefined {
  const programme = new Programme(graph, from, to, Number(amount));
  const solved = solver.solve(programme.text(), { time_limit: seconds, mip_rel_gap: 1e-6 });
  const objective = solved.ObjectiveValue;
  return Number.isFinite(objective) && objective > 0 ? objective * programme.outputScale : undefined;
}

class Programme {
  readonly outputScale: number;
  private readonly scales: ReadonlyMap<AssetId, number>;
  private readonly balance = new Map<AssetId, string[]>();
  private readonly objective: string[] = [];
  private readonly bounds: string[] = [];
  private readonly links: string[] = [];
  private readonly binaries: string[] = [];

  constructor(
    graph: LiquidityGraph,
    private readonly from: AssetId,
    private readonly to: AssetId,
    amount: number,
  ) {
    const edges = graph.edges.filter((edge) => edge.from !== to && edge.to !== from);
    this.scales = reachable(edges, from, amount);
    this.outputScale = this.scales.get(to) ?? 0;
    for (const [place, edge] of edges.entries()) this.add(edge, place);
  }

  text(): string {
    const rows = [...this.balance]
      .filter(([asset]) => asset !== this.to)
      .map(([asset, terms], at) => ` n${at}: ${terms.join(' ')} >= ${asset === this.from ? -1 : 0}`);
    const binary = this.binaries.length === 0 ? '' : `Binary\n ${this.binaries.join(' ')}\n`;
    return `Maximize\n obj: ${this.objective.join(' ')}\nSubject To\n${[...rows, ...this.links].join('\n')}\nBounds\n${this.bounds.join('\n')}\n${binary}End\n`;
  }

  private add(edge: LiquidityEdge, place: number): void {
    const curve = curveOfEdge(edge);
    const inputScale = this.scales.get(edge.from);
    const outputScale = this.scales.get(edge.to);
    if (curve === undefined || inputScale === undefined || outputScale === undefined) return;
    const limit = Math.min(1, Number(edge.capacity) / inputScale);
    if (!(limit > 1e-9)) return;
    const names: string[] = [];
    let room = limit;
    for (const [at, piece] of curve.pieces.entries()) {
      const length = Math.min(room, piece.length / inputScale);
      if (!(length > 1e-9)) break;
      for (const [chord, { width, rise }] of chordsOf(piece, length * inputScale).entries()) {
        const name = `x${place}_${at}_${chord}`;
        names.push(name);
        this.bounds.push(` 0 <= ${name} <= ${(width / inputScale).toPrecision(12)}`);
        this.term(edge.from, `- ${name}`);
        this.term(edge.to, `+ ${((rise / outputScale / width) * inputScale).toPrecision(15)} ${name}`);
      }
      room -= length;
    }
    const cost = Number(curve.fixedCost) / outputScale;
    if (!(cost > 0)) return;
    const used = `b${place}`;
    this.binaries.push(used);
    this.term(edge.to, `- ${cost.toPrecision(12)} ${used}`);
    this.links.push(
      ` l${place}: ${names.map((name) => `+ ${name}`).join(' ')} - ${limit.toPrecision(12)} ${used} <= 0`,
    );
  }

  private term(asset: AssetId, term: string): void {
    if (asset === this.to) this.objective.push(term);
    const known = this.balance.get(asset);
    if (known === undefined) this.balance.set(asset, [term]);
    else known.push(term);
  }
}

/** Chords of widths that grow with the input, as the bending is near its beginning. */
function chordsOf(piece: CurvePiece, length: number): readonly { width: number; rise: number }[] {
  const outputAt = (input: number) =>
    'rate' in piece ? (piece.rate * input) / (1 + input / piece.depth) : piece.output(input);
  const count = 'rate' in piece && piece.depth === Infinity ? 1 : CHORDS;
  return Array.from({ length: count }, (_, chord) => {
    const [begin, end] = [length * (chord / count) ** 2, length * ((chord + 1) / count) ** 2];
    return { width: end - begin, rise: outputAt(end) - outputAt(begin) };
  });
}

/** What can reach each asset at most, by the steepest rates. */
function reachable(
  edges: readonly LiquidityEdge[],
  from: AssetId,
  amount: number,
): ReadonlyMap<AssetId, number> {
  const scales = new Map([[from, amount]]);
  const rates = edges.map((edge) => curveOfEdge(edge)?.steepestRate ?? 0);
  for (let changed = true, round = 0; changed && round < 40; round += 1) {
    changed = false;
    for (const [at, edge] of edges.entries()) {
      const reached = (scales.get(edge.from) ?? 0) * (rates[at] ?? 0);
      if (reached > (scales.get(edge.to) ?? 0) * (1 + 1e-12)) {
        scales.set(edge.to, reached);
        changed = true;
      }
    }
  }
  return scales;
}
