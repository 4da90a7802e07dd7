/** Scripted boards: every state the page can show, by name. */

import type { BoardView } from '../bindings/BoardView';
import type { FailureView } from '../bindings/FailureView';
import type { PlanView } from '../bindings/PlanView';
import type { RowView } from '../bindings/RowView';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const TWELVE_HOURS = 12 * HOUR;

export const codeRejected: FailureView = {
  code: 'code-rejected',
  message: 'AWS did not accept this code.',
  hint: 'Wait for the next code on your device and type that one.',
  detail:
    'AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code. (403)',
  requestId: 'c6104cbe-af31-11e0-8154-cbc7ccf896c7',
};

const usedAgain: FailureView = {
  code: 'code-rejected',
  message: 'This code has been used: AWS takes each code once, so it was not sent again.',
  hint: 'Wait for the next code and type that one.',
  detail: null,
  requestId: null,
};

export const unreachable: FailureView = {
  code: 'unreachable',
  message: 'AWS could not be reached; nothing was sent.',
  hint: 'Check the network, then type a code again.',
  detail: 'dispatch failure: dns error: failed to lookup sts.eu-central-1.amazonaws.com',
  requestId: null,
};

const noKey: FailureView = {
  code: 'no-key',
  message: 'No access key was found for this profile.',
  hint: 'Add its access key, or put it into the credentials file.',
  detail: null,
  requestId: null,
};

const fileFailure: FailureView = {
  code: 'file',
  message: 'The credentials file cannot be written.',
  hint: 'Make it writable; nothing in it was changed.',
  detail: '/home/ana/.aws/credentials: Permission denied (os error 13)',
  requestId: null,
};

export const foreignOwner: FailureView = {
  code: 'foreign-owner',
  message: '[prod] in the credentials file belongs to awsume.',
  hint: 'Choose another target profile, or let Daypass take this one over.',
  detail: null,
  requestId: null,
};

const wrongClock: FailureView = {
  code: 'clock-skew',
  message: "This machine's clock is 4 min behind AWS's.",
  hint: 'Have the network set it: sudo timedatectl set-ntp true (in WSL: sudo hwclock -s). Until then Daypass counts in AWS’s time.',
  detail: null,
  requestId: null,
};

const circle: FailureView = {
  code: 'bad-input',
  message: 'These profiles name each other as source_profile, without end: deploy → base → deploy.',
  hint: 'Point one of them at a profile with an access key, in the config file.',
  detail: null,
  requestId: null,
};

const noTray: FailureView = {
  code: 'no-tray',
  message: 'This desktop shows no tray icons, so Daypass is a window here.',
  hint: 'It moves to the tray as soon as there is one (on GNOME, the AppIndicator extension adds it).',
  detail: null,
  requestId: null,
};

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

const mornings = (s: Script): BoardView =>
  s.board([
    s.row('prod', s.session(-12 * MINUTE)),
    s.row('staging', {
      account: '210987654321',
      ...s.session(9 * MINUTE),
      roles: [
        s.role('staging-deploy', 'Deploy', '210987654321', s.session(41 * MINUTE, HOUR)),
        s.role('staging-read', 'ReadOnly', '210987654321', s.session(38 * MINUTE, HOUR)),
      ],
    }),
    s.row('sandbox', { account: '333344445555', ...s.session(11 * HOUR + 59.5 * MINUTE) }),
    s.foreign('sso-audit', 5 * HOUR, { maker: 'aws sso', testable: false }),
  ]);

const many = (s: Script): BoardView =>
  s.board(
    ['atlas', 'billing', 'core', 'data', 'edge', 'finance', 'gateway', 'hub', 'infra'].map(
      (name, index) =>
        s.row(name, {
          account: String(100_000_000_000 + index * 1_111_111),
          ...(index < 2 ? s.session(index * 400 * MINUTE - 3 * HOUR) : s.session(index * HOUR)),
        }),
    ),
  );

const longNames = (s: Script): BoardView =>
  s.board([
    s.row('customer-platform-production-eu-central-1-break-glass-administrator', {
      principal: 'anastasia.konstantinopolsky-featherstonehaugh@example.com',
      target: 'customer-platform-production-eu-central-1-session',
    }),
    s.row('a', { principal: 'root', ...s.session(3 * HOUR) }),
  ]);

export const boards: Readonly<Record<string, (script: Script) => BoardView>> = {
  morning: mornings,
  empty: (s) => s.board([]),
  'not-signed-in': (s) => s.board([s.row('prod')]),
  'signing-in': (s) => s.board([s.row('prod', { state: 'signing-in' })]),
  active: (s) =>
    s.board([s.row('prod', s.session(TWELVE_HOURS - 30)), s.row('dev', s.session(7 * HOUR))]),
  'ending-soon': (s) => s.board([s.row('prod', s.session(8 * MINUTE))]),
  ended: (s) => s.board([s.row('prod', s.session(-12 * MINUTE))]),
  problem: (s) =>
    s.board([
      s.row('prod', { state: 'problem', problem: noKey, key: 'none' }),
      s.row('dev', s.session(2 * HOUR)),
    ]),
  'wrong-code': (s) => s.board([s.row('prod', { problem: codeRejected })]),
  'code-used': (s) => s.board([s.row('prod', s.codeUsed())]),
  'code-held': (s) => s.board([s.row('prod', { ...s.codeUsed(), state: 'signing-in' })]),
  'used-again': (s) => s.board([s.row('prod', { ...s.codeUsed(), problem: usedAgain })]),
  unreachable: (s) => s.board([s.row('prod', { problem: unreachable }), s.row('dev')]),
  roles: (s) =>
    s.board([
      s.row('prod', {
        ...s.session(6 * HOUR),
        covers: 3,
        roles: [
          s.role('prod-admin', 'Administrator', '123456789012', {
            ...s.session(52 * MINUTE, HOUR),
            plan: s.plan({ until: s.session(6 * HOUR).expires ?? null }),
          }),
          s.role('prod-read', 'ReadOnly', '123456789012', {
            needsCode: true,
            plan: s.plan({ way: 'direct', seconds: 8 * HOUR, renewed: false }),
          }),
          s.role('audit', 'SecurityAudit', '998877665544', s.session(-3 * MINUTE, HOUR)),
        ],
      }),
    ]),
  stranded: (s) =>
    s.board([
      s.row('prod', s.session(6 * HOUR)),
      s.role('deploy', 'Deploy', '123456789012', { state: 'problem', problem: circle }),
    ]),
  'no-code': (s) => s.board([s.row('ci', { needsCode: false, serial: null, principal: 'ci' })]),
  foreign: (s) =>
    s.board([
      s.foreign('sso-audit', 5 * HOUR, { maker: 'aws sso', testable: false }),
      s.foreign('corp', 0, { ...s.renewing(), maker: 'aws sso', target: '', testable: false }),
      s.foreign('123456789012-ana', 0, {
        ...s.endless(30 * HOUR),
        maker: 'aws configure mfa-login',
      }),
      s.foreign('old-tool', -20 * MINUTE),
    ]),
  endpoint: (s) => s.board([s.row('local', { endpoint: 'http://localhost:4566' })]),
  banner: (s) => s.board([s.row('prod', s.session(4 * HOUR))], { banner: fileFailure }),
  'wrong-clock': (s) =>
    s.board([s.row('prod', s.session(4 * HOUR + 4 * MINUTE))], { banner: wrongClock, drift: 240 }),
  'no-tray': (s) => s.board([s.row('prod', s.session(4 * HOUR))], { banner: noTray }),
  'foreign-owner': (s) =>
    s.board([s.row('prod', { problem: foreignOwner }), s.row('dev', s.session(2 * HOUR))]),
  'key-in-file': (s) =>
    s.board([s.row('prod', { key: 'file' }), s.row('dev', s.session(2 * HOUR))]),
  many,
  'long-names': longNames,
  demo: (s) => s.demo(),
};
