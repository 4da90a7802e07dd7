/** Saving what one control holds: whether an answer is on its way, and why the last one was no. */

import type { ReactiveControllerHost } from 'lit';

import type { FailureView } from './bindings/FailureView';
import { failureFrom } from './bridge';
import { t } from './messages';

export class Saving {
  readonly #host: ReactiveControllerHost;
  #running = false;
  #failure: FailureView | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  get running(): boolean {
    return this.#running;
  }

  get failure(): FailureView | null {
    return this.#failure;
  }

  /** Answers whether it was saved. */
  async tried(save: () => Promise<void>): Promise<boolean> {
    this.#running = true;
    this.forget();
    try {
      await save();
      return true;
    } catch (reason) {
      this.#tell(failureFrom(reason, t.unexpected));
      return false;
    } finally {
      this.#running = false;
    }
  }

  /** What went wrong has been mended, or does not matter any more. */
  forget(): void {
    this.#tell(null);
  }

  #tell(failure: FailureView | null): void {
    if (failure === this.#failure) return;
    this.#failure = failure;
    this.#host.requestUpdate();
  }
}
