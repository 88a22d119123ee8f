/** What an adapter throws when the same call may succeed later: a lost connection, a lock that was not granted. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
}

/** What an adapter throws when repeating the call cannot help; the message names what to change. */
export class FatalError extends Error {
  override readonly name = 'FatalError';
}
