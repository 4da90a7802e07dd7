/** Chooses a bridge and mounts the popover. */

import type { Bridge } from './bridge';
import { inDesktop, tauriBridge } from './bridge/tauri';
import { t } from './messages';
import './popover';

async function chooseBridge(): Promise<Bridge> {
  if (inDesktop()) return tauriBridge;
  const { demoBridge } = await import('./bridge/demo');
  return demoBridge(new URLSearchParams(location.search).get('state') ?? 'morning');
}

/** A web view offers "Reload" and the like; only text fields have a use for such a menu. */
function withoutContextMenu(event: MouseEvent): void {
  const field = event.target instanceof HTMLInputElement || event.target instanceof Text;
  if (!field) event.preventDefault();
}

document.documentElement.lang = t.language;
document.documentElement.dir = t.direction;
if (inDesktop()) document.addEventListener('contextmenu', withoutContextMenu);

const popover = document.createElement('daypass-popover');
popover.bridge = await chooseBridge();
document.body.append(popover);
