import { describe, expect, test } from 'vitest';

import { unreachable } from './bridge/boards';
import { explanationOf } from './bridge/explanations';
import { board, onATestsTime, open, type Page, pending, row } from './test-page';
import type { ExplainView } from './bindings/ExplainView';

const rows = board([row('prod', { target: 'prod-mfa' }), row('dev', { kind: 'foreign' })]);

onATestsTime();

async function explaining(view?: Partial<ExplainView>): Promise<Page> {
  const page = await open(rows);
  if (view) page.bridge.explain.mockResolvedValueOnce({ ...explanationOf('prod-mfa'), ...view });
  await page.click('row-menu-prod');
  await page.click('row-menu-explain');
  return page;
}

describe('why a profile is not used', () => {
  test('is asked about the profile that the row writes to', async () => {
    const page = await explaining();
    expect(page.bridge.explain).toHaveBeenCalledExactlyOnceWith('prod-mfa');
    expect(page.text('explanation-page')).toContain('Who uses what of “prod-mfa”');
    expect(page.text('explanation-page')).toContain('the environment that it was started with');
    expect(page.focused()).toBe('explanation-page');
  });

  test('names each tool, what it does, and what to change', async () => {
    const page = await explaining();
    expect(page.text('explain-verdict')).toBe(
      'Not all of them use the session that Daypass wrote.',
    );
    expect(page.text('reader-rust')).toContain('credential_process');
    expect(page.get('reader-rust').dataset.ours).toBe('false');
    expect(page.get('reader-botocore').dataset.ours).toBe('true');
    expect(page.text('explain-advice')).toContain('Remove credential_process');
    expect(page.text('explain-advice')).toContain('SDK for Rust:');
    expect(page.text('explain-note')).toContain('AWS_PROFILE is “dev”');
  });

  test.each<[Partial<ExplainView>, string]>([
    [{ ours: true, fine: true }, 'All of them use the session that Daypass wrote.'],
    [{ ours: false, fine: true }, 'All of them find credentials.'],
    [{ ours: false, fine: false }, 'Not all of them find credentials.'],
  ])('says in a word how it stands: %o', async (view, sentence) => {
    const page = await explaining({ ...view, advice: [] });
    expect(page.text('explain-verdict')).toContain(sentence);
    expect(page.has('explain-advice')).toBe(false);
  });

  test('says it once when something stands in the way of all', async () => {
    const names = explanationOf('prod-mfa').readers.map(({ name }) => name);
    const page = await explaining({ advice: [{ readers: names, shadow: 'So.', change: 'Do.' }] });
    expect(page.text('explain-advice')).toBe('Do. All of them: So.');
  });

  test('changes nothing: there is only the way back, to where it was asked', async () => {
    const page = await explaining();
    expect(page.has('change-confirm')).toBe(false);
    await page.press('Escape');
    expect(page.has('explanation-page')).toBe(false);
    expect(page.focused()).toBe('row-menu-prod');
  });

  test('can be asked for once more when it failed', async () => {
    const page = await open(rows);
    page.bridge.explain.mockRejectedValueOnce(unreachable);
    await page.click('row-menu-prod');
    await page.click('row-menu-explain');
    expect(page.text('problem')).toContain(unreachable.message);
    await page.click('change-retry');
    expect(page.has('problem')).toBe(false);
    expect(page.has('reader-go')).toBe(true);
  });

  test('is told of sessions of other tools, too', async () => {
    const page = await open(rows);
    await page.click('row-menu-dev');
    await page.click('row-menu-explain');
    expect(page.bridge.explain).toHaveBeenCalledExactlyOnceWith('dev');
  });

  test('an answer that comes late is dropped', async () => {
    const page = await open(rows);
    const answer = pending<ExplainView>();
    page.bridge.explain.mockReturnValueOnce(answer.promise);
    await page.click('row-menu-prod');
    await page.click('row-menu-explain');
    await page.press('Escape');
    answer.resolve(explanationOf('prod-mfa'));
    await page.settled();
    expect(page.has('explanation-page')).toBe(false);
  });
});
