import type { BridgeEvent } from '@causeway/domain/bridging';
import { measureRecall, readRegistry, track, type NamedLog, type Recall } from './recall.js';
import { open, recallFiles, type RecallFile } from './recall-files.js';

type Measured = RecallFile & { readonly recall: Recall };

/** The tables of recall over all files of real data, as Markdown. @throws when the data is missing */
export function recallReport(): string {
  const registry = readRegistry(open('event_registry'));
  const files = recallFiles().map((file) => ({
    ...file,
    recall: measureRecall(file.transactions, registry),
  }));
  const bridges = files.filter(({ isDefi }) => !isDefi);
  return [
    ['### Files', fileTable(files)],
    ['### Protocols', protocolTable(bridges.flatMap(({ recall }) => recall.named))],
    ['### Logs named by the registry that became no event', missedTable(files)],
    ['### Logs called undecodable', undecodableTable(files)],
    ['### Events by bridge', bridgeTable(bridges)],
    ['### Events by topic only', topicOnlyTable(files)],
    ['### Transfers', transferTable([...bridges, allOf(bridges)])],
    ['### Amounts, compared with an independent decoding', amountTable(files)],
    ['### Bridge events in the receipts of other protocols', defiTable(files)],
  ]
    .flat()
    .join('\n\n');
}

/** A Markdown table, laid out as the formatter of the project does. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, at) => Math.max(3, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[], fill = ' ') =>
    `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width, fill)).join(' | ')} |`;
  const [first = [], ...others] = cells.map((row) => line(row));
  return [first, line([], '-'), ...others].join('\n');
}

function fileTable(files: readonly Measured[]): string {
  const head = [
    'file',
    'transactions',
    'malformed',
    'logs',
    'named',
    'found',
    'undecodable',
    'no event',
    'events',
    'of known contracts',
    'by topic only',
  ];
  return table(
    head,
    files.map(({ name, malformed, recall: { transactions, logs, named, events } }) => {
      const known = events.filter(({ emitter }) => emitter === 'known-contract').length;
      return [
        name,
        transactions,
        malformed.length,
        logs,
        ...tally(named),
        events.length,
        known,
        events.length - known,
      ];
    }),
  );
}

/** Recall of each protocol the registry names, over all given logs. */
export function protocolTable(named: readonly NamedLog[]): string {
  const rows = [...groupBy(named, ({ protocol }) => protocol)].map(([protocol, logs]) => {
    const counts = tally(logs);
    return [protocol, ...counts, percent(counts[1], counts[0])];
  });
  return table(
    ['protocol', 'named', 'found', 'undecodable', 'no event', 'recall'],
    [...rows, ['**all**', ...tally(named), percent(tally(named)[1], named.length)]],
  );
}

function tally(named: readonly NamedLog[]): [number, number, number, number] {
  const found = named.filter(({ outcome }) => outcome === 'found').length;
  const silent = named.filter(({ outcome }) => outcome === 'no event').length;
  return [named.length, found, named.length - found - silent, silent];
}

/** Rounds down, so that only everything is 100 %. */
function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.floor((part * 1000) / whole) / 10} %`;
}

function missedTable(files: readonly Measured[]): string {
  const rows = files.flatMap(({ name, recall }) => {
    const missed = recall.named.filter(({ outcome }) => outcome !== 'found');
    return [...groupBy(missed, (log) => `${log.protocol} ${log.event} ${log.outcome}`).values()].map(
      (logs) => {
        const [first] = logs;
        const hashes = [...new Set(logs.map(({ transactionHash }) => short(transactionHash)))];
        return [
          name,
          first?.protocol ?? '',
          first?.event ?? '',
          first?.outcome ?? '',
          logs.length,
          someOf(hashes),
        ];
      },
    );
  });
  return table(['file', 'protocol', 'event', 'outcome', 'logs', 'transactions'], rows);
}

function undecodableTable(files: readonly Measured[]): string {
  const rows = files.flatMap(({ name, recall }) =>
    [...groupBy(recall.undecodable, (log) => `${log.bridge}\n${log.code}\n${log.message}`)].map(
      ([reason, logs]) => [name, ...reason.split('\n'), logs.length],
    ),
  );
  return table(['file', 'bridge', 'code', 'reason', 'logs'], rows);
}

function bridgeTable(files: readonly Measured[]): string {
  const all = files.flatMap(({ recall }) => recall.events);
  const rows = [...groupBy(all, ({ bridge }) => bridge)].map(([bridge, events]) => {
    const known = events.filter(({ emitter }) => emitter === 'known-contract').length;
    return [bridge, events.length, known, events.length - known];
  });
  return table(['bridge', 'events', 'of known contracts', 'by topic only'], rows);
}

function topicOnlyTable(files: readonly Measured[]): string {
  const rows = files.flatMap(({ name, recall: { events } }) =>
    events
      .filter(({ emitter }) => emitter === 'topic-only')
      .map((event) => {
        const emitters = new Set(event.evidence?.map(({ address }) => `\`${address}\``));
        const { bridge, eventName, chain, transactionHash } = event;
        return [name, `${bridge} ${eventName}`, chain, short(transactionHash), [...emitters].join(' ')];
      }),
  );
  return table(['file', 'event', 'chain', 'transaction', 'contracts of its evidence'], rows);
}

function allOf(files: readonly Measured[]): Pick<Measured, 'name' | 'recall'> {
  const events = new Map<string, BridgeEvent>();
  for (const event of files.flatMap(({ recall }) => recall.events)) {
    events.set(`${event.logId} ${event.transfer} ${event.step}`, event);
  }
  return {
    name: '**all together**',
    recall: { transactions: 0, logs: 0, named: [], undecodable: [], events: [...events.values()] },
  };
}

function transferTable(files: readonly Pick<Measured, 'name' | 'recall'>[]): string {
  const rows = files.map(({ name, recall: { events } }) => {
    const { transfers, joined, refused, orderDependent } = track(events);
    const byBridge = [...groupBy(joined, ({ bridge }) => bridge)].map(
      ([bridge, own]) => `${bridge} ${own.length}`,
    );
    const refusals = [...refused].map(([code, count]) => `${code} ${count}`).sort();
    return [
      name,
      events.length,
      transfers.length,
      joined.length,
      byBridge.join(', ') || '–',
      refusals.join(', ') || '–',
      orderDependent.length,
    ];
  });
  const head = ['file', 'events', 'transfers', 'joined on both legs', 'of these', 'events refused'];
  return table([...head, 'depend on the order'], rows);
}

function amountTable(files: readonly Measured[]): string {
  const rows = files.flatMap(({ name, cases, recall: { events } }) =>
    cases.flatMap(({ name: title, transactionHash, actions }) => {
      const own = events.filter((event) => event.transactionHash === transactionHash);
      const bridged = actions.filter(({ type }) => type === 'TransactionBridge');
      return bridged.map(({ token }) => {
        const amounts = amountsOf(own);
        const isEqual = amounts.includes(token.value);
        const expected = `${token.value} ${token.symbol}`;
        return [
          name,
          title,
          short(transactionHash),
          expected,
          amounts.join(', ') || '–',
          isEqual ? 'yes' : 'no',
        ];
      });
    }),
  );
  return table(['file', 'case', 'transaction', 'expected', 'decoded', 'equal'], rows);
}

function amountsOf(events: readonly BridgeEvent[]): readonly string[] {
  const amounts = events.flatMap(({ sent, received }) => [sent, received]);
  return [...new Set(amounts.flatMap((amount) => (amount === undefined ? [] : [amount.raw.toString()])))];
}

function defiTable(files: readonly Measured[]): string {
  const rows = files
    .filter(({ isDefi }) => isDefi)
    .flatMap(({ name, cases, recall: { events, transactions } }) =>
      events.length === 0
        ? [[name, transactions, 'none', '', '', '']]
        : events.map((event) => [
            name,
            transactions,
            `${event.bridge} ${event.eventName}`,
            event.emitter,
            short(event.transactionHash),
            cases.find(({ transactionHash }) => transactionHash === event.transactionHash)?.name ?? '',
          ]),
    );
  return table(['file', 'transactions', 'event', 'emitter', 'transaction', 'case'], rows);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function short(hash: string): string {
  return `\`${hash.slice(0, 10)}\``;
}

function someOf(hashes: readonly string[]): string {
  const shown = hashes.slice(0, 4).join(' ');
  return hashes.length > 4 ? `${shown} and ${hashes.length - 4} more` : shown;
}
