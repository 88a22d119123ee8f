import {
  streamName,
  type AlertFilter,
  type BridgePosition,
  type ConservationDecision,
  type ConservationKeys,
  type ConservationStore,
  type OperatorAction,
  type Page,
  type PageRequest,
  type StreamEvent,
} from '@causeway/application/ports';
import {
  addPositions,
  EMPTY_CONSERVATION,
  EMPTY_POSITION,
  freezesBridge,
  type AssetPosition,
  type ConservationAlert,
  type ConservationChanges,
  type ConservationSnapshot,
  type RecordSpan,
} from '@causeway/domain/conservation';
import type { BridgeId, ChainId } from '@causeway/domain/units';
import type { MemoryOutbox } from './memory-outbox.js';

const LEG_STREAMS = streamName('leg', '');

/** The legs of the bridges and what they add up to, in memory. */
export class MemoryConservation implements ConservationStore {
  private snapshot: ConservationSnapshot = EMPTY_CONSERVATION;
  private readonly byBridge = new Map<BridgeId, Map<string, AssetPosition>>();
  private readonly actions: OperatorAction[] = [];
  private readonly cursors = new Map<string, number>();

  constructor(private readonly outbox: MemoryOutbox) {}

  transact<Outcome>(
    _keys: ConservationKeys,
    decide: (
      snapshot: ConservationSnapshot,
      cursors: ReadonlyMap<string, number>,
    ) => ConservationDecision<Outcome>,
  ): Promise<Outcome> {
    const { changes, outbox, audit, cursors, outcome } = decide(this.snapshot, this.cursors);
    this.keep(changes);
    for (const [stream, seq] of cursors ?? []) this.cursors.set(stream, seq);
    if (audit !== undefined) this.actions.push(audit);
    this.outbox.append(outbox);
    return Promise.resolve(outcome);
  }

  pendingLegs(maximum: number): Promise<readonly StreamEvent[]> {
    const events = this.outbox.written().filter(({ stream, seq }) => {
      return stream.startsWith(LEG_STREAMS) && seq > (this.cursors.get(stream) ?? 0);
    });
    return Promise.resolve(events.slice(0, maximum));
  }

  async hasPendingLegs(): Promise<boolean> {
    return (await this.pendingLegs(1)).length > 0;
  }

  records(): Promise<readonly (RecordSpan & { readonly chain: ChainId })[]> {
    const records = [...this.snapshot.chainsRead].map(([chain, span]) => ({ chain, ...span }));
    return Promise.resolve(records.sort((a, b) => compareText(a.chain, b.chain)));
  }

  alert(id: string): Promise<ConservationAlert | undefined> {
    return Promise.resolve(this.allAlerts().find((alert) => alert.id === id));
  }

  alerts({ bridge, status }: AlertFilter, { first, after }: PageRequest): Promise<Page<ConservationAlert>> {
    const found = this.allAlerts().filter(
      (alert) =>
        (bridge === undefined || alert.bridge === bridge) &&
        (status === undefined || alert.status === status) &&
        (after === undefined || alert.id > after),
    );
    return Promise.resolve({ rows: found.slice(0, first), hasNextPage: found.length > first });
  }

  positions(): Promise<readonly BridgePosition[]> {
    const rows = [...this.byBridge].flatMap(([bridge, byAsset]) =>
      [...byAsset].map(([asset, position]) => ({ bridge, asset, position })),
    );
    return Promise.resolve(
      rows.sort((a, b) => compareText(a.bridge, b.bridge) || compareText(a.asset, b.asset)),
    );
  }

  frozenBridges(): Promise<readonly BridgeId[]> {
    const frozen = this.allAlerts().filter(freezesBridge);
    return Promise.resolve([...new Set(frozen.map(({ bridge }) => bridge))].sort());
  }

  private keep({ messages, positions, chainsRead, now }: ConservationChanges): void {
    const kept = new Map([
      ...this.snapshot.messages,
      ...messages.map((watched) => [watched.message.key, watched] as const),
    ]);
    for (const [bridge, byAsset] of positions) {
      const known = this.byBridge.get(bridge) ?? new Map<string, AssetPosition>();
      for (const [asset, added] of byAsset) {
        known.set(asset, addPositions(known.get(asset) ?? EMPTY_POSITION, added));
      }
      this.byBridge.set(bridge, known);
    }
    this.snapshot = { messages: kept, chainsRead, now, freezing: new Map() };
    const freezing = new Map<BridgeId, number>();
    for (const { bridge } of this.allAlerts().filter(freezesBridge)) {
      freezing.set(bridge, (freezing.get(bridge) ?? 0) + 1);
    }
    this.snapshot = { ...this.snapshot, freezing };
  }

  private allAlerts(): readonly ConservationAlert[] {
    return [...this.snapshot.messages.values()]
      .flatMap(({ alerts }) => [...alerts.values()])
      .sort((a, b) => compareText(a.id, b.id));
  }
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
