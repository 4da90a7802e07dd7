/** What the live region says. */

import { moment, past, wallOf } from './countdown';
import type { Outcome } from './errand';
import type { Saying } from './hearing';
import { t } from './messages';

function sentence(saying: Saying, now: number, drift: number): string {
  const { name, expires } = saying;
  switch (saying.kind) {
    case 'active':
      return expires === null
        ? `${name}: ${t.states.active}.`
        : t.said.active(name, moment(wallOf(Date.parse(expires), drift), now));
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

export function announcement(said: readonly Saying[], now: number, drift: number): string {
  return said.map((saying) => sentence(saying, now, drift)).join(' ');
}

/** What came of a change of the file. */
export function result(outcome: Outcome, now: number): string {
  switch (outcome.type) {
    case 'moved':
      return t.move.moved(outcome.name);
    case 'purged':
      return t.purge.removed(outcome.name, outcome.count);
    case 'kept':
      return t.purge.kept(outcome.name, outcome.count);
    case 'undone':
      return outcome.taken === null
        ? t.undo.undonePlain
        : t.undo.undone(past(Date.parse(outcome.taken), now));
  }
}
