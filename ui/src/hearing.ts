/** What is worth hearing about the step from one board to the next. */

import type { BoardView } from './bindings/BoardView';
import { allRows, findRow, hasSession } from './rows';

/** A change of state that is worth hearing. */
export interface Saying {
  name: string;
  kind: 'active' | 'ending-soon' | 'ended' | 'signed-out' | 'problem';
  expires: string | null;
  sentence: string | null;
}

/** What a person who does not see the board must be told about the step to the next one. */
export function* hear(before: BoardView | null, after: BoardView): Generator<Saying> {
  for (const row of allRows(after)) {
    const was = findRow(before, row.name);
    if (was === null) continue;
    const renewed = row.state === 'active' && was.expires !== row.expires;
    if (was.state === row.state && !renewed) continue;
    const saying = { name: row.name, expires: row.expires, sentence: row.problem?.message ?? null };
    switch (row.state) {
      case 'active':
      case 'ending-soon':
      case 'ended':
        yield { ...saying, kind: row.state };
        break;
      case 'problem':
        yield { ...saying, kind: 'problem' };
        break;
      case 'not-signed-in':
        if (hasSession(was)) yield { ...saying, kind: 'signed-out' };
        break;
      case 'signing-in':
      case 'unknown-end':
        break;
    }
  }
}
