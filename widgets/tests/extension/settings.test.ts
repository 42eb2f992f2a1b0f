// @vitest-environment node
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal } from '@lumino/signaling';
import { describe, expect, test } from 'vitest';
import schema from '../../schema/plugin.json';
import { checked, DEFAULTS, LiveSettings, PLUGIN } from '../../src/settings';

const GIVEN = {
  side: 'left',
  refresh: 'manual',
  rows: 700,
  holdout: 0.3,
  ratio: 0.1,
  costs: { missed: 100, review: 5 }
};
const TAKEN = { side: 'left', refresh: 'manual', rows: 700, holdout: 0.3, ratio: 0.1, missed: 100, review: 5 };
const { costs, ...single } = schema.properties;
const BROKEN = [null, undefined, 'x', '0.2', true, {}, [], NaN, Infinity, -1, 1e13];

test('what fits is taken', () => {
  expect(checked(GIVEN)).toEqual(TAKEN);
});

test.each(Object.keys(single))('a broken value of %s is its default, and the others stay', key => {
  for (const value of BROKEN) {
    const expected = { ...TAKEN, [key]: DEFAULTS[key as keyof typeof single] };
    expect(checked({ ...GIVEN, [key]: value }), String(value)).toEqual(expected);
  }
});

test.each(['missed', 'review'] as const)('a broken cost %s is its default, and the other stays', key => {
  for (const value of BROKEN) {
    const expected = { ...TAKEN, [key]: DEFAULTS[key] };
    expect(checked({ ...GIVEN, costs: { ...GIVEN.costs, [key]: value } }), String(value)).toEqual(expected);
  }
});

test.each(BROKEN.map(value => [value]))('costs that are %j are none', value => {
  expect(checked({ ...GIVEN, costs: value })).toEqual({ ...TAKEN, missed: 0, review: 0 });
});

test('half a row is rounded', () => {
  expect(checked({ rows: 700.4 }).rows).toBe(700);
});

test.each(['rows', 'holdout', 'ratio'] as const)('%s is taken from the least to the most of the schema', key => {
  const { minimum, maximum } = schema.properties[key];
  expect([checked({ [key]: minimum })[key], checked({ [key]: maximum })[key]]).toEqual([minimum, maximum]);
  expect(checked({ [key]: maximum + 1 })[key]).toBe(DEFAULTS[key]);
  expect(checked({ [key]: minimum - 0.01 })[key]).toBe(DEFAULTS[key]);
});

test('the defaults of the schema are those of the code', () => {
  const defaults = Object.fromEntries(Object.entries(single).map(([key, { default: value }]) => [key, value]));
  expect({ ...defaults, ...costs.default }).toEqual(DEFAULTS);
  expect([costs.properties.missed.default, costs.properties.review.default]).toEqual([
    DEFAULTS.missed,
    DEFAULTS.review
  ]);
});

describe('settings that follow the registry', () => {
  function registry(composite: object) {
    const settings = { composite, changed: new Signal<object, void>({}) };
    const asked: string[] = [];
    const load = async (id: string): Promise<object> => {
      asked.push(id);
      return settings;
    };
    return { settings, asked, as: { load } as unknown as ISettingRegistry };
  }

  test('are those of the registry, then and after each change', async () => {
    const { settings, asked, as } = registry({ rows: 700 });
    const live = new LiveSettings();
    const told: number[] = [];
    live.onChange = () => told.push(live.current.rows);
    await live.follow(as);
    settings.composite = { rows: 800 };
    settings.changed.emit();
    expect([asked, told]).toEqual([[PLUGIN], [700, 800]]);
  });

  test.each([
    ['there is none', null],
    ['it fails', { load: () => Promise.reject(new Error('no schema')) } as unknown as ISettingRegistry]
  ])('stay the defaults where %s', async (_, none) => {
    const live = new LiveSettings();
    await live.follow(none);
    expect(live.current).toEqual(DEFAULTS);
  });
});
