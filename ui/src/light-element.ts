import { LitElement } from 'lit';

/** An element that renders into the page itself: one style sheet, reachable by every tool. */
export abstract class LightElement extends LitElement {
  static #count = 0;

  /** Makes ids unique: names of profiles may hold characters that ids may not. */
  protected readonly uid = `part-${(LightElement.#count += 1)}`;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
