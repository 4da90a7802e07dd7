/** Takes errands through the bridge, from the first question to their outcome. */

import { type Bridge, failureFrom } from './bridge';
import {
  type Errand,
  type ErrandChange,
  type Goal,
  isReady,
  type Outcome,
  takenOf,
} from './errand';
import { t } from './messages';
import type { Change, State } from './state';

/** What a person wants of an errand. */
export type ErrandWish =
  | { type: 'begin'; goal: Goal }
  | { type: 'choose'; id: string }
  | { type: 'ask-again' }
  | { type: 'confirm' }
  | { type: 'purge' }
  | { type: 'back' };

interface Page {
  readonly bridge: Bridge;
  state(): State;
  change(change: Change): void;
}

export class Errands {
  readonly #page: Page;
  /** Counts what was asked, so that an answer that nobody waits for any more is dropped. */
  #turn = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  async fulfil(wish: ErrandWish): Promise<void> {
    const { errand } = this.#page.state();
    if (errand?.waiting === 'making') {
      // Nothing can be asked of a change that is being made but to come back to the front.
      if (wish.type === 'begin') this.#change(wish);
      return;
    }
    if (wish.type !== 'begin' && errand === null) return;
    this.#turn += 1;
    switch (wish.type) {
      case 'begin':
      case 'choose':
      case 'ask-again':
        this.#change(wish);
        return this.#show();
      case 'confirm':
        return errand !== null && isReady(errand) ? this.#make(errand) : undefined;
      case 'purge':
        return errand === null ? undefined : this.#purge(errand);
      case 'back':
        if (errand !== null) this.#back(errand);
    }
  }

  /** Asks for what the step shows. */
  async #show(): Promise<void> {
    const { bridge } = this.#page;
    const errand = this.#page.state().errand;
    if (errand === null) return;
    const { goal, step, chosen } = errand;
    await this.#ask(async () => {
      if (step === 'backups') return { type: 'backups', backups: await bridge.backups() };
      if (goal.type === 'explain') {
        return { type: 'explained', explained: await bridge.explain(goal.profile) };
      }
      const change =
        goal.type === 'move-key'
          ? await bridge.previewMoveKey(goal.name)
          : await bridge.previewUndo(chosen);
      return { type: 'shown', change };
    });
  }

  /** Makes the change whose difference is shown, and no other. */
  async #make(errand: Errand): Promise<void> {
    const { goal, change } = errand;
    if (change === null) return;
    const { bridge } = this.#page;
    this.#change({ type: 'make' });
    await this.#ask(async () => {
      if (goal.type === 'undo') {
        await bridge.undo(change.ticket);
        return over({ type: 'undone', taken: takenOf(errand) });
      }
      const count = await bridge.moveKey(change.ticket);
      return count > 0 ? { type: 'held', count } : over({ type: 'moved', name: goal.name });
    });
  }

  async #purge({ goal }: Errand): Promise<void> {
    if (goal.type !== 'move-key') return;
    this.#change({ type: 'make' });
    await this.#ask(async () => {
      const count = await this.#page.bridge.purgeBackups(goal.name);
      return over({ type: 'purged', name: goal.name, count });
    });
  }

  /** One step back; from the offer to purge this means that the backups are kept. */
  #back({ goal, step, held }: Errand): void {
    const kept = step === 'purge' && goal.type === 'move-key';
    this.#change(kept ? over({ type: 'kept', name: goal.name, count: held }) : { type: 'back' });
  }

  /** Waits for an answer and shows it, unless something else has been asked since. */
  async #ask(question: () => Promise<ErrandChange>): Promise<void> {
    const turn = this.#turn;
    let answer: ErrandChange;
    try {
      answer = await question();
    } catch (reason) {
      answer = { type: 'failed', failure: failureFrom(reason, t.unexpected) };
    }
    if (turn === this.#turn) this.#change(answer);
  }

  #change(change: ErrandChange): void {
    this.#page.change({ type: 'errand', change });
  }
}

function over(outcome: Outcome): ErrandChange {
  return { type: 'end', outcome };
}
