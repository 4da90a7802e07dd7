import { describe, expect, test, vi } from 'vitest';

import { codeRejected } from './bridge/boards';
import { board, NOW, onATestsTime, open, type Page, row, script } from './test-page';

const two = board([row('prod', script.session(-720)), row('dev')]);

onATestsTime();

/** Signs in to `prod` up to the answer of AWS. */
async function refused(): Promise<Page> {
  const page = await open(two);
  await page.keys('123456');
  page.bridge.logins[0]?.reject(codeRejected);
  await page.settled();
  return page;
}

test('a machine whose clock is slow counts in AWS’s time, and tells the time of its own wall', async () => {
  const soon = row('prod', script.session(600));
  const page = await open({ ...board([soon]), drift: 240 });
  expect(page.text('countdown')).toContain('· 6 min left');
  const local = new Intl.DateTimeFormat('en', { timeStyle: 'short', hourCycle: 'h23' });
  expect(page.text('countdown')).toContain(`Until ${local.format(NOW + 360_000)} `);
  await vi.advanceTimersByTimeAsync(360_000);
  await page.settled();
  expect(page.get('row-prod').dataset.state).toBe('ended');
});

describe('the golden path', () => {
  test('the most urgent identity is open and its field has the keyboard', async () => {
    const page = await open(two);
    expect(page.selected()).toBe('row-prod');
    expect(page.focused()).toBe('code-input');
    expect(page.get('row-prod').dataset.state).toBe('ended');
    expect(page.text('countdown')).toBe('Ended 12 min ago');
  });

  test('six digits are sent, and nothing of them stays', async () => {
    const page = await open(two);
    await page.keys('80421');
    expect(page.bridge.login).not.toHaveBeenCalled();
    await page.press('3');
    expect(page.bridge.login).toHaveBeenCalledExactlyOnceWith('prod', '804213', null);
    expect(page.code.value).toBe('');
    expect(page.code.readOnly).toBe(true);
    expect(page.get('row-prod').dataset.state).toBe('signing-in');
    expect(page.focused()).toBe('code-input');
    expect(page.popover.innerHTML).not.toContain('804213');
  });

  test.each(['123 456', '123-456', ' 123456\n'])('a pasted %j is sent', async (text) => {
    const page = await open(two);
    await page.paste(text);
    expect(page.bridge.login).toHaveBeenCalledExactlyOnceWith('prod', '123456', null);
  });

  test('digits typed anywhere land in the field', async () => {
    const page = await open(two);
    page.get('pin').focus();
    await page.press('1');
    expect(page.focused()).toBe('code-input');
    await page.keys('23456');
    expect(page.bridge.login).toHaveBeenCalledExactlyOnceWith('prod', '123456', null);
  });

  test('digits pasted anywhere land in the field', async () => {
    const page = await open(two);
    page.get('pin').focus();
    await page.paste('654-321');
    expect(page.bridge.login).toHaveBeenCalledExactlyOnceWith('prod', '654321', null);
  });

  test('more than six digits are not guessed at', async () => {
    const page = await open(two);
    await page.paste('1234567');
    expect(page.bridge.login).not.toHaveBeenCalled();
    expect(page.popover.textContent).toContain('six digits');
  });

  test('done: the row says until when, and the popover leaves a moment later', async () => {
    const page = await open(two);
    await page.keys('123456');
    page.bridge.publish(board([row('prod', script.session(43_200)), row('dev')]));
    page.bridge.logins[0]?.resolve();
    await page.settled();
    expect(page.get('row-prod').dataset.state).toBe('active');
    expect(page.text('countdown')).toBe('Until 21:00 · 12 h left');
    expect(page.text('live')).toBe('prod: signed in until 21:00.');
    expect(page.has('code-input')).toBe(false);
    await vi.advanceTimersByTimeAsync(1100);
    expect(page.bridge.hide).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(page.bridge.hide).toHaveBeenCalledOnce();
  });

  test('it stays when pinned', async () => {
    const page = await open(two);
    await page.click('pin');
    expect(page.bridge.setPinned).toHaveBeenCalledExactlyOnceWith(true);
    await page.keys('123456');
    page.bridge.logins[0]?.resolve();
    await vi.advanceTimersByTimeAsync(5000);
    expect(page.bridge.hide).not.toHaveBeenCalled();
  });

  test('it stays when the person does something else', async () => {
    const page = await open(two);
    await page.keys('123456');
    page.bridge.logins[0]?.resolve();
    await page.settled();
    await page.press('ArrowDown');
    await vi.advanceTimersByTimeAsync(5000);
    expect(page.bridge.hide).not.toHaveBeenCalled();
  });
});

test('who goes on to another row meanwhile is not left alone', async () => {
  const page = await open(two);
  await page.keys('123456');
  await page.press('ArrowDown');
  page.bridge.logins[0]?.resolve();
  await vi.advanceTimersByTimeAsync(5000);
  expect(page.bridge.hide).not.toHaveBeenCalled();
  expect(page.focused()).toBe('code-input');
});

describe('a refused code', () => {
  test('clears the boxes, keeps the keyboard, and says what to do', async () => {
    const page = await refused();
    expect(page.code.value).toBe('');
    expect(page.code.readOnly).toBe(false);
    expect(page.focused()).toBe('code-input');
    expect(page.code.getAttribute('aria-invalid')).toBe('true');
    const described = page.code.getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(described)).toBe(page.get('problem'));
    expect(page.text('problem')).toBe(`${codeRejected.message} ${codeRejected.hint}`);
    expect(page.text('live')).toContain(codeRejected.message);
  });

  test('keeps the raw text one click away', async () => {
    const page = await refused();
    expect((page.get('details') as HTMLDetailsElement).open).toBe(false);
    expect(page.text('details')).toContain(codeRejected.requestId);
  });

  test('can be followed by another', async () => {
    const page = await refused();
    await page.keys('654321');
    expect(page.bridge.login).toHaveBeenLastCalledWith('prod', '654321', null);
    expect(page.has('problem')).toBe(false);
  });
});

describe('Escape', () => {
  test('cancels what is under way', async () => {
    const page = await open(two);
    await page.keys('123456');
    await page.press('Escape');
    expect(page.bridge.cancel).toHaveBeenCalledExactlyOnceWith('prod');
    expect(page.bridge.hide).not.toHaveBeenCalled();
    page.bridge.logins[0]?.reject({ ...codeRejected, code: 'cancelled' });
    await page.settled();
    expect(page.has('problem')).toBe(false);
    expect(page.focused()).toBe('code-input');
  });

  test('closes a menu, then the popover', async () => {
    const page = await open(two);
    await page.click('row-menu-prod');
    await page.press('Escape');
    expect(page.has('copy-export')).toBe(false);
    expect(page.bridge.hide).not.toHaveBeenCalled();
    await page.press('Escape');
    expect(page.bridge.hide).toHaveBeenCalledOnce();
  });
});

describe('other identities', () => {
  test('arrow keys, a click or the first letters of a name lead there', async () => {
    const page = await open(two);
    await page.press('ArrowDown');
    expect(page.selected()).toBe('row-dev');
    expect(page.focused()).toBe('code-input');
    await page.press('p');
    expect(page.selected()).toBe('row-prod');
    page.get('row-dev').querySelector<HTMLElement>('.head')?.click();
    await page.settled();
    expect(page.selected()).toBe('row-dev');
    expect(page.all('code-input')).toHaveLength(1);
  });

  test('a notification opens the popover on its own', async () => {
    const page = await open(two);
    page.bridge.open('dev');
    await page.settled();
    expect(page.selected()).toBe('row-dev');
    expect(page.focused()).toBe('code-input');
  });

  test('without a code there is a button', async () => {
    const page = await open(board([row('ci', { needsCode: false, serial: null })]));
    expect(page.has('code-input')).toBe(false);
    expect(page.focused()).toBe('start');
    await page.click('start');
    expect(page.bridge.login).toHaveBeenCalledExactlyOnceWith('ci', null, null);
  });

  test('sessions of other tools are only shown', async () => {
    const page = await open(board([script.foreign('sso', 3600)]));
    expect(page.text('row-sso')).toContain('Until 10:00');
    expect(page.get('row-sso').querySelector('button.head')).toBeNull();
    await page.click('row-menu-sso');
    expect(page.has('copy-export')).toBe(true);
    expect(page.has('end-session')).toBe(false);
  });

  test('sessions of other tools say who made them, and what is known of their end', async () => {
    const page = await open(
      board([
        script.foreign('corp', 0, { ...script.renewing(), maker: 'aws sso', target: '' }),
        script.foreign('cli', 0, { ...script.endless(7200), maker: 'aws configure mfa-login' }),
        script.foreign('lost', 0, { state: 'unknown-end', expires: null }),
        script.foreign('over', 0, { ...script.endless(-1) }),
      ]),
    );
    expect(page.text('row-corp')).toContain('by aws sso');
    expect(page.text('row-corp')).toContain('Renews itself');
    expect(page.text('row-cli')).toContain('End unknown, 11:00 at the latest');
    expect(page.text('row-lost')).toContain('End unknown');
    expect(page.get('row-over').dataset.state).toBe('ended');
    await page.click('row-menu-corp');
    expect(page.has('copy-export')).toBe(false);
    expect(page.text('row-corp')).toContain('Made by');
  });

  test('sessions of other tools can be tried out where they stand in the files', async () => {
    const page = await open(
      board([
        script.foreign('theirs', 0, script.endless(7200)),
        script.foreign('cached', 3600, { testable: false }),
      ]),
    );
    await page.click('row-menu-cached');
    expect(page.has('test-session')).toBe(false);
    await page.click('row-menu-theirs');
    page.bridge.test.mockRejectedValueOnce({
      code: 'access-denied',
      message: 'It has ended.',
      hint: 'Sign in there again.',
      detail: null,
      requestId: null,
    });
    await page.click('test-session');
    expect(page.bridge.test).toHaveBeenCalledExactlyOnceWith('theirs');
    expect(page.text('row-theirs')).toContain('It has ended.');
    expect(page.text('row-theirs')).toContain('Sign in there again.');
  });
});

describe('a row’s menu', () => {
  const active = board([row('prod', script.session(3600))]);

  test('ends the session', async () => {
    const page = await open(active);
    await page.click('row-menu-prod');
    await page.click('end-session');
    expect(page.bridge.logout).toHaveBeenCalledExactlyOnceWith('prod');
  });

  test('tests the session and says whose it is', async () => {
    const page = await open(active);
    await page.click('row-menu-prod');
    await page.click('test-session');
    expect(page.text('note')).toContain('arn:aws:iam::1:user/ana');
  });

  test('removes a key only after a question', async () => {
    const page = await open(active);
    await page.click('row-menu-prod');
    await page.click('remove-key');
    expect(page.bridge.removeKey).not.toHaveBeenCalled();
    expect(page.focused()).toBe('remove-cancel');
    await page.click('remove-confirm');
    expect(page.bridge.removeKey).toHaveBeenCalledExactlyOnceWith('prod');
  });
});

describe('the demo account', () => {
  test('shows the device’s code and fills it in', async () => {
    const page = await open(script.demo());
    expect(page.text('demo-code')).toBe('123 456');
    expect(page.popover.textContent).toContain('Demo account');
    expect(page.has('endpoint')).toBe(false);
    await page.click('demo-fill');
    expect(page.bridge.login).toHaveBeenCalledExactlyOnceWith('demo', '123456', null);
  });

  test('is asked again when the window ends', async () => {
    const page = await open(script.demo());
    expect(page.bridge.demoCode).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(page.bridge.demoCode).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1100);
    expect(page.bridge.demoCode).toHaveBeenCalledTimes(2);
  });

  test('starts from the empty board', async () => {
    const page = await open(board([]));
    expect(page.text('empty')).toContain('/home/ana/.aws/credentials');
    await page.click('try-demo');
    expect(page.bridge.startDemo).toHaveBeenCalledOnce();
  });
});

describe('adding a key', () => {
  async function filled(): Promise<Page> {
    const page = await open(board([]));
    await page.click('add-key');
    await page.type('add-name', 'prod');
    await page.type('add-accessKeyId', 'AKIAIOSFODNN7EXAMPLE');
    await page.type('add-secret', 'wJalrXUtnFEMI');
    return page;
  }

  test('says what is missing and goes there', async () => {
    const page = await open(board([]));
    await page.click('add-key');
    expect(page.focused()).toBe('add-name');
    await page.click('add-submit');
    expect(page.has('error-name')).toBe(true);
    expect(page.has('error-secret')).toBe(true);
    expect(page.bridge.addKey).not.toHaveBeenCalled();
  });

  test('sends the secret once and keeps nothing of it', async () => {
    const page = await filled();
    await page.click('add-submit');
    expect(page.bridge.addKey).toHaveBeenCalledExactlyOnceWith({
      name: 'prod',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secret: 'wJalrXUtnFEMI',
      serial: null,
      region: null,
      target: null,
      duration: 43_200,
      caller: null,
    });
    expect(page.has('add-secret')).toBe(false);
  });

  test('a refusal keeps everything but the secret', async () => {
    const page = await filled();
    page.bridge.addKey.mockRejectedValueOnce({ ...codeRejected, message: 'No keyring.' });
    await page.click('add-submit');
    expect(page.text('problem')).toContain('No keyring.');
    expect((page.get('add-name') as HTMLInputElement).value).toBe('prod');
    expect((page.get('add-secret') as HTMLInputElement).value).toBe('');
    expect(page.focused()).toBe('add-secret');
  });

  test('the new identity is open as soon as the board has it', async () => {
    const page = await filled();
    await page.click('add-submit');
    page.bridge.publish(board([row('dev'), row('prod')]));
    await page.settled();
    expect(page.selected()).toBe('row-prod');
    expect(page.focused()).toBe('code-input');
  });

  test('what was typed survives a notification', async () => {
    const page = await open(two);
    await page.click('add-key');
    await page.type('add-name', 'new');
    page.bridge.open('dev');
    await page.settled();
    expect(page.focused()).toBe('code-input');
    await page.click('add-key');
    expect((page.get('add-name') as HTMLInputElement).value).toBe('new');
  });
});

describe('time', () => {
  test('rows follow the clock', async () => {
    const page = await open(board([row('dev', { ...script.session(600), needsCode: false })]));
    expect(page.text('countdown')).toBe('Until 09:10 · 10 min left');
    await vi.advanceTimersByTimeAsync(90_000);
    expect(page.text('countdown')).toBe('Until 09:10 · 8 min left');
    await vi.advanceTimersByTimeAsync(510_000);
    expect(page.get('row-dev').dataset.state).toBe('ended');
  });

  test('more rows need no more timers', async () => {
    const active = (name: string) => row(name, { ...script.session(600), needsCode: false });
    await open(board([active('a')]));
    await vi.advanceTimersByTimeAsync(0); // jsdom's own
    const timers = vi.getTimerCount();
    await open(board(['a', 'b', 'c', 'd', 'e', 'f'].map(active)));
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(timers);
  });
});

test('a banner and a page without its board say what is wrong', async () => {
  const page = await open(board([row('prod')], { banner: codeRejected }));
  expect(page.text('banner')).toContain(codeRejected.message);
});

test('a banner that is only information is calm', async () => {
  const noTray = { ...codeRejected, code: 'no-tray' };
  const page = await open(board([row('prod')], { banner: noTray }));
  expect(page.get('banner').dataset.tone).toBe('calm');
  expect(page.get('banner').getAttribute('role')).toBe('status');
  page.bridge.publish(board([row('prod')], { banner: codeRejected }));
  await page.settled();
  expect(page.get('banner').dataset.tone).toBeUndefined();
  expect(page.get('banner').getAttribute('role')).toBe('alert');
});
