/** One silent question to a kernel: asked only when it is idle, with a time limit, and with an answer in any case. */

import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import { API, type Reader, type Versions } from './protocol';

/** Why there is no answer. */
export type Quiet =
  'none' | 'starting' | 'restarting' | 'dead' | 'language' | 'busy' | 'slow' | 'missing' | 'outdated' | 'failed';

export interface Silence {
  state: Quiet;
  /** The language, the version found, or the error's own words. */
  detail: string;
}
export type Reply<T> = { state: 'ok'; value: T } | Silence;

const SECONDS = 3;
const PATIENCE_SECONDS = 8;
const LOOK_MS = 200;
const VERSION = "__import__('importlib.metadata', fromlist=['version']).version('synthbalance')";
const MODULE = "__import__('synthbalance.kernel', fromlist=['kernel'])";
const JSON_TYPE = 'application/json';
const NOT_READY: Partial<Record<Kernel.Status, Quiet>> = {
  unknown: 'starting',
  starting: 'starting',
  restarting: 'restarting',
  autorestarting: 'restarting',
  terminating: 'dead',
  dead: 'dead',
  busy: 'busy'
};

interface Answered {
  status?: string;
  data?: Record<string, unknown>;
  ename?: string;
  evalue?: string;
}

/** What a kernel is before it is asked anything; null when it can be asked. */
export async function silenceOf(session: ISessionContext | null | undefined): Promise<Silence | null> {
  const kernel = session?.session?.kernel;
  if (!kernel) {
    return quiet(session?.kernelDisplayStatus === 'starting' ? 'starting' : 'none');
  }
  if (statusOf(kernel)) {
    return statusOf(kernel);
  }
  const info = await within(kernel.info, SECONDS).catch(() => null);
  const language = info?.language_info.name ?? '';
  const silence = info ? statusOf(kernel) : quiet('busy'); // it may have begun something meanwhile
  return silence ?? (language.toLowerCase() === 'python' ? null : quiet('language', language));
}

function statusOf(kernel: Kernel.IKernelConnection): Silence | null {
  const state = kernel.connectionStatus === 'disconnected' ? 'dead' : NOT_READY[kernel.status];
  return state ? quiet(state) : null;
}

/**
 * Call a function of `synthbalance.kernel`, for example `frames(5000)`; it never rejects.
 *
 * Nothing is sent while the kernel is busy; nothing is added to the user's names or the history.
 */
export async function ask<T extends Versions>(
  session: ISessionContext | null | undefined,
  call: string,
  read: Reader<T>,
  seconds = SECONDS
): Promise<Reply<T>> {
  const silence = await silenceOf(session);
  const kernel = session?.session?.kernel;
  if (silence || !kernel) {
    return silence ?? quiet('none');
  }
  try {
    const expressions = await request(kernel, call, seconds);
    return expressions === null ? quiet('slow') : expressions ? replyOf(expressions, read) : quiet('busy');
  } catch {
    return quiet('dead'); // it ended between the look at its status and the question
  }
}

/** Whether a kernel does something else, or has not answered in time. */
export function isBusy(reply: { state: string } | null): boolean {
  return reply?.state === 'busy' || reply?.state === 'slow';
}

/** As `ask`, for a command of the user's: wait for a cell that ends within a few seconds. */
export async function askPatiently<T extends Versions>(
  session: ISessionContext | null | undefined,
  call: string,
  read: Reader<T>
): Promise<Reply<T>> {
  const until = Date.now() + PATIENCE_SECONDS * 1000;
  let reply = await ask(session, call, read);
  while ((reply.state === 'busy' || reply.state === 'starting') && Date.now() < until) {
    await new Promise(resolve => setTimeout(resolve, LOOK_MS));
    reply = await ask(session, call, read);
  }
  return reply;
}

/** Values of expressions in a kernel; null when it is late, undefined when a restart cancelled the question. */
async function request(
  kernel: Kernel.IKernelConnection,
  call: string,
  seconds: number
): Promise<Record<string, Answered> | null | undefined> {
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false,
    user_expressions: { answer: `${MODULE}.${call}`, version: VERSION }
  });
  try {
    const reply = await within(future.done, seconds).catch(() => undefined);
    const content = reply?.content as { user_expressions?: Record<string, Answered> } | undefined;
    return reply === null ? null : content?.user_expressions;
  } finally {
    future.dispose();
  }
}

function replyOf<T extends Versions>({ answer, version }: Record<string, Answered>, read: Reader<T>): Reply<T> {
  if (version?.status !== 'ok') {
    return quiet('missing');
  }
  const found = String(version.data?.['text/plain'] ?? '').replace(/^'|'$/g, '');
  if (answer?.status !== 'ok') {
    const isOld = ['ModuleNotFoundError', 'ImportError', 'AttributeError'].includes(answer?.ename ?? '');
    return isOld ? quiet('outdated', found) : quiet('failed', `${answer?.ename ?? ''}: ${answer?.evalue ?? ''}`);
  }
  const value = read(answer.data?.[JSON_TYPE]);
  if (!value || value.api !== API) {
    return quiet('outdated', value?.synthbalance ?? found);
  }
  return { state: 'ok', value };
}

function quiet(state: Quiet, detail = ''): Silence {
  return { state, detail };
}

/** A promise's value, or null when it takes longer. */
export async function within<T>(promise: Promise<T>, seconds: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>(resolve => {
    timer = setTimeout(() => resolve(null), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
