import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from './run-cli.js';

const example = (name: string) =>
  fileURLToPath(new URL(`../../examples/proofs/${name}.json`, import.meta.url));
type Json = Record<string, unknown>;
const readExample = (name: string) => JSON.parse(readFileSync(example(name), 'utf8')) as Json;
const state = readExample('state');
const withdrawal = readExample('withdrawal');

const BLOCK_HASH = '0x92dabfa3f61ff1c349d12f5fd0dd4c99760a0a41b77dee8f0a80f83efdcb307a';
const OTHER_HASH = `0x${'12'.repeat(32)}`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'causeway-proof-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function verify(programArguments: readonly string[], input: unknown = '') {
  let stdout = '';
  let stderr = '';
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  const exitCode = await runCli(['verify-proof', ...programArguments], {
    stdin: Readable.from([Buffer.from(text)]),
    stdout: { write: (written) => (stdout += written) },
    stderr: { write: (written) => (stderr += written) },
  });
  return { exitCode, stderr, facts: stdout === '' ? undefined : (JSON.parse(stdout) as Json) };
}

/** Exit 1, nothing on stdout, and one line that says all of `told`. */
async function expectRefusal(programArguments: readonly string[], input: unknown, told: readonly string[]) {
  const { exitCode, stderr, facts } = await verify(programArguments, input);
  expect([exitCode, facts]).toEqual([1, undefined]);
  expect(stderr).toMatch(/^causeway: [^\n]+\n$/);
  for (const text of told) expect(stderr).toContain(text);
}

describe('causeway verify-proof', () => {
  it('shows an account and a slot, and which hash all of it rests on', async () => {
    const { exitCode, stderr, facts } = await verify([example('state')]);
    expect(exitCode).toBe(0);
    expect(facts).toMatchObject({
      schema: 'causeway.proven-facts/1',
      proven: { basis: 'state-root', chain: 'eip155:1', blockNumber: '21925176', blockHash: BLOCK_HASH },
      account: { exists: true, nonce: '1', balance: '57657174398349561183621184' },
      slots: [{ exists: true, value: (state['storageProof'] as Json[])[0]?.['value'] }],
    });
    expect(stderr).toContain(`rests on block hash ${BLOCK_HASH} of eip155:1`);
  });

  it('shows the logs of a receipt', async () => {
    const { facts } = await verify([example('receipt')]);
    expect(facts).toMatchObject({
      proven: { basis: 'receipts-root' },
      receipt: { transactionIndex: 45, type: 2, outcome: true, logs: [{}] },
    });
  });

  it('shows a withdrawal', async () => {
    const { facts, stderr } = await verify([example('withdrawal')]);
    expect(facts).toMatchObject({
      proven: { basis: 'output-root', chain: 'eip155:10', outputRoot: withdrawal['outputRoot'] },
      withdrawal: { withdrawalHash: withdrawal['withdrawalHash'] },
    });
    expect(stderr).toContain('rests on output root');
  });

  it('has nothing to add when told which hash is trusted', async () => {
    for (const options of [
      [example('state'), '--block-hash', BLOCK_HASH],
      [example('withdrawal'), '--output-root', String(withdrawal['outputRoot'])],
    ]) {
      expect(await verify(options)).toMatchObject({ exitCode: 0, stderr: '' });
    }
  });

  it('refuses a document of another block or output root than the trusted one', async () => {
    await expectRefusal([example('state'), '--block-hash', OTHER_HASH], '', ['header: ', 'WRONG_BLOCK_HASH']);
    await expectRefusal([example('withdrawal'), '--block-hash', OTHER_HASH], '', ['WRONG_BLOCK_HASH']);
    await expectRefusal([example('withdrawal'), '--output-root', OTHER_HASH], '', ['WRONG_OUTPUT_ROOT']);
    await expectRefusal([example('state'), '--chain', 'eip155:10'], '', ['chain: ', 'WRONG_CHAIN']);
    await expectRefusal([example('receipt'), '--output-root', OTHER_HASH], '', ['UNEXPECTED_OPTION']);
  });

  it('reads the bare answers of a node', async () => {
    const { schema: _, source: __, chain, header: block, ...answer } = state;
    const expected = await verify([example('state')]);
    const file = example('state');
    await expectRefusal(['-', '--chain', String(chain), '--header', file], answer, [`${file}: `, 'missing']);
    const options = ['--chain', String(chain), '--header', '-'];
    await expectRefusal(['-', '--chain', String(chain)], answer, ['MISSING_HEADER']);
    await expectRefusal(['-'], { jsonrpc: '2.0', result: answer }, ['--chain: ', 'MISSING_CHAIN']);
    await expectRefusal(['-'], { result: block }, ['UNSUPPORTED_SCHEMA']);
    const withBlock = { ...state, header: undefined };
    const answerFile = path.join(folder, 'answer.json');
    writeFileSync(answerFile, JSON.stringify({ jsonrpc: '2.0', id: 1, result: answer }));
    expect(await verify([answerFile, ...options], { result: block })).toEqual(expected);
    writeFileSync(answerFile, JSON.stringify(withBlock));
    expect(await verify([answerFile, '--header', '-'], block)).toEqual(expected);
  });

  it('names the file, the field and the reason of what is no proof', async () => {
    const nodes = state['accountProof'] as string[];
    const tampered = (nodes[3] ?? '').replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    const file = 'standard input: ';
    await expectRefusal([], { ...state, accountProof: nodes.with(3, tampered) }, [
      `${file}accountProof[3]: `,
      'WRONG_NODE',
    ]);
    await expectRefusal([], { ...state, balance: '0x1' }, [`${file}balance: `, 'WRONG_VALUE']);
    await expectRefusal([], { ...state, accountProof: ['0xzz'] }, [
      `${file}accountProof[0]: `,
      'INVALID_DOCUMENT',
    ]);
    await expectRefusal([], { ...state, header: { ...(state['header'] as Json), stateRoot: OTHER_HASH } }, [
      'WRONG_BLOCK_HASH',
    ]);
    const slot = (state['storageProof'] as Json[])[0];
    await expectRefusal([], { ...state, storageProof: [slot, { ...slot, value: '0x1' }] }, [
      `${file}storageProof[1].value: `,
      'WRONG_VALUE',
    ]);
    await expectRefusal([], { ...state, schema: 'causeway.state-proof/2' }, ['UNSUPPORTED_SCHEMA']);
    await expectRefusal([], 'nonsense', [file, 'INVALID_JSON']);
    await expectRefusal(['absent.json'], '', ['absent.json: ', 'UNREADABLE_FILE']);
    await expectRefusal(['-', '--block-hash', '0x12'], state, ['--block-hash: ', 'INVALID_IDENTIFIER']);
  });
});
