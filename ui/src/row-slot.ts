/**
 * `<row-slot>`: the place of a row in a list of hundreds. Only rows near to what is in sight are drawn;
 * the others are their names, at the height that they had or most likely have.
 */

import { html, type PropertyDeclarations, type TemplateResult } from 'lit';

import type { RowView } from './bindings/RowView';
import { express } from './intent';
import { LightElement } from './light-element';

/** So far above and below what is in sight rows are drawn: a turn of the wheel finds them there. */
const MARGIN = '400px 0px';

/** One observer for each scrolled box. */
const observers = new WeakMap<Element, IntersectionObserver>();

export class RowSlot extends LightElement {
  static override properties: PropertyDeclarations = {
    row: { attribute: false },
    kept: { attribute: false },
    near: { state: true },
  };

  declare row: RowView;
  /** Whether it is drawn even out of sight: something is open in it. */
  declare kept: boolean;
  declare protected near: boolean;

  #observer: IntersectionObserver | null = null;
  #draw: (row: RowView) => TemplateResult = () => html``;
  #drawn = false;
  #hadFocus = false;

  constructor() {
    super();
    this.kept = false;
    this.near = false;
  }

  /** Each drawing of the page brings another one; of hundreds of slots only those that are drawn need it. */
  set draw(draw: (row: RowView) => TemplateResult) {
    this.#draw = draw;
    if (this.#drawn) this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const box = this.closest('.scroll');
    if (box === null) return;
    this.#observer = observers.get(box) ?? observerOf(box);
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.unobserve(this);
  }

  /** Draws the row at once, for whoever wants to go there. */
  show(): void {
    this.near = true;
    this.performUpdate();
  }

  /** It has come near to what is in sight, or has gone: then it keeps its height. */
  seen(near: boolean, height: number): void {
    if (near === this.near || (!near && this.contains(document.activeElement))) return;
    // What is hidden has no height.
    if (!near && height > 0) this.style.minBlockSize = `${height.toString()}px`;
    this.near = near;
  }

  protected override willUpdate(): void {
    const draws = this.near || this.kept;
    this.#hadFocus = draws && !this.#drawn && this.contains(document.activeElement);
    this.#drawn = draws;
    if (draws) this.style.minBlockSize = '';
  }

  protected override updated(): void {
    this.toggleAttribute('data-unseen', !this.#drawn);
    if (this.#hadFocus) void this.#focusRow();
  }

  async #focusRow(): Promise<void> {
    const row = this.querySelector('profile-row');
    await row?.updateComplete;
    row?.focus();
  }

  protected override render(): TemplateResult {
    if (this.#drawn) return this.#draw(this.row);
    const { name } = this.row;
    return html`<button
      type="button"
      class="unseen"
      @click=${() => {
        express(this, { type: 'select', name });
      }}
    >
      ${name}
    </button>`;
  }
}

function observerOf(box: Element): IntersectionObserver {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries) {
        if (target instanceof RowSlot) target.seen(isIntersecting, boundingClientRect.height);
      }
    },
    { root: box, rootMargin: MARGIN },
  );
  observers.set(box, observer);
  return observer;
}

customElements.define('row-slot', RowSlot);

declare global {
  interface HTMLElementTagNameMap {
    'row-slot': RowSlot;
  }
}
