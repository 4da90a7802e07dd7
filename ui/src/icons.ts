/** The few glyphs of the page, drawn in the text's colour and hidden from screen readers. */

import { html, type TemplateResult } from 'lit';

export const pinIcon: TemplateResult = html`<svg
  class="icon"
  viewBox="0 0 16 16"
  aria-hidden="true"
>
  <path d="M5.5 2h5M6.5 2v4.2L4.2 9h7.6L9.5 6.2V2M8 9v5" />
</svg>`;

export const moreIcon: TemplateResult = html`<svg
  class="icon"
  viewBox="0 0 16 16"
  aria-hidden="true"
>
  <circle class="solid" cx="3.5" cy="8" r="1.25" />
  <circle class="solid" cx="8" cy="8" r="1.25" />
  <circle class="solid" cx="12.5" cy="8" r="1.25" />
</svg>`;

export const checkIcon: TemplateResult = html`<svg
  class="icon"
  viewBox="0 0 16 16"
  aria-hidden="true"
>
  <path d="M3.5 8.5l3 3 6-7" />
</svg>`;

export const plusIcon: TemplateResult = html`<svg
  class="icon"
  viewBox="0 0 16 16"
  aria-hidden="true"
>
  <path d="M8 3.5v9M3.5 8h9" />
</svg>`;

/** Something is wrong. */
export const alertIcon: TemplateResult = html`<svg
  class="icon"
  viewBox="0 0 16 16"
  aria-hidden="true"
>
  <path d="M8 2.2L14.6 13.6H1.4zM8 6.6v3.2" />
  <circle class="solid" cx="8" cy="11.7" r="0.85" />
</svg>`;

/** Something is told. */
export const infoIcon: TemplateResult = html`<svg
  class="icon"
  viewBox="0 0 16 16"
  aria-hidden="true"
>
  <circle cx="8" cy="8" r="6.2" />
  <path d="M8 7.4v3.6" />
  <circle class="solid" cx="8" cy="5" r="0.85" />
</svg>`;

/** Points onward; the style sheet turns it where writing runs the other way. */
export const chevronIcon: TemplateResult = html`<svg
  class="icon chevron"
  viewBox="0 0 16 16"
  aria-hidden="true"
>
  <path d="M6 3.5L10.5 8 6 12.5" />
</svg>`;

/** The product's mark: a day of which a part is left. */
export const mark: TemplateResult = html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
  <circle class="mark-track" cx="8" cy="8" r="6" />
  <path class="mark-left" d="M8 2a6 6 0 1 1-6 6" />
</svg>`;

export const gearIcon: TemplateResult = html`<svg
  class="icon"
  viewBox="0 0 16 16"
  aria-hidden="true"
>
  <circle cx="8" cy="8" r="4.5" />
  <circle cx="8" cy="8" r="1.7" />
  <path
    class="teeth"
    d="M8 1.6v1.6M8 12.8v1.6M1.6 8h1.6M12.8 8h1.6M3.47 3.47L4.6 4.6M11.4 11.4l1.13 1.13M12.53 3.47L11.4 4.6M4.6 11.4l-1.13 1.13"
  />
</svg>`;

export const crossIcon: TemplateResult = html`<svg
  class="icon cross"
  viewBox="0 0 16 16"
  aria-hidden="true"
>
  <path d="M5 5l6 6M11 5l-6 6" />
</svg>`;
