/** The popover's header: its name, and what is there on every page. */

import { html, nothing, type TemplateResult } from 'lit';

import { gearIcon, mark, pinIcon } from './icons';
import type { Intent } from './intent';
import { t } from './messages';
import { shownPage } from './standing';
import type { State } from './state';

interface Scene {
  state: State;
  express: (intent: Intent) => void;
}

export function header({ state, express }: Scene): TemplateResult {
  const { pinned, board } = state;
  const settings = shownPage(state) === 'settings';
  return html`
    <header class="header" data-part>
      ${mark}
      <h1>${t.product}</h1>
      ${board?.demo === true ? html`<span class="chip" title=${t.demo}>${t.demo}</span>` : nothing}
      <button
        type="button"
        class="icon-button"
        data-testid="pin"
        aria-pressed=${pinned ? 'true' : 'false'}
        aria-label=${t.pin}
        title=${pinned ? t.unpin : t.pin}
        @click=${() => {
          express({ type: 'pin', pinned: !pinned });
        }}
      >
        ${pinIcon}
      </button>
      <button
        type="button"
        class="icon-button"
        data-testid="settings"
        aria-expanded=${settings ? 'true' : 'false'}
        aria-label=${t.settings.open}
        title=${settings ? t.settings.close : t.settings.open}
        @click=${() => {
          express({ type: 'settings', open: !settings });
        }}
      >
        ${gearIcon}
      </button>
    </header>
  `;
}
