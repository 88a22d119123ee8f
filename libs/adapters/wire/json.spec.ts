import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson, stableJson, type JsonValue } from './json.js';

describe('stableJson', () => {
  it('writes fields in code-unit order at every depth', () => {
    expect(stableJson({ b: [{ z: 1, a: null }], a: 'x', B: true })).toBe(
      '{"B":true,"a":"x","b":[{"a":null,"z":1}]}',
    );
  });

  it('gives one text whatever the order in which fields were set, and the same value back', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        const text = stableJson(value as JsonValue);
        expect(stableJson(reversed as JsonValue)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('parseJson', () => {
  it('says what is wrong with a text that is not JSON', () => {
    expect(parseJson('{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
    expect(parseJson('{"a":')).toMatchObject({ ok: false, failure: { code: 'INVALID_JSON' } });
  });
});
