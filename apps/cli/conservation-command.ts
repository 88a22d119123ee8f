import type { Readable } from 'node:stream';
import {
  bridgeLegFormat,
  chainReadFormat,
  conservationAlertFormat,
  conservationRulesFormat,
  parseJson,
  readBridgeStudy,
} from '@causeway/adapters/wire';
import {
  backTest,
  deliverLegs,
  layThefts,
  type BackTest,
  type ConservationInput,
  type Delivery,
} from '@causeway/application/watch-conservation';
import { validateRules, type BridgeLeg, type ConservationRules } from '@causeway/domain/conservation';
import { fail, ok, parseChainId, type ChainId, type Result } from '@causeway/domain/units';
import { reportConservation } from './conservation-report.js';
import {
  decodeLines,
  linesOf,
  located,
  readDocument,
  readSource,
  refused,
  succeeded,
  toNdjson,
  type Outcome,
  type Source,
} from './input.js';

/** How a ledger is played to the monitor. */
export interface ConservationOptions {
  readonly rules?: string;
  readonly lag: string;
  readonly readings: string;
  readonly patience?: string;
  readonly drill: string;
  readonly report?: true;
}

interface Settings {
  readonly lagSeconds: ReadonlyMap<ChainId, number>;
  readonly readings: Delivery['readings'];
  readonly patienceSeconds: number | undefined;
  readonly thefts: number;
}

interface Ledger {
  readonly rules: ConservationRules;
  readonly legs: readonly BridgeLeg[];
  /** Set when the ledger says itself in which order, and behind which readings, its legs came. */
  readonly inputs?: readonly ConservationInput[];
}

/**
 * Plays a bridge's ledger to the conservation monitor and prints its alerts as they stand at the end, in the order
 * in which they were raised, or a report on them. An alert is a finding, not a fault of the input.
 */
export async function conservationCommand(
  file: string,
  options: ConservationOptions,
  stdin: Readable,
): Promise<Outcome> {
  const settings = parseSettings(options);
  if (!settings.ok) return refused(settings.failure);
  const source = await readSource(file, stdin);
  if (!source.ok) return refused(source.failure);
  const ledger = await readLedger(source.value, options.rules, stdin);
  if (!ledger.ok) return refused(ledger.failure);

  const { patienceSeconds, thefts: count, lagSeconds, readings } = settings.value;
  const rules = { ...ledger.value.rules, ...(patienceSeconds === undefined ? {} : { patienceSeconds }) };
  const thefts = count === 0 ? [] : layThefts(ledger.value.legs, rules, count);
  const legs = [...ledger.value.legs, ...thefts.map(({ leg }) => leg)];
  const inputs = ledger.value.inputs ?? deliverLegs(legs, { lagSeconds, readings });
  const tested = located(backTest(new Map([[rules.bridge, rules]]), inputs), source.value.name);
  if (!tested.ok) return refused(tested.failure);
  const output =
    options.report === true
      ? reportConservation(rules.bridge, legs, tested.value, thefts)
      : toNdjson(
          tested.value.alerts.map(({ last }) => last),
          conservationAlertFormat,
        );
  return succeeded(output, countAlerts(tested.value));
}

function parseSettings({ lag, readings, patience, drill }: ConservationOptions): Result<Settings> {
  const lagSeconds = parseLag(lag);
  if (!lagSeconds.ok) return lagSeconds;
  const thefts = wholeNumber(drill, '--drill');
  if (!thefts.ok) return thefts;
  const patienceSeconds = patience === undefined ? ok(undefined) : wholeNumber(patience, '--patience');
  if (!patienceSeconds.ok) return patienceSeconds;
  if (readings !== 'clock' && readings !== 'legs') {
    return fail('INVALID_OPTION', `"${readings}" is neither clock nor legs`, '--readings');
  }
  return ok({
    lagSeconds: lagSeconds.value,
    readings,
    patienceSeconds: patienceSeconds.value,
    thefts: thefts.value,
  });
}

/** `eip155:1284=600,eip155:1=60`: seconds by chain. */
function parseLag(text: string): Result<ReadonlyMap<ChainId, number>> {
  const lagSeconds = new Map<ChainId, number>();
  for (const part of text.split(',').filter((each) => each !== '')) {
    const [name = '', seconds = ''] = part.split('=');
    const chain = parseChainId(name, '--lag');
    if (!chain.ok) return chain;
    const lag = wholeNumber(seconds, '--lag');
    if (!lag.ok) return lag;
    lagSeconds.set(chain.value, lag.value);
  }
  return ok(lagSeconds);
}

function wholeNumber(text: string, field: string): Result<number> {
  if (/^\d{1,9}$/.test(text)) return ok(Number.parseInt(text, 10));
  return fail('INVALID_OPTION', `"${text}" is not a whole number from 0`, field);
}

/** A text that is one JSON value without a schema of ours is a study's ledger; all else is NDJSON with rules beside. */
async function readLedger(
  source: Source,
  rulesFile: string | undefined,
  stdin: Readable,
): Promise<Result<Ledger>> {
  const whole = parseJson(source.text);
  if (whole.ok && !isRecord(whole.value)) {
    if (rulesFile !== undefined) {
      return fail('INVALID_OPTION', 'a study brings its own rules', '--rules');
    }
    return located(readBridgeStudy(whole.value), source.name);
  }
  if (rulesFile === undefined) {
    return fail('INVALID_OPTION', 'missing: the rules that the ledger is held to', '--rules');
  }
  const rules = await readDocument(rulesFile, conservationRulesFormat, stdin);
  if (!rules.ok) return rules;
  const valid = located(validateRules(rules.value), rulesFile);
  if (!valid.ok) return valid;
  const inputs = decodeLines(linesOf(source), decodeInput);
  if (!inputs.ok) return inputs;
  const legs = inputs.value.flatMap((input) => (input.kind === 'leg' ? [input.leg] : []));
  const hasReadings = legs.length < inputs.value.length;
  return ok({ rules: valid.value, legs, ...(hasReadings ? { inputs: inputs.value } : {}) });
}

function isRecord(json: unknown): boolean {
  const schema = typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined;
  return schema === bridgeLegFormat.name || schema === chainReadFormat.name;
}

function decodeInput(json: unknown): Result<ConservationInput> {
  const isReading =
    typeof json === 'object' && json !== null && 'schema' in json && json.schema === chainReadFormat.name;
  if (isReading) {
    const read = chainReadFormat.decode(json);
    return read.ok ? ok({ kind: 'read', read: read.value }) : read;
  }
  const leg = bridgeLegFormat.decode(json);
  return leg.ok ? ok({ kind: 'leg', leg: leg.value }) : leg;
}

function countAlerts({ legs, arrivals, alerts }: BackTest): string {
  const count = (severity: string): number =>
    alerts.filter(({ last }) => last.severity === severity && last.status === 'open').length;
  const explained = alerts.filter(({ last }) => last.status === 'explained').length;
  return (
    `${legs} legs, ${arrivals} arrivals: ${count('alarm')} alarms, ${count('provisional')} provisional, ` +
    `${count('notice')} notices, ${explained} explained later\n`
  );
}
