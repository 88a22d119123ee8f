import { at, evaluateArc, type Arcs } from './arcs.js';
import { leastDegreeOrder, NormalEquations } from './normal-equations.js';

/** What the interior point found over some of the arcs. */
export interface InteriorSolution {
  /** Input of each of the chosen arcs, in their order. */
  readonly input: Float64Array;
  /** Value at the target of a unit of each asset; 0 for assets that the chosen arcs do not touch. */
  readonly price: Float64Array;
  /** Which assets the chosen arcs touch. */
  readonly isPriced: Uint8Array;
  readonly iterations: number;
  readonly hasConverged: boolean;
}

/** Where to begin. */
export interface InteriorStart {
  /** Input of every arc of the program. */
  readonly input: Float64Array;
  readonly price: Float64Array;
}

const MAXIMUM_ITERATIONS = 30;
/** Complementarity above which a method that has not converged is nowhere. */
const STUCK = 1e-3;
/** Product of each input, or its room, with its multiplier at a start from the centre. */
const CENTRE = 0.01;
/** How much of the way to the boundary a step may go. */
const STEP_TO_BOUNDARY = 0.99;
/** Numbers that an iteration keeps for each arc. */
const COLUMNS = 13;
/** Rounding must not put an input onto a bound, where the barrier is infinite. */
const LEAST_ROOM = 1e-17;

/**
 * Maximises what arrives at the target over the chosen arcs by Mehrotra's predictor-corrector method (S. Mehrotra,
 * On the implementation of a primal-dual interior point method, SIAM J. Optim. 2, 1992), on the concave program
 * itself: each iteration linearises the conservation of flow and keeps the curvature of the arcs. One more arc, of
 * rate 0, takes what the source cannot place. Undefined when the arcs do not touch the source.
 */
export function solveInterior(
  arcs: Arcs,
  source: number,
  target: number,
  chosen: readonly number[],
  start: InteriorStart & { readonly tolerance: number },
): InteriorSolution | undefined {
  return interiorOver(arcs, source, target, chosen, start)?.run(start.tolerance);
}

/**
 * The same method, to be carried on: each run goes on from where the last one ended. Where it is led into a corner, it
 * begins again far from every bound, with an arc at every asset that takes what does not go on.
 */
export function interiorOver(
  arcs: Arcs,
  source: number,
  target: number,
  chosen: readonly number[],
  start: InteriorStart,
): { run(tolerance: number): InteriorSolution } | undefined {
  const first = InteriorIteration.over(arcs, source, target, chosen, start, false);
  if (first === undefined) return undefined;
  let program = first;
  return {
    run(tolerance) {
      const solution = program.run(tolerance);
      const again =
        program === first && program.isStuck
          ? InteriorIteration.over(arcs, source, target, chosen, start, true)
          : undefined;
      if (again === undefined) return solution;
      program = again;
      program.beginAtCentre();
      const second = program.run(tolerance);
      return { ...second, iterations: solution.iterations + second.iterations };
    },
  };
}

class InteriorIteration {
  private readonly input: Float64Array;
  /** What is left of each length, and the reciprocals of input and of that: divisions are what an iteration waits for. */
  private readonly slack: Float64Array;
  private readonly perInput: Float64Array;
  private readonly perSlack: Float64Array;
  /** Multipliers of input ≥ 0 and input ≤ length. */
  private readonly lower: Float64Array;
  private readonly upper: Float64Array;
  private readonly slope: Float64Array;
  private readonly weight: Float64Array;
  /** Marginal value of more input, less its cost, with the multipliers. */
  private readonly imbalance: Float64Array;
  private readonly step: Float64Array;
  private readonly lowerStep: Float64Array;
  private readonly upperStep: Float64Array;
  private readonly lowerCorrection: Float64Array;
  private readonly upperCorrection: Float64Array;
  private readonly residual: Float64Array;
  private readonly priceStep: Float64Array;
  private readonly equations: NormalEquations;
  private complementarity = 0;
  private hasBegun = false;
  /** Whether the last run ended far from any solution. */
  isStuck = false;

  private constructor(
    private readonly arcs: Arcs,
    /** Arc of the program, or −1 for one that takes what does not go on. */
    private readonly arc: Int32Array,
    private readonly head: Int32Array,
    private readonly tail: Int32Array,
    private readonly length: Float64Array,
    private readonly nodes: Int32Array,
    private readonly price: Float64Array,
    private readonly supply: Float64Array,
    columns: readonly Int32Array[],
    seed: Float64Array,
    /** How many of the arcs are of the program. */
    private readonly arcsInUse: number,
  ) {
    // One piece of memory, as each is a cost to whoever collects it.
    const block = new Float64Array(COLUMNS * arc.length + 2 * nodes.length);
    let used = 0;
    const columnOf = (size = arc.length) => block.subarray(used, (used += size));
    this.input = seed;
    this.slack = columnOf();
    this.perInput = columnOf();
    this.perSlack = columnOf();
    this.lower = columnOf();
    this.upper = columnOf();
    this.slope = columnOf();
    this.weight = columnOf();
    this.imbalance = columnOf();
    this.step = columnOf();
    this.lowerStep = columnOf();
    this.upperStep = columnOf();
    this.lowerCorrection = columnOf();
    this.upperCorrection = columnOf();
    this.residual = columnOf(nodes.length);
    this.priceStep = columnOf(nodes.length);
    this.equations = new NormalEquations(nodes.length, head, tail, columns);
  }

  static over(
    arcs: Arcs,
    source: number,
    target: number,
    chosen: readonly number[],
    start: InteriorStart,
    hasWayOut: boolean,
  ): InteriorIteration | undefined {
    const local = new Int32Array(start.price.length).fill(-1);
    const nodes: number[] = [];
    const placeOf = (asset: number): number => {
      if (asset === target) return -1;
      if (local[asset]! < 0) local[asset] = nodes.push(asset) - 1;
      return local[asset]!;
    };
    const tails = Int32Array.from(chosen, (arc) => placeOf(arcs.from[arc]!));
    const heads = Int32Array.from(chosen, (arc) => placeOf(arcs.to[arc]!));
    if (local[source]! < 0) return undefined;
    const order = leastDegreeOrder(nodes.length, heads, tails);
    const moved = (place: number) => (place < 0 ? -1 : order.placeOf[place]!);
    const ordered = new Int32Array(nodes.length);
    for (const [place, asset] of nodes.entries()) ordered[order.placeOf[place]!] = asset;
    const supply = Float64Array.from(ordered, (asset) => (asset === source ? 1 : 0) - arcs.drain[asset]!);
    const takers = hasWayOut ? [...nodes.keys()] : [order.placeOf[local[source]!]!];
    const count = chosen.length + takers.length;
    const [arc, head, tail] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
    const [length, seed] = [new Float64Array(count), new Float64Array(count)];
    for (const [k, each] of chosen.entries()) {
      arc[k] = each;
      head[k] = moved(heads[k]!);
      tail[k] = moved(tails[k]!);
      length[k] = Math.min(arcs.length[each]!, 1.2);
      seed[k] = insideOf(start.input[each]!, length[k]);
    }
    for (const [taker, node] of takers.entries()) {
      const k = chosen.length + taker;
      arc[k] = head[k] = -1;
      tail[k] = node;
      length[k] = 1.2;
      seed[k] = insideOf(0, 1.2);
    }
    const price = Float64Array.from(ordered, (asset) => Math.max(start.price[asset]!, 1e-3));
    return new InteriorIteration(
      arcs,
      arc,
      head,
      tail,
      length,
      ordered,
      price,
      supply,
      order.columns,
      seed,
      chosen.length,
    );
  }

  run(tolerance: number): InteriorSolution {
    if (!this.hasBegun) this.initialiseMultipliers();
    this.hasBegun = true;
    const { iterations, hasConverged } = this.iterate(tolerance);
    this.isStuck = !hasConverged && this.complementarity > STUCK;
    const price = new Float64Array(this.arcs.drain.length);
    const isPriced = new Uint8Array(price.length);
    for (const [place, asset] of this.nodes.entries()) {
      price[asset] = this.price[place]!;
      isPriced[asset] = 1;
    }
    return { input: this.input.slice(0, this.arcsInUse), price, isPriced, iterations, hasConverged };
  }

  private iterate(tolerance: number): { readonly iterations: number; readonly hasConverged: boolean } {
    let iterations = 0;
    let before = Infinity;
    for (; iterations < MAXIMUM_ITERATIONS; iterations += 1) {
      const violation = this.measure();
      if (violation < tolerance) return { iterations, hasConverged: true };
      // Where rounding is all that is left, further iterations wander.
      const isRounding = this.complementarity < 1e-3 * tolerance && violation > 0.5 * before;
      if (isRounding || !Number.isFinite(violation)) break;
      before = violation;
      this.equations.factorise(this.weight, this.slope);
      this.predict();
      this.correctAndMove();
    }
    return { iterations, hasConverged: false };
  }

  /** Begins far from every bound, where one near the seed led into a corner. */
  beginAtCentre(): void {
    this.hasBegun = true;
    this.price.fill(1);
    for (let k = 0; k < this.arc.length; k += 1) {
      this.input[k] = Math.min(0.5 * this.length[k]!, 0.05);
      this.lower[k] = CENTRE / this.input[k]!;
      this.upper[k] = CENTRE / this.slackOf(k);
    }
  }

  private initialiseMultipliers(): void {
    for (let k = 0; k < this.arc.length; k += 1) {
      this.evaluate(k);
      const reduced = this.price[this.tail[k]!]! - this.headPrice(k) * at.slope;
      this.lower[k] = Math.max(reduced, 0) + 1e-4;
      this.upper[k] = Math.max(-reduced, 0) + 1e-4;
    }
  }

  private evaluate(k: number): void {
    const arc = this.arc[k]!;
    if (arc >= 0) evaluateArc(this.arcs, arc, this.input[k]!);
    else at.output = at.slope = at.curvature = 0;
  }

  private slackOf(k: number): number {
    return Math.max(this.length[k]! - this.input[k]!, LEAST_ROOM);
  }

  private headPrice(k: number): number {
    const head = this.head[k]!;
    return head < 0 ? 1 : this.price[head]!;
  }

  /** Evaluates all arcs and conditions; the largest violation of any. */
  private measure(): number {
    const { residual, input, lower, upper } = this;
    residual.set(this.supply);
    let complementarity = 0;
    let worst = 0;
    for (let k = 0; k < this.arc.length; k += 1) {
      this.evaluate(k);
      const x = input[k]!;
      const slack = this.slackOf(k);
      const perInput = 1 / x;
      const perSlack = 1 / slack;
      this.slack[k] = slack;
      this.perInput[k] = perInput;
      this.perSlack[k] = perSlack;
      const head = this.head[k]!;
      const worth = this.headPrice(k);
      if (head >= 0) residual[head]! += at.output;
      residual[this.tail[k]!]! -= x;
      this.slope[k] = at.slope;
      complementarity += lower[k]! * x + upper[k]! * slack;
      const imbalance = worth * at.slope - this.price[this.tail[k]!]! + lower[k]! - upper[k]!;
      this.imbalance[k] = imbalance;
      worst = Math.max(worst, Math.abs(imbalance));
      this.weight[k] = 1 / (lower[k]! * perInput + upper[k]! * perSlack - worth * at.curvature);
    }
    this.complementarity = complementarity;
    for (const value of residual) worst = Math.max(worst, Math.abs(value));
    return Math.max(worst, complementarity);
  }

  /** Newton's direction towards the central point `centre`, corrected by what the predictor found. */
  private direct(centre: number, isCorrected: boolean): void {
    const { priceStep, residual, step, weight, slope, perInput, perSlack } = this;
    for (let node = 0; node < residual.length; node += 1) priceStep[node] = -residual[node]!;
    for (let k = 0; k < step.length; k += 1) {
      let pull =
        this.imbalance[k]! - this.lower[k]! + this.upper[k]! + centre * (perInput[k]! - perSlack[k]!);
      if (isCorrected) pull -= this.lowerCorrection[k]! + this.upperCorrection[k]!;
      step[k] = pull;
      const moved = weight[k]! * pull;
      if (this.head[k]! >= 0) priceStep[this.head[k]!]! -= slope[k]! * moved;
      priceStep[this.tail[k]!]! += moved;
    }
    this.equations.solve(priceStep);
    for (let k = 0; k < step.length; k += 1) {
      const head = this.head[k]!;
      const gained = head < 0 ? 0 : slope[k]! * priceStep[head]!;
      step[k] = weight[k]! * (step[k]! + gained - priceStep[this.tail[k]!]!);
    }
  }

  /** The affine direction, and from how far it goes the correction of second order. */
  private predict(): void {
    this.direct(0, false);
    const { step, lower, upper, lowerStep, upperStep, perInput, perSlack } = this;
    for (let k = 0; k < step.length; k += 1) {
      const [fromLower, fromUpper] = [step[k]! * perInput[k]!, step[k]! * perSlack[k]!];
      lowerStep[k] = -lower[k]! - lower[k]! * fromLower;
      upperStep[k] = -upper[k]! + upper[k]! * fromUpper;
      this.lowerCorrection[k] = lowerStep[k]! * fromLower;
      this.upperCorrection[k] = upperStep[k]! * fromUpper;
    }
  }

  private correctAndMove(): void {
    const centre = this.centreAfterPrediction();
    this.direct(centre, true);
    const { step, input, lower, upper, lowerStep, upperStep, price, priceStep, perInput, perSlack } = this;
    for (let k = 0; k < step.length; k += 1) {
      const move = step[k]!;
      lowerStep[k] = (centre - lower[k]! * move) * perInput[k]! - lower[k]! - this.lowerCorrection[k]!;
      upperStep[k] = (centre + upper[k]! * move) * perSlack[k]! - upper[k]! + this.upperCorrection[k]!;
    }
    const primal = this.primalRoom(STEP_TO_BOUNDARY);
    let dual = this.dualRoom(STEP_TO_BOUNDARY);
    for (let node = 0; node < price.length; node += 1) {
      const move = priceStep[node]!;
      if (move < 0) dual = Math.min(dual, (-STEP_TO_BOUNDARY * price[node]!) / move);
    }
    for (let k = 0; k < step.length; k += 1) {
      input[k] = Math.max(input[k]! + primal * step[k]!, LEAST_ROOM);
      lower[k]! += dual * lowerStep[k]!;
      upper[k]! += dual * upperStep[k]!;
    }
    for (let node = 0; node < price.length; node += 1) price[node]! += dual * priceStep[node]!;
  }

  /** Mehrotra's choice: the cube of what the affine step would leave of the complementarity. */
  private centreAfterPrediction(): number {
    const { step, input, slack, lower, upper } = this;
    const primal = this.primalRoom(1);
    const dual = this.dualRoom(1);
    let left = 0;
    for (let k = 0; k < step.length; k += 1) {
      const x = input[k]!;
      left +=
        (lower[k]! + dual * this.lowerStep[k]!) * (x + primal * step[k]!) +
        (upper[k]! + dual * this.upperStep[k]!) * (slack[k]! - primal * step[k]!);
    }
    const share = (left / this.complementarity) ** 3;
    return (Math.max(1e-4, Math.min(0.8, share)) * this.complementarity) / (2 * step.length);
  }

  private primalRoom(share: number): number {
    const { step, perInput, perSlack } = this;
    let most = share;
    for (let k = 0; k < step.length; k += 1) {
      const move = step[k]!;
      const used = move < 0 ? -move * perInput[k]! : move * perSlack[k]!;
      if (used > most) most = used;
    }
    return share / most;
  }

  private dualRoom(share: number): number {
    const { lower, upper, lowerStep, upperStep } = this;
    let room = 1;
    for (let k = 0; k < lower.length; k += 1) {
      if (-lowerStep[k]! * room > share * lower[k]!) room = (-share * lower[k]!) / lowerStep[k]!;
      if (-upperStep[k]! * room > share * upper[k]!) room = (-share * upper[k]!) / upperStep[k]!;
    }
    return room;
  }
}

/** A start inside the bounds: near the seed, but away from both ends. */
function insideOf(wanted: number, length: number): number {
  const inside = Math.min(length * 0.9, Math.max(wanted, length * 0.005));
  return inside < 1e-4 ? Math.min(1e-4, length * 0.5) : inside;
}
