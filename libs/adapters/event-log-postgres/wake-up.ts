/** Something to wait for that remembers being raised while nobody waited. */
export class WakeUp {
  #isRaised = false;
  #wake: (() => void) | undefined;

  /** Ends the current wait, or the next one. */
  raise(): void {
    this.#isRaised = true;
    this.#wake?.();
  }

  /** Resolves when raised, or after the given time. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#isRaised) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = undefined;
    this.#isRaised = false;
  }
}
