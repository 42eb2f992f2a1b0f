/** What a kernel answers, and what of it is believed: `synthbalance.kernel` is the other side. */

import { isPrintable } from './literal';

/** Must equal "api" in synthbalance/ui/protocol.json; a test compares them. */
export const API = 2;

export interface Versions {
  synthbalance: string;
  api: number;
}
export interface Target {
  column: string;
  /** The column's name as Python code on one line. */
  literal: string;
  value: string;
  share: number;
  /** Rows of those looked at in which it is not known. */
  missing: number;
}
export interface Frame {
  name: string;
  /** Python code that names it: the name itself, or `globals()["Sheet 1"]` for one that is no identifier. */
  code: string;
  kind: string;
  rows: number;
  columns: number;
  looked: number;
  targets: Target[];
}
export interface Frames extends Versions {
  frames: Frame[];
  more: number;
}
export interface Guess extends Versions {
  found: boolean;
  targets: Target[];
  /** How the file was written, as far as that was found out. */
  assumed: string[];
}
export interface Stopped extends Versions {
  stopped: number;
}
export interface Code extends Versions {
  code: string;
}
export interface Card extends Versions {
  saved: number;
  done: boolean;
  path: string;
  text: string;
}

type Fields = Record<string, unknown>;

/** Reads one kind of answer; null for what is none. */
export type Reader<T> = (answer: unknown) => T | null;

export const readVersions: Reader<Versions> = answer => {
  const fields = fieldsOf(answer);
  const [synthbalance, api] = [fields?.['synthbalance'], fields?.['api']];
  return typeof synthbalance === 'string' && typeof api === 'number' ? { synthbalance, api } : null;
};

export const readFrames: Reader<Frames> = answer =>
  withVersions(answer, fields => {
    const frames = list(fields['frames'], frameOf);
    return frames && { frames, more: whole(fields['more']) };
  });

export const readGuess: Reader<Guess> = answer =>
  withVersions(answer, fields => {
    const targets = list(fields['targets'], targetOf);
    const assumed = list(fields['assumed'], one => (typeof one === 'string' ? one : null)) ?? [];
    return targets && { found: fields['found'] === true, targets, assumed };
  });

export const readStopped: Reader<Stopped> = answer =>
  withVersions(answer, fields => ({ stopped: whole(fields['stopped']) }));

export const readCode: Reader<Code> = answer => withVersions(answer, fields => ({ code: text(fields['code']) }));

export const readCard: Reader<Card> = answer =>
  withVersions(answer, fields => ({
    saved: whole(fields['saved']),
    done: fields['done'] === true,
    path: text(fields['path']),
    text: text(fields['text'])
  }));

function withVersions<T extends object>(answer: unknown, read: (fields: Fields) => T | null): (Versions & T) | null {
  const versions = readVersions(answer);
  const rest = versions && read(answer as Fields);
  return versions && rest && { ...versions, ...rest };
}

function frameOf(given: unknown): Frame | null {
  const fields = fieldsOf(given);
  const targets = fields && list(fields['targets'], targetOf);
  const code = codeOf(fields?.['code']);
  if (!fields || !targets || !code || typeof fields['name'] !== 'string') {
    return null;
  }
  const [rows, columns, looked] = [whole(fields['rows']), whole(fields['columns']), whole(fields['looked'])];
  return { name: fields['name'], code, kind: text(fields['kind']), rows, columns, looked, targets };
}

function targetOf(given: unknown): Target | null {
  const fields = fieldsOf(given);
  const [literal, share] = [codeOf(fields?.['literal']), fields?.['share']];
  if (!fields || !literal || typeof share !== 'number') {
    return null;
  }
  return {
    column: text(fields['column']),
    literal,
    value: text(fields['value']),
    share,
    missing: whole(fields['missing'])
  };
}

/** What goes into code is one line of printable characters, or it is not offered. */
function codeOf(given: unknown): string {
  const code = text(given);
  return isPrintable(code) ? code : '';
}

function list<T>(given: unknown, read: Reader<T>): T[] | null {
  return Array.isArray(given) ? given.map(read).filter(one => one !== null) : null;
}

function fieldsOf(given: unknown): Fields | null {
  return typeof given === 'object' && given !== null ? (given as Fields) : null;
}

function whole(given: unknown): number {
  return typeof given === 'number' && given > 0 ? Math.floor(given) : 0;
}

function text(given: unknown): string {
  return typeof given === 'string' ? given : '';
}
