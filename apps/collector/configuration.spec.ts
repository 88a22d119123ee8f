import { describe, expect, it } from '@jest/globals';
import { evmChain } from '@causeway/domain/units';
import { ConfigurationError, parseConfiguration } from '@causeway/platform/config';
import { serviceConfiguration } from '../service/configuration.js';
import { collectorConfiguration, collectorSettings } from './configuration.js';

const CHAIN_RPC_URLS = 'eip155:1=https://a.example/key|https://b.example, eip155:10=http://c.example:8545';

function problems(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    parseConfiguration(collectorConfiguration, environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration of the collector', () => {
  it('reads the endpoints and the first block of each chain', () => {
    const configuration = parseConfiguration(collectorConfiguration, {
      CHAIN_RPC_URLS,
      CHAIN_START_BLOCKS: 'eip155:10=120000000',
    });
    expect(configuration.CHAIN_RPC_URLS.get(evmChain(1))).toEqual([
      'https://a.example/key',
      'https://b.example',
    ]);
    expect(configuration.CHAIN_RPC_URLS.get(evmChain(10))).toEqual(['http://c.example:8545']);
    expect(configuration.CHAIN_START_BLOCKS).toEqual(new Map([[evmChain(10), 120_000_000n]]));
  });

  it.each([
    ['nothing', {}],
    ['no value', { CHAIN_RPC_URLS: 'eip155:1' }],
    ['another chain namespace', { CHAIN_RPC_URLS: 'solana:1=https://a.example' }],
    ['a chain twice', { CHAIN_RPC_URLS: 'eip155:1=https://a.example,eip155:1=https://b.example' }],
    ['no URL', { CHAIN_RPC_URLS: 'eip155:1=a.example' }],
    ['another scheme', { CHAIN_RPC_URLS: 'eip155:1=ftp://a.example' }],
    ['a node named twice', { CHAIN_RPC_URLS: 'eip155:1=https://a.example|https://a.example' }],
    ['an empty alternative', { CHAIN_RPC_URLS: 'eip155:1=https://a.example|' }],
    ['a chain without bridges', { CHAIN_RPC_URLS: 'eip155:31337=https://a.example' }],
  ])('refuses %s as endpoints', (_, environment) => {
    expect(problems(environment)).toEqual([expect.stringMatching(/^CHAIN_RPC_URLS: /)]);
  });

  it.each(['eip155:1=-1', 'eip155:1=latest', 'eip155:8453=5'])('refuses the start block %s', (block) => {
    expect(problems({ CHAIN_RPC_URLS, CHAIN_START_BLOCKS: block })).toEqual([
      expect.stringMatching(/^CHAIN_START_BLOCKS: /),
    ]);
  });

  it('reads what it takes to believe a chain', () => {
    const { CHAIN_RPC_URLS: _, ...defaults } = parseConfiguration(collectorConfiguration, { CHAIN_RPC_URLS });
    expect(defaults).toMatchObject({
      CHAIN_QUORUM: 1,
      CHAIN_VERIFY_HEADERS: true,
      CHAIN_VERIFY_RECEIPTS: 'none',
      CHAIN_OWN_HEADER_RULES: ['eip155:324', 'eip155:1101', 'eip155:1284', 'eip155:59144'],
    });
    const chosen = parseConfiguration(collectorConfiguration, {
      CHAIN_RPC_URLS: 'eip155:1=https://a.example|wss://b.example',
      CHAIN_QUORUM: '2',
      CHAIN_OWN_HEADER_RULES: 'none',
      CHAIN_VERIFY_RECEIPTS: 'eip155:1',
      CHAIN_READ_TO: 'safe',
    });
    expect(collectorSettings(chosen.CHAIN_RPC_URLS, chosen)).toMatchObject({
      quorum: 2,
      ownHeaderRules: new Set(),
      readTo: 'safe',
      verification: { everyHeader: true, receiptsRoot: new Set(['eip155:1']) },
    });
  });

  it('refuses a quorum that a chain has too few nodes for, naming the chain, also in the service', () => {
    const environment = { CHAIN_RPC_URLS, CHAIN_QUORUM: '3' };
    expect(() => parseConfiguration(serviceConfiguration, environment)).toThrow(/CHAIN_QUORUM: eip155:1 has/);
    expect(problems({ CHAIN_RPC_URLS, CHAIN_QUORUM: '2' })).toEqual([
      expect.stringMatching(/^CHAIN_QUORUM: eip155:10 has 1 nodes/),
    ]);
    expect(problems({ CHAIN_RPC_URLS, CHAIN_QUORUM: '0' })).toEqual([
      expect.stringMatching(/^CHAIN_QUORUM: /),
    ]);
  });

  it('refuses what is no list of chains', () => {
    expect(problems({ CHAIN_RPC_URLS, CHAIN_VERIFY_RECEIPTS: 'yes' })).toEqual([
      expect.stringMatching(/^CHAIN_VERIFY_RECEIPTS: /),
    ]);
    expect(problems({ CHAIN_RPC_URLS, CHAIN_OWN_HEADER_RULES: 'mainnet' })).toEqual([
      expect.stringMatching(/^CHAIN_OWN_HEADER_RULES: /),
    ]);
  });

  it('tells no URL in its complaints, as they hold keys', () => {
    expect(problems({ CHAIN_RPC_URLS: 'eip155:1=ftp://secret' }).join()).not.toContain('secret');
  });
});
