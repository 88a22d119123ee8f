import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { encodeRiskPolicy } from '@causeway/adapters/wire';
import { validateRiskPolicy } from '@causeway/domain/policy';
import { preset, PRESETS } from '../fixtures/presets.js';

describe('the presets', () => {
  it.each(PRESETS)('%s makes sense', (name) => {
    expect(validateRiskPolicy(preset(name))).toMatchObject({ ok: true });
  });

  it.each(PRESETS)('%s is written as it was read', (name) => {
    expect(encodeRiskPolicy(preset(name))).toEqual(JSON.parse(readFileSync(`policies/${name}.json`, 'utf8')));
  });

  it('are all the shipped policies but the house policy', () => {
    const shipped = readdirSync('policies').filter((file) => file.endsWith('.json'));
    expect(shipped.sort()).toEqual([...PRESETS.map((name) => `${name}.json`), 'house.json'].sort());
  });
});
