import { expect, test } from 'vitest';
import protocol from '../../synthbalance/ui/protocol.json';
import { COLUMNS, KEYS, MESSAGES, READ, STEPS, WRITTEN } from '../src/lab/protocol';
import { panel, role } from './fake';

const traits: Record<string, { writable: boolean; keys?: string[]; columns?: string[] }> = protocol.traits;

test('every trait of the protocol is known to the view, and none beside', () => {
  expect([...READ, ...WRITTEN].sort()).toEqual(Object.keys(traits).sort());
});

test('the view writes exactly the traits that the kernel lets it write', () => {
  const writable = Object.keys(traits).filter(name => traits[name]?.writable);
  expect([...WRITTEN].sort()).toEqual(writable.sort());
});

test('every key that the protocol lists for a dict is known to the view', () => {
  const known: Record<string, object> = KEYS;
  for (const [name, trait] of Object.entries(traits)) {
    for (const key of trait.keys ?? []) {
      expect(Object.keys(known[name] ?? {}), `${name}.${key}`).toContain(key);
    }
  }
});

test('steps, messages and table columns are those of the protocol', () => {
  expect(STEPS).toEqual(protocol.steps);
  expect([...MESSAGES].sort()).toEqual(Object.keys(protocol.messages).sort());
  expect(COLUMNS).toEqual(traits['tables']?.columns);
});

test('the panel asks for every trait that is not only its own', async () => {
  const { model, root, settle } = panel({ auto_exact: false });
  for (const step of STEPS) {
    role(root, 'tab', step.charAt(0).toUpperCase() + step.slice(1)).click();
    await settle();
  }
  const unasked = Object.keys(traits).filter(name => !model.asked.has(name));
  expect(unasked.filter(name => name !== 'pointer_down' && name !== 'stamp')).toEqual([]);
});
