/** Scripted boards: every state the page can show, by name. */

import type { BoardView } from '../bindings/BoardView';
import {
  circle,
  codeRejected,
  denied,
  fileFailure,
  foreignOwner,
  keyringLocked,
  noKey,
  noTray,
  passkey,
  unreachable,
  usedAgain,
  wrongClock,
} from './failures';
import { Script } from './script';

export { codeRejected, foreignOwner, unreachable } from './failures';
export { Script } from './script';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const TWELVE_HOURS = 12 * HOUR;

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
      roles: [
        s.role(
          'customer-platform-production-readonly',
          'OrganizationAccountAccessRole-Europe',
          '998877665544',
          s.session(41 * MINUTE, HOUR),
        ),
      ],
    }),
    s.row('a', { principal: 'root', ...s.session(3 * HOUR) }),
  ]);

/** As many rows as a large company's files hold. */
const crowd = (s: Script): BoardView =>
  s.board(
    Array.from({ length: 25 }, (_, index) => {
      const account = String(100_000_000_000 + index * 1_111_111);
      return s.row(`team-${String(index + 1).padStart(2, '0')}`, {
        account,
        ...(index % 3 === 0 ? s.session((index + 1) * 20 * MINUTE) : {}),
        roles: Array.from({ length: 19 }, (__, role) =>
          s.role(`team-${index + 1}-role-${role + 1}`, `Role${role + 1}`, account),
        ),
      });
    }),
  );

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
  'role-refused': (s) =>
    s.board([
      s.row('prod', {
        ...s.session(6 * HOUR),
        roles: [
          s.role('prod-admin', 'Administrator', '123456789012', s.session(52 * MINUTE, HOUR)),
          s.role('audit', 'SecurityAudit', '998877665544', { problem: denied }),
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
  'keyring-locked': (s) =>
    s.board([s.row('prod'), s.row('dev', s.session(2 * HOUR))], { banner: keyringLocked }),
  'wrong-clock': (s) =>
    s.board([s.row('prod', s.session(4 * HOUR + 4 * MINUTE))], { banner: wrongClock, drift: 240 }),
  'no-tray': (s) => s.board([s.row('prod', s.session(4 * HOUR))], { banner: noTray }),
  'foreign-owner': (s) =>
    s.board([s.row('prod', { problem: foreignOwner }), s.row('dev', s.session(2 * HOUR))]),
  'key-in-file': (s) =>
    s.board([s.row('prod', { key: 'file' }), s.row('dev', s.session(2 * HOUR))]),
  warned: (s) => s.board([s.row('prod', { warnings: [passkey] })]),
  overnight: (s) => s.board([s.row('prod', s.session(-14 * HOUR)), s.row('dev')]),
  many,
  crowd,
  'long-names': longNames,
  demo: (s) => s.demo(),
};
