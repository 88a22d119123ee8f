import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  decodeInputRecord,
  deskAccountsFormat,
  parseJson,
  replayTime,
  type DeskAccounts,
} from '@causeway/adapters/wire';
import type { TrackRecord } from '@causeway/application/replay-track';
import { expectOk } from '@causeway/domain/units';

/** What the sample consists of: a policy, desks, and a track of logs and prices in the order of their due times. */
export interface Sample {
  readonly policyDocument: unknown;
  readonly desks: DeskAccounts;
  readonly track: readonly TrackRecord[];
}

/** Reads the shipped sample. @throws Error naming the file and line that cannot be read */
export async function readSample(directory: string, policyFile: string): Promise<Sample> {
  const policyDocument = expectOk(parseJson(await readFile(policyFile, 'utf8')));
  const desks = expectOk(
    deskAccountsFormat.decodeText(await readFile(path.join(directory, 'desks.json'), 'utf8')),
  );
  const tracks = await Promise.all(
    ['prices.ndjson', 'bridge-logs.ndjson'].map((file) => readTrack(path.join(directory, file))),
  );
  // Array.prototype.sort is stable: records that are due at the same time stay in the order of the files.
  return { policyDocument, desks, track: tracks.flat().sort((a, b) => a.due - b.due) };
}

async function readTrack(file: string): Promise<readonly TrackRecord[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((text, index) => {
    const json = parseJson(text);
    const input = json.ok ? decodeInputRecord(json.value) : json;
    if (!input.ok) throw new Error(`${file}:${index + 1}: ${input.failure.message}`);
    return { due: replayTime(input.value), kind: input.value.kind, text };
  });
}
