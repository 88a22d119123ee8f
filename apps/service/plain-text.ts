import { Writable } from 'node:stream';

/** Fields of every line that tell a person nothing new. */
const OMITTED = new Set(['level', 'time', 'name', 'pid', 'hostname', 'msg']);

/** Where a logger's JSON lines are written as plain text, for the person who started the service in a terminal. */
export function plainText(output: NodeJS.WritableStream): Writable {
  return new Writable({
    decodeStrings: false,
    write: (line: string | Buffer, _encoding, done) => {
      output.write(`${format(String(line))}\n`);
      done();
    },
  });
}

function format(line: string): string {
  const fields = JSON.parse(line) as Record<string, unknown>;
  const facts = Object.entries(fields)
    .filter(([field]) => !OMITTED.has(field))
    .map(([field, value]) => `${field}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const level = fields['level'] === 'info' ? '' : `${String(fields['level']).toUpperCase()} `;
  return [`${String(fields['time']).slice(11, 19)} ${level}${String(fields['msg'])}`, ...facts].join('  ');
}
