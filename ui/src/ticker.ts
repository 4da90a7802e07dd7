/** The page's one timer: it sleeps until the nearest change and never longer than `LONGEST`. */

/** Wall time jumps when a laptop wakes or a clock is set; a bounded sleep notices. */
const LONGEST = 30_000;
const SHORTEST = 20;

export class Ticker {
  readonly #tick: (now: number) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tick: (now: number) => void) {
    this.#tick = tick;
  }

  /** Calls `tick` at the instant `at`, or at the longest sleep; an earlier plan is dropped. */
  wakeAt(at: number): void {
    this.stop();
    const delay = Math.min(LONGEST, Math.max(SHORTEST, at - Date.now()));
    this.#timer = setTimeout(() => {
      this.#tick(Date.now());
    }, delay);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
