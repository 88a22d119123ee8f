const FIRST_PAUSE_MILLISECONDS = 100;
const LONGEST_PAUSE_MILLISECONDS = 10_000;

/** How long to wait after the given number of failures in a row: 100 ms, doubling up to 10 s. */
export function retryPauseMilliseconds(failures: number): number {
  return Math.min(LONGEST_PAUSE_MILLISECONDS, FIRST_PAUSE_MILLISECONDS * 2 ** Math.max(0, failures - 1));
}
