import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryStores } from '@causeway/adapters/store-memory';
import type { AcceptReport, RecordLine } from '@causeway/application/accept-records';
import type { UnixMilliseconds } from '@causeway/domain/units';
import { groupTrack, replayGroup, type TrackRecord } from './index.js';

const record = (kind: 'log' | 'price', text: string): TrackRecord => ({
  due: 0 as UnixMilliseconds,
  kind: kind === 'log' ? 'transaction-logs' : 'price',
  text,
});

describe('groupTrack', () => {
  it('sends prices together and transactions one by one, in the order of the track', () => {
    const track = [
      record('price', 'p1'),
      record('price', 'p2'),
      record('log', 'l3'),
      record('log', 'l4'),
      record('price', 'p5'),
      record('price', 'p6'),
      record('price', 'p7'),
    ];
    const groups = groupTrack(track, 2);
    expect(groups.map(({ records, end }) => [records.map(({ text }) => text).join(' '), end])).toEqual([
      ['p1 p2', 2],
      ['l3', 3],
      ['l4', 4],
      ['p5 p6', 6],
      ['p7', 7],
    ]);
  });

  it('leaves nothing out, whatever the track', () => {
    const tracks = fc.array(fc.constantFrom(record('log', 'l'), record('price', 'p')));
    fc.assert(
      fc.property(tracks, fc.integer({ min: 1, max: 5 }), (track, maximum) => {
        const groups = groupTrack(track, maximum);
        expect(groups.flatMap(({ records }) => records)).toEqual(track);
        let end = 0;
        for (const group of groups) {
          end += group.records.length;
          expect(group.end).toBe(end);
          const isOfLogs = group.records.some(({ kind }) => kind === 'transaction-logs');
          expect(group.records.length).toBeLessThanOrEqual(isOfLogs ? 1 : maximum);
        }
      }),
    );
  });
});

describe('replayGroup', () => {
  const [, group] = groupTrack([record('log', 'l1'), record('price', 'p2'), record('price', 'p3')], 10);
  if (group === undefined) throw new Error('the track has two groups');

  function setUp(report: Partial<AcceptReport> = {}) {
    const { replays } = createMemoryStores();
    const steps: string[] = [];
    const ports = {
      replays,
      accept: async (lines: readonly RecordLine[]): Promise<AcceptReport> => {
        steps.push(...lines.map(({ line, text }) => `${line} ${text}`));
        return { accepted: lines.length, rejected: [], ...report };
      },
      settle: async (): Promise<void> => {
        steps.push(`settled at ${await replays.position('winter')}`);
      },
    };
    return { ports, replays, steps };
  }

  it('sends the group, waits until it has taken effect, and only then notes it', async () => {
    const { ports, replays, steps } = setUp();
    await replayGroup(ports, 'winter', group);
    expect(steps).toEqual(['2 p2', '3 p3', 'settled at 0']);
    expect(await replays.position('winter')).toBe(3);
  });

  it('fails, and notes nothing, when a record of the track is refused', async () => {
    const { ports, replays, steps } = setUp({
      rejected: [{ line: 3, code: 'INVALID_JSON', message: 'not JSON' }],
    });
    await expect(replayGroup(ports, 'winter', group)).rejects.toThrow('winter, record 3: not JSON');
    expect(steps).not.toContain('settled at 0');
    expect(await replays.position('winter')).toBe(0);
  });

  it('notes nothing when the group does not settle', async () => {
    const { ports, replays } = setUp();
    const settle = (): Promise<void> => Promise.reject(new Error('stopped'));
    await expect(replayGroup({ ...ports, settle }, 'winter', group)).rejects.toThrow('stopped');
    expect(await replays.position('winter')).toBe(0);
  });
});
