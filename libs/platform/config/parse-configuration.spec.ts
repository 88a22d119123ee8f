import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigurationError, flag, list, parseConfiguration, urlOf, wholeNumber } from './index.js';

const schema = z.object({
  HTTP_PORT: wholeNumber({ minimum: 1, maximum: 65_535 })
    .default(3000)
    .describe('port of the GraphQL server'),
  DATABASE_URL: urlOf('postgresql', 'postgres').optional().describe('embedded PostgreSQL when left out'),
  KAFKA_BROKERS: list().describe('host:port of each broker'),
  REPLAY: flag().default(false),
});

function problems(environment: Record<string, string>): readonly string[] {
  try {
    parseConfiguration(schema, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('parseConfiguration', () => {
  it('parses texts, fills in defaults and leaves foreign variables alone', () => {
    const environment = {
      KAFKA_BROKERS: 'one:9092, two:9092',
      HTTP_PORT: '8080',
      REPLAY: 'true',
      HOME: '/root',
    };
    expect(parseConfiguration(schema, environment)).toEqual({
      HTTP_PORT: 8080,
      KAFKA_BROKERS: ['one:9092', 'two:9092'],
      REPLAY: true,
    });
  });

  it('takes a variable set to nothing as not set', () => {
    const { HTTP_PORT } = parseConfiguration(schema, { KAFKA_BROKERS: 'one:9092', HTTP_PORT: ' ' });
    expect(HTTP_PORT).toBe(3000);
  });

  it('cannot be changed afterwards, at any depth', () => {
    const configuration = parseConfiguration(schema, { KAFKA_BROKERS: 'one:9092' });
    expect(() => ((configuration as { HTTP_PORT: number }).HTTP_PORT = 1)).toThrow(TypeError);
    expect(() => (configuration.KAFKA_BROKERS as string[]).push('two:9092')).toThrow(TypeError);
  });

  it('names every wrong variable on a line of its own, with what it is for', () => {
    expect(problems({ HTTP_PORT: '80 80', DATABASE_URL: 'mysql://host/db', REPLAY: 'yes' })).toEqual([
      'HTTP_PORT: must be a whole number from 1 to 65535 (port of the GraphQL server)',
      'DATABASE_URL: must be a URL such as postgresql://… or postgres://… (embedded PostgreSQL when left out)',
      'KAFKA_BROKERS: is not set (host:port of each broker)',
      'REPLAY: must be true or false',
    ]);
  });

  it('never repeats a value, which may be a secret', () => {
    const secret = 'hunter2';
    const [problem] = problems({ KAFKA_BROKERS: 'one:9092', DATABASE_URL: `mysql://user:${secret}@host/db` });
    expect(problem).not.toContain(secret);
  });

  it.each(['0', '65536', '-1', '1.5', '1e3', '0x10', 'NaN', '9'.repeat(20)])(
    'refuses %p as a port',
    (text) => {
      const isUnset = text === '';
      expect(problems({ KAFKA_BROKERS: 'one:9092', HTTP_PORT: text })).toHaveLength(isUnset ? 0 : 1);
    },
  );

  it('refuses a list of nothing but commas', () => {
    expect(problems({ KAFKA_BROKERS: ' , ' })).toEqual([
      'KAFKA_BROKERS: must hold at least one entry, separated by commas (host:port of each broker)',
    ]);
  });
});
