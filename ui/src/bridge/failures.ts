/** Scripted failures: what can go wrong, in the words of the core. */

import type { FailureView } from '../bindings/FailureView';

export const codeRejected: FailureView = {
  code: 'code-rejected',
  message: 'AWS did not accept this code: it is wrong, too old, or was used before.',
  hint: 'Wait for the next code and type that one.',
  detail:
    'AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code. (403)',
  requestId: 'c6104cbe-af31-11e0-8154-cbc7ccf896c7',
};

export const usedAgain: FailureView = {
  code: 'code-rejected',
  message: 'This code has been used: AWS takes each code once, so it was not sent again.',
  hint: 'Wait for the next code and type that one.',
  detail: null,
  requestId: null,
};

export const unreachable: FailureView = {
  code: 'unreachable',
  message: 'AWS STS could not be reached, so no code was used.',
  hint: 'Check the network, VPN or proxy, then try again.',
  detail: 'dispatch failure: dns error: failed to lookup sts.eu-central-1.amazonaws.com',
  requestId: null,
};

export const noKey: FailureView = {
  code: 'no-key',
  message: 'There is no access key for “prod” in the AWS files.',
  hint: 'Add its access key to Daypass, which keeps it in the system keyring.',
  detail: null,
  requestId: null,
};

export const fileFailure: FailureView = {
  code: 'file',
  message: '/home/ana/.aws/credentials could not be written: permission denied.',
  hint: 'Check who owns the file and its folder, and their permissions.',
  detail: null,
  requestId: null,
};

export const foreignOwner: FailureView = {
  code: 'foreign-owner',
  message: '[prod] in the credentials file belongs to awsume.',
  hint: 'Choose another target profile, or let Daypass take this one over.',
  detail: null,
  requestId: null,
};

export const wrongClock: FailureView = {
  code: 'clock-skew',
  message: "This machine's clock is 4 min behind AWS's.",
  hint: "Have the network set it: sudo timedatectl set-ntp true (in WSL: sudo hwclock -s). Until then Daypass counts in AWS's time.",
  detail: null,
  requestId: null,
};

export const circle: FailureView = {
  code: 'bad-input',
  message: 'These profiles name each other as source_profile, without end: deploy → base → deploy.',
  hint: 'Point one of them at a profile with an access key, in the config file.',
  detail: null,
  requestId: null,
};

export const noTray: FailureView = {
  code: 'no-tray',
  message: 'This desktop shows no tray icons, so Daypass is a window here.',
  hint: 'It moves to the tray as soon as there is one (on GNOME, the AppIndicator extension adds it).',
  detail: null,
  requestId: null,
};

export const keyringLocked: FailureView = {
  code: 'keyring-locked',
  message: 'The keyring is locked.',
  hint: 'Unlock it (or create one, if this system has none yet), then try again.',
  detail: null,
  requestId: null,
};

export const denied: FailureView = {
  code: 'denied',
  message: 'AWS does not let this user assume the role.',
  hint: 'Ask whoever owns the role: its trust policy, the external id or MFA may be the reason.',
  detail:
    'AccessDenied: User: arn:aws:iam::123456789012:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::998877665544:role/SecurityAudit (403)',
  requestId: '8b1f5e0a-2c39-4f0e-9a57-0d1f6a2f7c11',
};

export const unreadable: FailureView = {
  code: 'file',
  message: '/home/ana/.aws/config could not be read: permission denied.',
  hint: 'Check who owns the file and its folder, and their permissions.',
  detail: null,
  requestId: null,
};

export const passkey: FailureView = {
  code: 'bad-input',
  message: 'That is a passkey or security key; STS accepts codes from authenticator devices only.',
  hint: 'Add a virtual MFA device in the IAM console and use its ARN, which contains “:mfa/”.',
  detail: null,
  requestId: null,
};
