/** A split the user is putting together; nothing happens to the runs until it is sent. */

import type { LabModel } from '../model';
import type { Facts, Message } from '../types';

export interface Draft {
  how: string;
  time: string | null;
  group: string | null;
  seed: number;
  drop: string[];
  target: string;
}

/** The split as the kernel has it. */
export function draftOf(facts: Partial<Facts>): Draft {
  return {
    how: facts.how ?? 'stratified',
    time: facts.time ?? null,
    group: facts.group ?? null,
    seed: facts.seed ?? 0,
    drop: [...(facts.left_out ?? [])],
    target: facts.target ?? ''
  };
}

export function sameDraft(a: Draft, b: Draft): boolean {
  const key = (one: Draft): string => JSON.stringify({ ...one, drop: [...one.drop].sort() });
  return key(a) === key(b);
}

/** Columns to order rows by: dates first, else anything that has an order. */
export function timeColumns(facts: Partial<Facts>): string[] {
  const columns = (facts.columns ?? []).filter(column => column.name !== facts.target);
  const dates = columns.filter(column => column.kind === 'datetime' || column.name === facts.time);
  return (dates.length ? dates : columns.filter(one => one.kind === 'int' || one.kind === 'text')).map(one => one.name);
}

/** Columns to keep together by: names of things, so no fractions and no dates. */
export function groupColumns(facts: Partial<Facts>): string[] {
  const names = (facts.columns ?? [])
    .filter(column => ['int', 'category', 'text', 'bool'].includes(column.kind) && column.name !== facts.target)
    .map(column => column.name);
  return facts.group && !names.includes(facts.group) ? [facts.group, ...names] : names;
}

/** Columns that can be a target: few values, so no fractions and no dates. */
export function targetColumns(facts: Partial<Facts>): string[] {
  const names = (facts.columns ?? [])
    .filter(column => ['bool', 'int', 'category', 'text'].includes(column.kind))
    .map(column => column.name);
  return facts.target === undefined || names.includes(facts.target) ? names : [facts.target, ...names];
}

/** What is missing before this draft can be sent, or null. */
export function missing(draft: Draft): string | null {
  if (draft.how === 'by time' && draft.time === null) {
    return 'By time needs a column with dates: choose one.';
  }
  if (draft.how === 'by group' && draft.group === null) {
    return 'By group needs a column that names the groups: choose one.';
  }
  return null;
}

export function sendDraft(model: LabModel, draft: Draft): void {
  const message: Message = {
    type: 'split',
    how: draft.how,
    time: draft.how === 'by time' ? draft.time : null,
    group: draft.how === 'by group' ? draft.group : null,
    seed: draft.seed,
    drop: draft.drop
  };
  const target = model.get('facts').target;
  model.send(draft.target === target ? message : { ...message, target: draft.target });
}
