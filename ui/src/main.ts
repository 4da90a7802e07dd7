/** Chooses a bridge and mounts the popover. */

import type { Bridge } from './bridge';
import { inDesktop, tauriBridge } from './bridge/tauri';
import { t } from './messages';
import { themeIn } from './page-address';
import { paint } from './paint';
import './popover';

/** In a plain browser `?state=NAME` names a board, or a page that is walked to from one. */
async function playDemo(): Promise<void> {
  const { demoBridge, walk } = await import('./bridge/demo');
  const state = new URLSearchParams(location.search).get('state') ?? 'morning';
  mount(demoBridge(state));
  await walk(popover, state);
}

/** A web view offers "Reload" and the like; only text fields have a use for such a menu. */
function withoutContextMenu(event: MouseEvent): void {
  const field = event.target instanceof HTMLInputElement || event.target instanceof Text;
  if (!field) event.preventDefault();
}

document.documentElement.lang = t.language;
document.documentElement.dir = t.direction;
paint(themeIn(location.search));
if (inDesktop()) document.addEventListener('contextmenu', withoutContextMenu);

const popover = document.createElement('daypass-popover');
if (inDesktop()) mount(tauriBridge);
else await playDemo();

function mount(bridge: Bridge): void {
  popover.bridge = bridge;
  document.body.append(popover);
}
