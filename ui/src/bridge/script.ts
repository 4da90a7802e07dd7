/** Builds rows and boards for scripts and tests. */

import type { BoardView } from '../bindings/BoardView';
import type { PlanView } from '../bindings/PlanView';
import type { RowView } from '../bindings/RowView';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const TWELVE_HOURS = 12 * HOUR;

/** Builds the boards of one moment. */
export class Script {
  readonly #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  row(name: string, rest: Partial<RowView> = {}): RowView {
    return {
      name,
      kind: 'identity',
      account: '123456789012',
      principal: 'ana',
      target: name,
      state: 'not-signed-in',
      expires: null,
      latest: null,
      renews: false,
      maker: null,
      testable: true,
      lifetime: null,
      needsCode: true,
      nextCodeAt: null,
      serial: 'arn:aws:iam::123456789012:mfa/ana-phone',
      endpoint: null,
      key: 'keyring',
      problem: null,
      warnings: [],
      covers: null,
      plan: null,
      roles: [],
      ...rest,
    };
  }

  /** A session that ends `left` seconds from now. */
  session(left: number, lifetime = TWELVE_HOURS): Partial<RowView> {
    const state = left <= 0 ? 'ended' : left <= 15 * MINUTE ? 'ending-soon' : 'active';
    const expires = new Date(this.#now + left * 1000).toISOString();
    return { state, expires, lifetime };
  }

  /** A session that its tool renews. */
  renewing(): Partial<RowView> {
    return { state: 'active', expires: null, renews: true };
  }

  /** A session whose end nobody wrote down: `latest` seconds from now at the latest. */
  endless(latest: number): Partial<RowView> {
    const at = new Date(this.#now + latest * 1000).toISOString();
    return { state: 'unknown-end', expires: null, latest: at };
  }

  /** AWS has taken the code that the device shows now. */
  codeUsed(): Partial<RowView> {
    const window = 30_000;
    const next = (Math.floor(this.#now / window) + 1) * window;
    return { nextCodeAt: new Date(next).toISOString() };
  }

  role(name: string, role: string, account: string, rest: Partial<RowView> = {}): RowView {
    return this.row(name, {
      kind: 'role',
      account,
      principal: role,
      needsCode: false,
      serial: null,
      key: 'none',
      ...rest,
    });
  }

  /** How a role is reached: through the session unless said otherwise. */
  plan(rest: Partial<PlanView> = {}): PlanView {
    return { way: 'session', seconds: HOUR, renewed: true, until: null, ...rest };
  }

  foreign(name: string, left: number, rest: Partial<RowView> = {}): RowView {
    return this.row(name, {
      kind: 'foreign',
      principal: null,
      account: null,
      serial: null,
      needsCode: false,
      key: 'none',
      ...this.session(left),
      lifetime: null,
      ...rest,
    });
  }

  board(rows: RowView[], rest: Partial<BoardView> = {}): BoardView {
    return {
      rows,
      banner: null,
      pausedUntil: null,
      drift: 0,
      demo: false,
      files: { config: '/home/ana/.aws/config', credentials: '/home/ana/.aws/credentials' },
      ...rest,
    };
  }

  demo(): BoardView {
    const world = { endpoint: 'http://127.0.0.1:41837', account: '111122223333' };
    const serial = 'arn:aws:iam::111122223333:mfa/demo-device';
    const row = this.row('demo', {
      ...world,
      serial,
      principal: 'demo',
      roles: [this.role('demo-admin', 'Admin', world.account, world)],
    });
    return this.board([row], {
      demo: true,
      files: {
        config: '/home/ana/.local/share/daypass/demo/config',
        credentials: '/home/ana/.local/share/daypass/demo/credentials',
      },
    });
  }
}
