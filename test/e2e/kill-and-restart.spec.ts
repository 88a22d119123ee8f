import { afterAll, describe, expect, it, jest } from '@jest/globals';
import path from 'node:path';
import { createPool } from '@causeway/platform/database';
import { startEmbeddedPostgres } from '@causeway/platform/embedded-postgres';
import { temporaryFolder, type TemporaryFolder } from '@causeway/platform/testkit';
import { acceptSettlement } from './accepted-settlement.js';
import { databaseState } from './database-state.js';
import { startService, type LogLine } from './running-service.js';

const REPLAY = { SAMPLE: 'true', SAMPLE_SPEED: '0', ENGINE_LEASE_SECONDS: '1' };
const KILLS = 4;

const folders: TemporaryFolder[] = [];

afterAll(() => {
  for (const folder of folders) folder.remove();
});

function dataFolder(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder.path;
}

const isDone = ({ msg }: LogLine): boolean => msg === 'the sample has been replayed';

/** A folder in which the replay has just begun, and an account of the sample has accepted a quote. */
async function folderWithSettlement(): Promise<string> {
  const directory = dataFolder();
  const service = await startService(directory, { ...REPLAY, SAMPLE_SPEED: '20000' });
  await service.line(({ msg }) => String(msg).startsWith('replaying the sample'));
  expect(await service.stop()).toBe(0);
  await acceptSettlement(directory);
  return directory;
}

async function finishReplay(directory: string): Promise<void> {
  const service = await startService(directory, REPLAY);
  await service.line(isDone, 400_000);
  expect(await service.stop()).toBe(0);
}

async function stateOf(directory: string): Promise<string> {
  const postgres = await startEmbeddedPostgres({ directory: path.join(directory, 'postgres') });
  const pool = createPool(postgres.url, { onError: () => undefined });
  const state = await databaseState(pool);
  await pool.end();
  await postgres.stop();
  return state;
}

describe('a service that is killed', () => {
  jest.setTimeout(1_200_000);

  it('ends a replay in the same state, byte for byte, as one that was left alone', async () => {
    const undisturbed = await folderWithSettlement();
    await finishReplay(undisturbed);
    const expected = await stateOf(undisturbed);

    const disturbed = await folderWithSettlement();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const service = await startService(disturbed, REPLAY);
      // A different place each time, decided by the machine's own timing.
      await new Promise((resolve) => setTimeout(resolve, 300 + 700 * kill));
      expect(service.hasSaid(isDone)).toBe(false);
      await service.kill();
    }
    await finishReplay(disturbed);
    const actual = await stateOf(disturbed);

    expect(expected).toContain('liquidation_case ');
    expect(expected).toContain('posting ');
    expect(expected).toContain('conservation_position ');
    expect(expected).not.toContain('conservation_alert ');
    expect(expected).toContain('punctuality/stuck');
    // Accepted, reported, and departed as the sample tells: in flight.
    expect(/^settlement .*"is_open":true.*"departed": ?"59998176836"/m.test(expected)).toBe(true);
    expect(expected).toContain('\nsettlement_transfer ');
    expect(expected.match(/^outbox_event .*"type":"settlement.changed"/gm)?.length).toBe(3);
    expect(expected).toContain('punctuality/claimable');
    expect(actual).toBe(expected);
  });
});
