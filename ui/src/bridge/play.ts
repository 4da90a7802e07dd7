/**
 * The page without a desktop: a scripted bridge, as the address asks for it.
 *
 * `?state=NAME` names a board, or a page that is walked to from one; `?states` lists all of them.
 * `?now=INSTANT` stops the clock there, `?wire=MS` says how long answers take.
 */

import { html, render } from 'lit';

import type { Bridge } from '../bridge';
import { t } from '../messages';
import { boards } from './boards';
import { demoBridge } from './demo';
import { sayIn, spoken } from './spoken';
import { walk, walks } from './walks';

/** Every page that can be played. */
export const states: readonly string[] = [...Object.keys(boards), ...Object.keys(walks)];

/** Mounts the state that the address names, and marks the document once all of it is there. */
export async function play(mount: (bridge: Bridge) => HTMLElement): Promise<void> {
  const asked = new URLSearchParams(location.search);
  if (asked.has('states')) {
    list(asked);
    return;
  }
  const now = asked.get('now');
  if (now !== null) stopClock(Date.parse(now));
  const state = asked.get('state') ?? 'morning';
  const wire = asked.get('wire');
  const bridge = demoBridge(state, wire === null ? undefined : Number(wire));
  const root = mount(spoken(bridge, await sayIn(t.language)));
  await walk(root, state);
  document.documentElement.dataset.walked = state;
}

function stopClock(at: number): void {
  Date.now = () => at;
}

function list(asked: URLSearchParams): void {
  const link = (state: string): string => {
    const address = new URLSearchParams(asked);
    address.delete('states');
    address.set('state', state);
    return `?${address.toString()}`;
  };
  const links = states.map((state) => html`<li><a href=${link(state)}>${state}</a></li>`);
  render(
    html`<main class="popover">
      <ul class="scroll">
        ${links}
      </ul>
    </main>`,
    document.body,
  );
}
