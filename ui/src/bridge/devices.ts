/** What the scripted bridge finds for a key. */

import type { FoundDevicesView } from '../bindings/FoundDevicesView';

const ACCOUNT = '123456789012';

/** Three devices of every kind. */
export function devicesOf(accessKeyId: string, now: number): FoundDevicesView {
  return {
    caller: {
      arn: `arn:aws:iam::${ACCOUNT}:user/ana`,
      accessKeyId,
      activeAt: new Date(now).toISOString(),
    },
    account: ACCOUNT,
    user: 'ana',
    devices: [
      { serial: `arn:aws:iam::${ACCOUNT}:mfa/ana`, kind: 'virtual', problem: null },
      { serial: 'GAHT12345678', kind: 'hardware', problem: null },
      {
        serial: `arn:aws:iam::${ACCOUNT}:u2f/user/ana/laptop`,
        kind: 'security-key',
        problem: {
          code: 'bad-input',
          message:
            'That is a passkey or security key; STS accepts codes from authenticator devices only.',
          hint: '',
          detail: null,
          requestId: null,
        },
      },
    ],
    guessedBecause: null,
  };
}

/** The usual name, where a policy hides the devices. */
export function guessFor(accessKeyId: string, now: number): FoundDevicesView {
  const found = devicesOf(accessKeyId, now);
  return {
    ...found,
    devices: found.devices.slice(0, 1),
    guessedBecause: {
      code: 'denied',
      message: 'AWS does not let this user list MFA devices, so the device is a guess.',
      hint: 'Compare it with the one under Security credentials in the IAM console.',
      detail: null,
      requestId: null,
    },
  };
}
