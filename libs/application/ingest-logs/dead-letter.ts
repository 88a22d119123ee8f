import type { Failure, UnixMilliseconds } from '@causeway/domain/units';
import type { DeadLetter, RecordOrigin } from '@causeway/application/ports';

/**
 * A dead letter. Its id names the input and the reason, so that the same input delivered again is the same letter.
 * `inputId` is the input's own id; where it cannot be read, its place in the log, and then a retry is another input.
 */
export function deadLetter(
  origin: RecordOrigin,
  inputId: string,
  at: UnixMilliseconds,
  failure: Failure,
  subject?: string,
): DeadLetter {
  const message = failure.field === undefined ? failure.message : `${failure.field}: ${failure.message}`;
  return {
    id: `${inputId}#${failure.code}`,
    topic: origin.topic,
    partition: origin.partition,
    offset: origin.offset,
    code: failure.code,
    message,
    body: origin.body,
    at,
    ...(subject === undefined ? {} : { subject }),
  };
}
