import { Command, CommanderError } from 'commander';
import type { Readable } from 'node:stream';
import { conservationCommand, type ConservationOptions } from './conservation-command.js';
import { decodeCommand } from './decode-command.js';
import type { Outcome } from './input.js';
import { marginCommand } from './margin-command.js';
import { replayCommand } from './replay-command.js';
import { routeCommand } from './route-command.js';
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
    .requiredOption('--policy <file>', 'causeway.margin-policy/1')
    .option('--policy-version <number>', 'version that the margin state names', '1')
    .action((options: { account: string; prices: string; policy: string; policyVersion: string }) =>
      finish(marginCommand(options, streams.stdin)),
    );
  causeway
    .command('route')
    .description('liquidity graph + request → route quote')
    .requiredOption('--graph <file>', 'causeway.liquidity-graph/1')
    .requiredOption('--request <file>', 'causeway.route-request/1')
    .action((options: { graph: string; request: string }) => finish(routeCommand(options, streams.stdin)));
  addVerifyProof(causeway, streams, finish);
  addConservation(causeway, streams, finish);
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
