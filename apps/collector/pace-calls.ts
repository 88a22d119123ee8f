/** A call that is passed on at once, and again only after a pause; calls during it become one at its end. */
export interface PacedCall {
  call(): void;
  /** Calls nobody any more. */
  stop(): void;
}

/** Paces calls, the first of which is not held back. */
export function paceCalls(pauseMilliseconds: number, act: () => void): PacedCall {
  let pause: NodeJS.Timeout | undefined;
  let isWaiting = false;
  let isStopped = false;
  const call = (): void => {
    if (isStopped) return;
    if (pause !== undefined) {
      isWaiting = true;
      return;
    }
    pause = setTimeout(() => {
      pause = undefined;
      if (!isWaiting) return;
      isWaiting = false;
      call();
    }, pauseMilliseconds).unref();
    act();
  };
  const stop = (): void => {
    isStopped = true;
    clearTimeout(pause);
  };
  return { call, stop };
}
