/** Chooses a bridge and mounts the popover. */

import type { Bridge } from './bridge';
import { inDesktop, tauriBridge } from './bridge/tauri';
import { t } from './messages';
import { themeIn } from './page-address';
import { paint } from './paint';
import './popover';

/** A web view offers "Reload" and the like; only text fields have a use for such a menu. */
function withoutContextMenu(event: MouseEvent): void {
  const field = event.target instanceof HTMLInputElement || event.target instanceof Text;
  if (!field) event.preventDefault();
}

document.documentElement.lang = t.language;
document.documentElement.dir = t.direction;
paint(themeIn(location.search));
if (inDesktop()) document.addEventListener('contextmenu', withoutContextMenu);

if (inDesktop()) mount(tauriBridge);
else void import('./bridge/play').then(({ play }) => play(mount));

function mount(bridge: Bridge): HTMLElement {
  const popover = document.createElement('daypass-popover');
  popover.bridge = bridge;
  document.body.append(popover);
  return popover;
}
