import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { parseJson, type WireFormat } from '@causeway/adapters/wire';
import { fail, ok, type Failure, type Result } from '@causeway/domain/units';

/** What a command has to say; `stdout` counts only when it is ok. */
export interface Outcome {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** A text and what to call it in a complaint. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** A line of a source, counted from 1. */
export interface SourceLine {
  readonly source: Source;
  readonly line: number;
  readonly text: string;
}

/** The successful outcome of a command, with remarks for people beside its output. */
export function succeeded(stdout: string, stderr = ''): Outcome {
  return { ok: true, stdout, stderr };
}

/** The outcome of a command whose input is bad: one line such as `causeway: a.json: desk: desk is missing (…)`. */
export function refused({ code, field, message }: Failure): Outcome {
  const where = field === undefined ? '' : `${field}: `;
  return { ok: false, stdout: '', stderr: `causeway: ${where}${oneLine(message)} (${code})\n` };
}

/** Reads a file, or standard input for `-`. */
export async function readSource(path: string, stdin: Readable): Promise<Result<Source>> {
  if (path === '-') {
    const chunks: Buffer[] = [];
    for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Buffer | string));
    return ok({ name: 'standard input', text: Buffer.concat(chunks).toString('utf8') });
  }
  try {
    return ok({ name: path, text: await readFile(path, 'utf8') });
  } catch (error) {
    return fail('UNREADABLE_FILE', `cannot be read: ${errorCode(error)}`, path);
  }
}

/** Reads a file that holds one document. */
export async function readDocument<Value>(
  path: string,
  format: WireFormat<Value>,
  stdin: Readable,
): Promise<Result<Value>> {
  const source = await readSource(path, stdin);
  return source.ok ? located(format.decodeText(source.value.text), source.value.name) : source;
}

/** The lines of a source that are not blank. */
export function linesOf(source: Source): readonly SourceLine[] {
  return source.text
    .split('\n')
    .map((text, at) => ({ source, line: at + 1, text: text.trim() }))
    .filter(({ text }) => text !== '');
}

/** Reads every line with `decode`, or fails with the first that cannot be read. */
export function decodeLines<Value>(
  lines: readonly SourceLine[],
  decode: (json: unknown) => Result<Value>,
): Result<readonly Value[]> {
  const values: Value[] = [];
  for (const { source, line, text } of lines) {
    const json = parseJson(text);
    const value = json.ok ? decode(json.value) : json;
    if (!value.ok) return located(value, `${source.name}:${line}`);
    values.push(value.value);
  }
  return ok(values);
}

/** The same outcome; a failure also says where: `<place>: <field>`. */
export function located<Value>(result: Result<Value>, place: string): Result<Value> {
  if (result.ok) return result;
  const { code, field, message } = result.failure;
  return fail(code, message, field === undefined ? place : `${place}: ${field}`);
}

/** JSON text of each value on a line of its own. */
export function toNdjson<Value>(values: readonly Value[], format: WireFormat<Value>): string {
  return values.map((value) => `${format.encodeText(value)}\n`).join('');
}

/** The system's code of an error, such as ENOENT, else its text. */
export function errorCode(error: unknown): string {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : String(error);
}

function oneLine(message: string): string {
  return message.replaceAll(/\s+/g, ' ');
}
