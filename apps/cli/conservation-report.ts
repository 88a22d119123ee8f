import type { BackTest, TestedAlert, Theft } from '@causeway/application/watch-conservation';
import { THEFT_KINDS } from '@causeway/application/watch-conservation';
import { isArrival, isBalanced, type BridgeLeg } from '@causeway/domain/conservation';
import type { BridgeId } from '@causeway/domain/units';

const MILLISECONDS_PER_SECOND = 1_000;

/**
 * What the monitor made of a ledger, as Markdown: by month, each alert for itself, the positions, and of a drill how
 * many of the thefts laid into the ledger were alarmed on, and in which event.
 */
export function reportConservation(
  bridge: BridgeId,
  legs: readonly BridgeLeg[],
  tested: BackTest,
  thefts: readonly Theft[],
): string {
  const drilled = new Set(thefts.map(({ leg }) => leg.id));
  const own = tested.alerts.filter(({ first }) => !drilled.has(first.arrival.id));
  return [
    `# Conservation of ${bridge}`,
    `${tested.legs} legs, ${tested.arrivals} arrivals, ${day(legs.map(({ at }) => at))}.`,
    '## By month',
    byMonth(legs, own, thefts, tested),
    '## Alerts',
    listAlerts(own),
    ...(thefts.length === 0 ? [] : ['## Drill', drill(tested, thefts, own)]),
    '## Positions, in base units',
    positions(tested, bridge),
    '',
  ].join('\n\n');
}

function byMonth(
  legs: readonly BridgeLeg[],
  own: readonly TestedAlert[],
  thefts: readonly Theft[],
  tested: BackTest,
): string {
  const flagged = new Set(tested.alerts.map(({ first }) => first.arrival.id));
  const months = [...new Set(legs.map(({ at }) => monthOf(at)))].sort();
  const rows = months.map((month) => {
    const inMonth = legs.filter(({ at }) => monthOf(at) === month);
    const alerts = own.filter(({ first }) => monthOf(first.arrival.at) === month);
    const laid = thefts.filter(({ leg }) => monthOf(leg.at) === month);
    return [
      month,
      inMonth.length,
      inMonth.filter(isArrival).length,
      alerts.filter(({ last }) => last.severity === 'alarm').length,
      alerts.filter(({ first }) => first.severity === 'provisional').length,
      alerts.filter(({ first, last }) => first.severity === 'provisional' && last.status === 'explained')
        .length,
      alerts.filter(({ last }) => last.severity === 'notice').length,
      laid.length,
      laid.filter(({ leg }) => flagged.has(leg.id)).length,
    ];
  });
  const headings = [
    'month',
    'legs',
    'arrivals',
    'alarms',
    'provisional',
    'of them explained later',
    'notices',
    'thefts laid',
    'thefts flagged',
  ];
  return table(headings, rows);
}

/** Alerts that the record explained in the end are counted above and not listed. */
function listAlerts(own: readonly TestedAlert[]): string {
  const open = own.filter(({ last }) => last.status === 'open');
  if (open.length === 0) return 'None is open.';
  const rows = open.map(({ last, arrivalOrdinal, legsLater }) => [
    new Date(last.arrival.at).toISOString(),
    last.severity,
    last.code,
    arrivalOrdinal,
    legsLater,
    last.message,
  ]);
  return table(['time', 'severity', 'code', 'leg no.', 'raised … legs later', 'what'], rows);
}

function drill(tested: BackTest, thefts: readonly Theft[], own: readonly TestedAlert[]): string {
  const byLeg = new Map(tested.alerts.map((alert) => [alert.first.arrival.id, alert]));
  const rows = THEFT_KINDS.map((kind) => {
    const laid = thefts.filter((theft) => theft.kind === kind);
    const found = laid.flatMap(({ leg }) => byLeg.get(leg.id) ?? []);
    const asMeant = laid.filter(({ leg, code }) => byLeg.get(leg.id)?.first.code === code);
    const seconds = found.map(({ millisecondsLater }) =>
      Math.round(millisecondsLater / MILLISECONDS_PER_SECOND),
    );
    return [
      kind,
      laid.length,
      found.length,
      found.filter(({ legsLater }) => legsLater === 0).length,
      asMeant.length,
      Math.max(0, ...found.map(({ legsLater }) => legsLater)),
      Math.max(0, ...seconds),
    ];
  });
  const flagged = thefts.filter(({ leg }) => byLeg.has(leg.id)).length;
  const others = own.filter(({ first }) => first.severity !== 'notice').length;
  const headings = ['theft', 'laid', 'flagged', 'in its own event', 'by its own name', 'legs later at most'];
  return [
    table([...headings, 'seconds later at most'], rows),
    `Recall ${share(flagged, thefts.length)}. Precision ${share(flagged, flagged + others)}: ` +
      `${others} alarms and provisional alerts are on other arrivals.`,
  ].join('\n\n');
}

function positions({ positions: byBridge }: BackTest, bridge: BridgeId): string {
  const rows = [...(byBridge.get(bridge) ?? [])].map(([asset, position]) => [
    asset,
    position.locked,
    position.minted,
    position.burned,
    position.released,
    position.inFlight,
    position.unexplained,
    isBalanced(position) ? 'yes' : 'NO',
  ]);
  return table(
    ['asset', 'locked', 'minted', 'burned', 'released', 'in flight', 'unexplained', 'adds up'],
    rows,
  );
}

function table(
  headings: readonly string[],
  rows: readonly (readonly (string | number | bigint)[])[],
): string {
  const line = (cells: readonly (string | number | bigint)[]): string => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

function share(part: number, whole: number): string {
  return whole === 0 ? `${part} of 0` : `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
}

function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 'yyyy-mm'.length);
}

function day(instants: readonly number[]): string {
  const ends = instants.reduce(
    ({ first, last }, at) => ({ first: Math.min(first, at), last: Math.max(last, at) }),
    { first: Number.MAX_SAFE_INTEGER, last: 0 },
  );
  if (instants.length === 0) return 'nothing';
  return `${new Date(ends.first).toISOString()} to ${new Date(ends.last).toISOString()}`;
}
