import { Command, CommanderError } from 'commander';
import type { Readable } from 'node:stream';
import { backTestCommand, type BackTestOptions } from './back-test-command.js';
import { conservationCommand, type ConservationOptions } from './conservation-command.js';
import { decodeCommand } from './decode-command.js';
import type { Outcome } from './input.js';
import { marginCommand, type MarginOptions } from './margin-command.js';
import { replayCommand } from './replay-command.js';
import { proveBalanceCommand, type ProveBalanceOptions } from './prove-balance-command.js';
import { routeCommand, type RouteOptions } from './route-command.js';
import { stressCommand, type StressOptions } from './stress-command.js';
import { trackCommand, type TrackOptions } from './track-command.js';
import { verifyProofCommand, type VerifyProofOptions } from './verify-proof-command.js';

/** Where a command reads and writes; the process itself, or a test. */
export interface CliStreams {
  readonly stdin: Readable;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

/**
 * Runs one `causeway` command and resolves to its exit code: 0, or 1 with one line on stderr that names the file,
 * line and field. Standard output is written once, after everything succeeded, so that it is whole or empty.
 */
export async function runCli(programArguments: readonly string[], streams: CliStreams): Promise<number> {
  let exitCode = 0;
  const finish = async (outcome: Promise<Outcome>): Promise<void> => {
    const { ok, stdout, stderr } = await outcome;
    if (stderr !== '') streams.stderr.write(stderr);
    if (ok) streams.stdout.write(stdout);
    else exitCode = 1;
  };
  try {
    await program(streams, finish).parseAsync(programArguments, { from: 'user' });
  } catch (error) {
    // Commander has already told the user; everything else is a bug and must be seen.
    if (!(error instanceof CommanderError)) throw error;
    exitCode = error.exitCode;
  }
  return exitCode;
}

function program(streams: CliStreams, finish: (outcome: Promise<Outcome>) => Promise<void>): Command {
  const causeway = new Command('causeway')
    .description('Cross-layer liquidity router and margin engine; every document is described in docs/cli.md')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'causeway: ')),
    })
    .showSuggestionAfterError(false);
  causeway
    .command('decode')
    .description('raw logs (transaction-logs NDJSON, or receipts as JSON) → bridge events NDJSON')
    .argument('[file]', 'input; - or none for standard input', '-')
    .option('--chain <chain>', 'chain of receipts that do not name it, e.g. eip155:10')
    .option('--block-time <milliseconds>', 'block time of receipts that do not carry it, in ms since 1970')
    .action((file: string, options: { chain?: string; blockTime?: string }) =>
      finish(decodeCommand(file, options, streams.stdin)),
    );
  causeway
    .command('track')
    .description('bridge events NDJSON → transfers NDJSON')
    .argument('[file]', 'input; - or none for standard input', '-')
    .option('--now <instant>', 'judge transfers under way at this instant, e.g. 2024-08-31T12:04:11Z')
    .action((file: string, options: TrackOptions) => finish(trackCommand(file, options, streams.stdin)));
  causeway
    .command('margin')
    .description('account + prices + policy → margin state')
    .requiredOption('--account <file>', 'causeway.margin-account/1')
    .requiredOption('--prices <file>', 'causeway.price/1, one a line; the latest of each symbol counts')
    .requiredOption('--policy <file>', 'causeway.margin-policy/2')
    .option('--policy-version <number>', 'version that the margin state names', '1')
    .option('--facts <file>', 'causeway.market-facts/1, one a line; the last of each symbol counts')
    .option('--now <instant>', 'count ages and times to expiry as of this instant, e.g. 2024-08-31T12:04:11Z')
    .option('--explain', 'print every step by which the margin was worked out')
    .option('--json', 'with --explain: as causeway.margin-explanation/1')
    .action((options: MarginOptions) => finish(marginCommand(options, streams.stdin)));
  causeway
    .command('route')
    .description('liquidity graph + request → route quote')
    .requiredOption('--graph <file>', 'causeway.liquidity-graph/1')
    .requiredOption('--request <file>', 'causeway.route-request/1')
    .option('--at <time>', 'when: ISO 8601 or milliseconds; otherwise the latest observation in the graph')
    .option('--front', 'print the choices between amount, arrival and security instead of the best quote')
    .action((options: RouteOptions) => finish(routeCommand(options, streams.stdin)));
  addVerifyProof(causeway, streams, finish);
  addProveBalance(causeway, finish);
  addConservation(causeway, streams, finish);
  addStress(causeway, streams, finish);
  addBackTest(causeway, streams, finish);
  causeway
    .command('replay')
    .description('transaction-logs and price records NDJSON → a running service')
    .argument('<files...>', 'inputs, merged by replayAt or by their own time')
    .requiredOption('--url <url>', 'the service, e.g. http://localhost:3000')
    .option('--speed <factor>', 'how many times faster than the recorded track, or max', 'max')
    .option(
      '--wait',
      'wait for the service: up to a minute until it answers, and until it has applied what was sent',
    )
    .action((files: string[], options: { url: string; speed: string; wait?: true }) =>
      finish(replayCommand(files, options, streams)),
    );
  return causeway;
}

function addVerifyProof(
  causeway: Command,
  streams: CliStreams,
  finish: (outcome: Promise<Outcome>) => Promise<void>,
): void {
  causeway
    .command('verify-proof')
    .description('state, receipt or withdrawal proof → what it proves')
    .argument('[file]', 'input; - or none for standard input', '-')
    .option('--header <file>', 'header of the block, as eth_getBlockByNumber answers it')
    .option('--block-hash <hash>', 'the block hash that you trust')
    .option('--output-root <hash>', 'the output root that you trust, for withdrawals')
    .option('--chain <chain>', 'chain of a bare eth_getProof answer, e.g. eip155:10')
    .action((file: string, options: VerifyProofOptions) =>
      finish(verifyProofCommand(file, options, streams.stdin)),
    );
}

function addProveBalance(causeway: Command, finish: (outcome: Promise<Outcome>) => Promise<void>): void {
  causeway
    .command('prove-balance')
    .description(
      "a wallet's balance → its proof, read from a node and verified, or sent to a running service",
    )
    .requiredOption('--rpc <url>', 'node that answers eth_getProof')
    .requiredOption('--wallet <address>', 'the wallet')
    .requiredOption('--asset <asset>', 'what it holds, e.g. eip155:10/slip44:60 or eip155:10/erc20:0x…')
    .option('--block <block>', 'number, latest, safe or finalized', 'latest')
    .option('--slot <number>', "slot of the token's mapping of balances, where it is not shipped")
    .option('--url <url>', 'send it to this service, e.g. http://localhost:3000')
    .action((options: ProveBalanceOptions) => finish(proveBalanceCommand(options)));
}

function addConservation(
  causeway: Command,
  streams: CliStreams,
  finish: (outcome: Promise<Outcome>) => Promise<void>,
): void {
  causeway
    .command('conservation')
    .description(
      'legs of a bridge (bridge-leg NDJSON, or a study) → alerts on arrivals that nothing explains',
    )
    .argument('[file]', 'input; - or none for standard input', '-')
    .option('--rules <file>', 'causeway.conservation-rules/1; a study brings its own')
    .option('--lag <chain=seconds,…>', 'how far the readers of chains are behind them', '')
    .option(
      '--readings <clock|legs>',
      'what tells how far a chain was read: its reader, or its legs',
      'clock',
    )
    .option('--patience <seconds>', 'how long an arrival waits for its source chain to be read')
    .option('--drill <number>', 'lay so many thefts of each kind into the ledger', '0')
    .option('--report', 'a report as Markdown instead of the alerts')
    .action((file: string, options: ConservationOptions) =>
      finish(conservationCommand(file, options, streams.stdin)),
    );
}

function addStress(
  causeway: Command,
  streams: CliStreams,
  finish: (outcome: Promise<Outcome>) => Promise<void>,
): void {
  const each = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  causeway
    .command('stress')
    .description('accounts + prices + policy → who would breach if layers, bridges, assets or venues failed')
    .requiredOption('--accounts <file>', 'causeway.margin-account/1, one a line')
    .requiredOption('--prices <file>', 'causeway.price/1, one a line')
    .requiredOption('--policy <file>', 'causeway.margin-policy/1 or /2')
    .option('--scenario <file>', 'causeway.stress-scenario/1')
    .option('--halt <chain>', 'a rollup that halts, e.g. eip155:10; may be given again', each, [])
    .option('--fail <bridge>', 'a bridge that fails, e.g. across; may be given again', each, [])
    .option('--shock <symbol=change>', 'a price that moves, e.g. USDC=-0.08; may be given again', each, [])
    .option('--fund <USD>', 'what the insurance fund holds', '0')
    .action((options: StressOptions) => finish(stressCommand(options, streams.stdin)));
}

function addBackTest(
  causeway: Command,
  streams: CliStreams,
  finish: (outcome: Promise<Outcome>) => Promise<void>,
): void {
  causeway
    .command('backtest')
    .description(
      'price bars + accounts + policy → what the policy would have done, and which threshold better',
    )
    .argument('<files...>', 'causeway.price-bar/1 or causeway.price/1, one a line')
    .requiredOption('--policy <file>', 'causeway.margin-policy/1 or /2')
    .option('--compare <file>', 'a proposed policy, replayed beside it')
    .option('--book <file>', 'causeway.back-test-book/1: accounts opened at the first prices')
    .option('--accounts <file>', 'causeway.margin-account/1, one a line, instead of a book')
    .option('--thresholds <numbers>', 'liquidation thresholds to try, e.g. 1,1.25,1.5')
    .option('--every <seconds>', 'quote bars so often on straight lines between their four points')
    .option('--fund <USD>', 'what the insurance fund holds at first', '0')
    .option('--slippage <fraction>', 'how much worse than the mark a liquidation trades', '0.002')
    .option('--fee <fraction>', 'liquidation fee on the notional closed', '0.005')
    .action((files: string[], options: BackTestOptions) =>
      finish(backTestCommand(files, options, streams.stdin)),
    );
}
