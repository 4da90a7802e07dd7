/** What the demo account's MFA device shows, asked again whenever its code has changed. */

import type { DemoCodeView } from './bindings/DemoCodeView';

export interface DemoCode {
  name: string;
  code: string;
  /** Milliseconds since the epoch. */
  until: number;
}

/** How soon to ask again where no code was shown. */
const RETRY = 1000;

export class DemoDevice {
  readonly #read: (name: string) => Promise<DemoCodeView | null>;
  readonly #changed: (code: DemoCode | null) => void;
  #name: string | null = null;
  #askAgain = 0;

  constructor(
    read: (name: string) => Promise<DemoCodeView | null>,
    changed: (code: DemoCode | null) => void,
  ) {
    this.#read = read;
    this.#changed = changed;
  }

  /** Keeps the code of `name` up to date; null looks away. */
  look(name: string | null, now: number): void {
    if (name === this.#name && now < this.#askAgain) return;
    const before = this.#name;
    this.#name = name;
    if (name === null) {
      if (before !== null) this.#changed(null);
      return;
    }
    this.#askAgain = now + RETRY;
    void this.#ask(name, now);
  }

  async #ask(name: string, now: number): Promise<void> {
    const view = await this.#read(name).catch(() => null);
    if (name !== this.#name) return;
    if (view === null) {
      this.#changed(null);
      return;
    }
    const until = now + view.secondsLeft * 1000;
    this.#askAgain = until;
    this.#changed({ name, code: view.code, until });
  }
}
