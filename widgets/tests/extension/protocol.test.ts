// @vitest-environment node
import { describe, expect, test } from 'vitest';
import pack from '../../package.json';
import protocol from '../../../synthbalance/ui/protocol.json';
import {
  API,
  readCard,
  readCode,
  readFrames,
  readGuess,
  readStopped,
  readVersions,
  type Reader
} from '../../src/protocol';
import { INSTALL, VERSION } from '../../src/words';
import { frame, target, VERSIONS } from './fakes';

const READERS: [string, Reader<object>, object][] = [
  ['versions', readVersions, {}],
  ['frames', readFrames, { frames: [frame('df', [target('a'), target('b', 0.5, '')])], more: 2 }],
  ['guess', readGuess, { found: true, targets: [target('a')], assumed: ['decimal comma in a'] }],
  ['stopped', readStopped, { stopped: 2 }],
  ['code', readCode, { code: 'lab' }],
  ['card', readCard, { saved: 1, done: true, path: 'card.html', text: 'Saved.' }]
];

test('the protocol is the one that the kernel speaks', () => {
  expect(API).toBe(protocol.api);
});

test('what is read is what the protocol names, no more and no less', () => {
  const { kernel } = protocol;
  const asked = [kernel.hello, kernel.frames, kernel.guess, kernel.stop, kernel.code, kernel.card];
  expect(READERS.map(([, , fields]) => Object.keys(fields).sort())).toEqual(asked.map(names => [...names].sort()));
  expect(Object.keys(frame('df')).sort()).toEqual([...kernel.frame].sort());
  expect(Object.keys(target('a')).sort()).toEqual([...kernel.target].sort());
});

test('the version is that of the package, and the one that the install line asks for', () => {
  expect(VERSION).toBe(pack.version);
  expect(INSTALL).toBe(`%pip install "synthbalance==${pack.version}"`);
});

describe.each(READERS)('the answer with %s', (_, read, fields) => {
  test('is read whole', () => {
    expect(read({ ...VERSIONS, ...fields })).toEqual({ ...VERSIONS, ...fields });
  });

  test('is refused without versions', () => {
    const broken = [{}, { synthbalance: '0.1.0' }, { api: API }, { synthbalance: 1, api: API }];
    const versions = [...broken, { synthbalance: '0.1.0', api: String(API) }];
    expect(versions.map(one => read({ ...fields, ...one }))).toEqual(versions.map(() => null));
  });

  test.each([[null], [undefined], ['text'], [7], [[]]])('is refused when it is %j', answer => {
    expect(read(answer)).toBeNull();
  });
});

/** The frames that are read of these. */
function frames(...given: unknown[]): unknown {
  return readFrames({ ...VERSIONS, frames: given, more: 0 })?.frames;
}

test.each([
  ['is no object', 7],
  ['is null', null],
  ['has no name', { ...frame('x'), name: undefined }],
  ['has a number as name', { ...frame('x'), name: 7 }],
  ['has no list of targets', { ...frame('x'), targets: {} }]
])('a frame that %s is dropped, the others stay', (_, broken) => {
  expect(frames(frame('a'), broken, frame('b'))).toEqual([frame('a'), frame('b')]);
});

test('sizes that are none are 0, and half a row is none', () => {
  const broken = { ...frame('a'), rows: -1, columns: '3', looked: 2.5, kind: null };
  expect(frames(broken)).toEqual([{ ...frame('a'), rows: 0, columns: 0, looked: 2, kind: '' }]);
});

const NO_TARGETS: [string, unknown][] = [
  ['is no object', 'a'],
  ['has no literal', { ...target('x'), literal: undefined }],
  ['has an empty literal', { ...target('x'), literal: '' }],
  ['has no share', { ...target('x'), share: '0.04' }],
  ...['\n', '\r', '\v', '\f', '\x1c', '\x85', '\u2028', '\u2029', '\0'].map((end): [string, unknown] => [
    `has ${JSON.stringify(end)} in its literal`,
    { ...target('x'), literal: `"x"${end}import os` }
  ])
];

test.each(NO_TARGETS)('a target that %s is dropped, the others stay', (_, broken) => {
  const targets = [target('a'), broken, target('b')] as ReturnType<typeof target>[];
  expect(frames(frame('df', targets))).toEqual([frame('df', [target('a'), target('b')])]);
  expect(readGuess({ ...VERSIONS, found: true, targets })?.targets).toEqual([target('a'), target('b')]);
});

test('an answer whose list is none is refused', () => {
  expect(readFrames({ ...VERSIONS, frames: null, more: 0 })).toBeNull();
  expect(readGuess({ ...VERSIONS, found: true, targets: 'a' })).toBeNull();
});

test('what is no text in a card or a script is empty', () => {
  expect(readCode({ ...VERSIONS, code: 7 })?.code).toBe('');
  expect(readCard({ ...VERSIONS, done: 1, path: null })).toEqual({
    ...VERSIONS,
    saved: 0,
    done: false,
    path: '',
    text: ''
  });
});
