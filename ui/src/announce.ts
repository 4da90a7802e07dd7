/** What the live region says. */

import { moment } from './countdown';
import { t } from './messages';
import type { Saying } from './state';

function sentence(saying: Saying, now: number): string {
  const { name, expires } = saying;
  switch (saying.kind) {
    case 'active':
      return expires === null
        ? `${name}: ${t.states.active}.`
        : t.said.active(name, moment(Date.parse(expires), now));
    case 'ending-soon':
      return t.said.endingSoon(name);
    case 'ended':
      return t.said.ended(name);
    case 'signed-out':
      return t.said.signedOut(name);
    case 'problem':
      return t.said.problem(name, saying.sentence ?? t.states.problem);
  }
}

export function announcement(said: readonly Saying[], now: number): string {
  return said.map((saying) => sentence(saying, now)).join(' ');
}
