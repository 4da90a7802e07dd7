/** The popover's border, above and below. */
const FRAME = 2;

/** Tells the window how tall the content is, whenever that changes. */
export class Fitting {
  readonly #observer: ResizeObserver;
  readonly #parts = new Set<Element>();
  readonly #fit: (height: number) => void;
  #last = 0;

  constructor(fit: (height: number) => void) {
    this.#fit = fit;
    this.#observer = new ResizeObserver(() => {
      this.#measure();
    });
  }

  /** Watches the parts that stand one above the other. */
  watch(parts: Iterable<Element>): void {
    for (const part of parts) {
      if (this.#parts.has(part)) continue;
      this.#parts.add(part);
      this.#observer.observe(part);
    }
  }

  stop(): void {
    this.#observer.disconnect();
    this.#parts.clear();
  }

  #measure(): void {
    let height = FRAME;
    for (const part of this.#parts) {
      if (part.isConnected) height += part.getBoundingClientRect().height;
      else this.#forget(part);
    }
    const whole = Math.ceil(height);
    if (whole === this.#last) return;
    this.#last = whole;
    this.#fit(whole);
  }

  #forget(part: Element): void {
    this.#parts.delete(part);
    this.#observer.unobserve(part);
  }
}
