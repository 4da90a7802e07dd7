/** Scripted explanations of who uses what of a profile. */

import type { ExplainView } from '../bindings/ExplainView';
import type { ReaderView } from '../bindings/ReaderView';

const tool = (
  reader: ReaderView['reader'],
  name: string,
  rest: Partial<ReaderView>,
): ReaderView => ({
  reader,
  name,
  profile: 'prod-mfa',
  winner: 'credentials-file',
  source: 'credentials-file',
  section: 'prod-mfa',
  token: 'aws_session_token',
  roles: [],
  trouble: null,
  usesOurs: true,
  reason: 'It uses the session in [prod-mfa] of the credentials file, which Daypass wrote.',
  ...rest,
});

/** One tool of four runs a program instead. */
export function explanationOf(profile: string): ExplainView {
  return {
    profile,
    ours: true,
    fine: false,
    readers: [
      tool('botocore', 'AWS CLI, boto3', { profile }),
      tool('rust', 'SDK for Rust', {
        profile,
        winner: 'process',
        source: 'process',
        token: null,
        usesOurs: false,
        reason: `It uses the output of the program that “${profile}” names (credential_process).`,
      }),
      tool('go', 'SDK for Go v2', { profile }),
      tool('javascript', 'SDK for JavaScript v3', { profile }),
    ],
    advice: [
      {
        readers: ['SDK for Rust'],
        shadow: `“${profile}” has credential_process, which comes before the keys in it.`,
        change: `Remove credential_process from “${profile}”, or let Daypass write the session to a profile of another name.`,
      },
    ],
    notes: ['AWS_PROFILE is “dev”: tools that are given no profile use that one.'],
  };
}
