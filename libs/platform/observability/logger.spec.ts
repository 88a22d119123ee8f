import { describe, expect, it } from '@jest/globals';
import { createLogger } from './index.js';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  write(createLogger({ service: 'engine', level: 'info', destination }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('createLogger', () => {
  it('writes one JSON object with level, UTC time and service', () => {
    const [line] = logged((logger) => logger.info({ accounts: 3 }, 'loaded'));
    expect(line).toMatchObject({ level: 'info', name: 'engine', accounts: 3, msg: 'loaded' });
    expect(line?.['time']).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
  });

  it('leaves out what is below its level', () => {
    expect(logged((logger) => logger.debug('detail'))).toEqual([]);
  });

  it('blanks out secrets, also one level down', () => {
    const [line] = logged((logger) =>
      logger.info({ password: 'hunter2', configuration: { DATABASE_URL: 'postgresql://u:p@h/d' } }),
    );
    expect(line).toMatchObject({ password: '[secret]', configuration: { DATABASE_URL: '[secret]' } });
  });
});
