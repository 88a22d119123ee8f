import { describe, expect, it } from '@jest/globals';
import { FatalError, RetryableError } from '@causeway/application/ports';
import { KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } from 'kafkajs';
import { translateError } from './kafka-errors.js';

const protocolError = (type: string, retriable: boolean) =>
  new KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 1, retriable }));

describe('translateError', () => {
  it.each([
    ['a protocol error that kafkajs would repeat', protocolError('LEADER_NOT_AVAILABLE', true)],
    [
      'one that it has repeated often enough',
      new KafkaJSNumberOfRetriesExceeded(protocolError('LEADER_NOT_AVAILABLE', true), {
        retryCount: 5,
        retryTime: 300,
      }),
    ],
    ['a lost sequence, for which a new producer helps', protocolError('OUT_OF_ORDER_SEQUENCE_NUMBER', false)],
  ])('takes %s as passing', (_, cause) => {
    const translated = translateError('appending', cause);
    expect(translated).toBeInstanceOf(RetryableError);
    expect(translated.message).toContain('appending failed');
    expect(translated.cause).toBe(cause);
  });

  it.each([
    ['a record that is too large', protocolError('MESSAGE_TOO_LARGE', false)],
    ['misuse of kafkajs', new KafkaJSNonRetriableError('Invalid topic')],
    ['anything unknown', new Error('what?')],
    ['what is no error at all', 'text'],
  ])('takes %s as final', (_, cause) => {
    expect(translateError('appending', cause)).toBeInstanceOf(FatalError);
  });

  it('leaves alone what is translated already', () => {
    const error = new RetryableError('later');
    expect(translateError('appending', error)).toBe(error);
  });
});
