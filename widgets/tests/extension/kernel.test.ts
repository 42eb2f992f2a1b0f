// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ask, silenceOf } from '../../src/kernel';
import { API, readVersions } from '../../src/protocol';
import { FakeKernel, FakeSession, raised, replied, VERSIONS, without } from './fakes';

let kernel: FakeKernel;
let session: FakeSession;

function use(one: FakeKernel): void {
  kernel = one;
  session = new FakeSession(kernel);
}

const hello = () => ask(session.as, 'hello()', readVersions);

beforeEach(() => {
  vi.useFakeTimers();
  use(new FakeKernel());
});
afterEach(() => {
  vi.useRealTimers();
});

describe('nothing is sent', () => {
  test.each([
    ['busy', 'busy'],
    ['starting', 'starting'],
    ['unknown', 'starting'],
    ['restarting', 'restarting'],
    ['autorestarting', 'restarting'],
    ['terminating', 'dead'],
    ['dead', 'dead']
  ] as const)('while the kernel is %s', async (status, state) => {
    kernel.status = status;
    expect(await hello()).toEqual({ state, detail: '' });
    expect(kernel.sent).toEqual([]);
  });

  test('to a kernel whose connection is gone', async () => {
    kernel.connectionStatus = 'disconnected';
    expect((await hello()).state).toBe('dead');
    expect(kernel.sent).toEqual([]);
  });

  test('to a kernel of another language, which is named', async () => {
    use(new FakeKernel('R'));
    expect(await hello()).toEqual({ state: 'language', detail: 'R' });
    expect(kernel.sent).toEqual([]);
  });

  test('to a kernel that does not even say its language, after three seconds', async () => {
    kernel.info = new Promise(() => undefined);
    const reply = hello();
    await vi.advanceTimersByTimeAsync(3000);
    expect((await reply).state).toBe('busy');
    expect(kernel.sent).toEqual([]);
  });

  test('without a session or a kernel, and a kernel that starts is told apart', async () => {
    expect((await ask(null, 'hello()', readVersions)).state).toBe('none');
    expect((await ask(undefined, 'hello()', readVersions)).state).toBe('none');
    session = new FakeSession(null);
    expect((await hello()).state).toBe('none');
    session.kernelDisplayStatus = 'starting';
    expect((await hello()).state).toBe('starting');
  });
});

test('an idle Python kernel can be asked, however its language is written', async () => {
  expect(await silenceOf(session.as)).toBeNull();
  expect(await silenceOf(new FakeSession(new FakeKernel('Python')).as)).toBeNull();
});

test('the question is silent: no history, no code, no name of the user is touched', async () => {
  await hello();
  const [sent] = kernel.sent;
  expect(sent).toMatchObject({ code: '', silent: true, store_history: false, allow_stdin: false });
  expect(sent?.user_expressions.answer).toBe("__import__('synthbalance.kernel', fromlist=['kernel']).hello()");
  expect(sent?.user_expressions.version).not.toContain('import ');
});

test('a good answer is read, and its future disposed', async () => {
  kernel.done = async () => replied(VERSIONS);
  expect(await hello()).toEqual({ state: 'ok', value: VERSIONS });
  expect(kernel.disposed).toBe(1);
});

test('a kernel without the package lacks it', async () => {
  kernel.done = async () => without();
  expect(await hello()).toEqual({ state: 'missing', detail: '' });
});

test.each(['ModuleNotFoundError', 'ImportError', 'AttributeError'])(
  'a package that answers with %s is outdated, with its version',
  async error => {
    kernel.done = async () => raised(error, 'x', '0.0.7');
    expect(await hello()).toEqual({ state: 'outdated', detail: '0.0.7' });
  }
);

test.each([API - 1, API + 1])('a package of protocol %i is outdated, with the version it says', async api => {
  kernel.done = async () => replied({ synthbalance: '0.0.8', api }, '0.0.7');
  expect(await hello()).toEqual({ state: 'outdated', detail: '0.0.8' });
});

test('an answer that cannot be read is that of an outdated package', async () => {
  kernel.done = async () => replied({ frames: [] }, '0.0.7');
  expect(await hello()).toEqual({ state: 'outdated', detail: '0.0.7' });
});

test('another error is told in its own words', async () => {
  kernel.done = async () => raised('ValueError', 'no such table');
  expect(await hello()).toEqual({ state: 'failed', detail: 'ValueError: no such table' });
});

test('no reply within the limit is a slow kernel, and the future is disposed', async () => {
  kernel.done = () => new Promise(() => undefined);
  const told = vi.fn();
  void hello().then(told);
  await vi.advanceTimersByTimeAsync(2999);
  expect([told.mock.calls.length, kernel.disposed]).toEqual([0, 0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toHaveBeenCalledWith({ state: 'slow', detail: '' });
  expect(kernel.disposed).toBe(1);
});

test('the limit can be another one', async () => {
  kernel.done = () => new Promise(() => undefined);
  const told = vi.fn();
  void ask(session.as, 'guess()', readVersions, 15).then(told);
  await vi.advanceTimersByTimeAsync(14_999);
  expect(told).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toHaveBeenCalledOnce();
});

test.each([
  ['is cancelled', () => Promise.reject(new Error('Canceled'))],
  ['is aborted', async () => ({ content: {} })]
])('a question that %s finds a busy kernel', async (_, done) => {
  kernel.done = done;
  expect((await hello()).state).toBe('busy');
  expect(kernel.disposed).toBe(1);
});

test('an answer leaves no timer behind', async () => {
  await hello();
  expect(vi.getTimerCount()).toBe(0);
});
