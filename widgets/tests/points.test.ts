import { afterEach, expect, test, vi } from 'vitest';
import { axisScale, decodePoints, quantiles, valueAt } from '../src/lab/pointdata';
import { panel, role, state } from './fake';

afterEach(() => {
  vi.restoreAllMocks();
});

const { points_info, points } = state();

test('points are read as pairs, also where their bytes are not aligned', () => {
  const buffer = new Uint8Array([9, ...new Uint8Array((points?.buffer ?? new ArrayBuffer(0)) as ArrayBuffer)]).buffer;
  const shifted = decodePoints(points_info, new DataView(buffer, 1));
  expect([...(shifted?.pairs ?? [])]).toEqual([0, 0, 65535, 65535, 32768, 32768]);
});

test('too few bytes for what is announced are no points', () => {
  expect(decodePoints({ ...points_info, synthetic: 2 }, points)).toBeNull();
  expect(decodePoints({}, points)).toBeNull();
  expect(decodePoints({ ...points_info, rare: 0, others: 0, synthetic: 0 }, points)).toBeNull();
});

test('the table twin speaks the unit of the columns', () => {
  const read = decodePoints(points_info, points);
  expect(read && quantiles(read, 1, 1, 1)).toEqual([100, 100, 100]);
  expect(read && quantiles(read, 0, 0, 0)).toEqual([null, null, null]);
});

test('real rare rows are circles, synthetic ones triangles, others dots', () => {
  const pen = {
    scale: vi.fn(),
    fillRect: vi.fn(),
    arc: vi.fn(),
    closePath: vi.fn(),
    beginPath: vi.fn(),
    moveTo: vi.fn(),
    lineTo: vi.fn(),
    fill: vi.fn(),
    stroke: vi.fn()
  };
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(pen as unknown as null);
  panel({ step: 'rebalance' });
  expect(pen.arc).toHaveBeenCalledTimes(2);
  expect(pen.closePath).toHaveBeenCalledTimes(1);
  expect(pen.fillRect).toHaveBeenCalledTimes(1);
});

test('a chosen column goes to the kernel, and the table twin takes the place of the plot', () => {
  const { root, model } = panel({ step: 'rebalance' });
  const across = root.querySelector<HTMLSelectElement>('select[aria-label="Column across"]') as HTMLSelectElement;
  across.value = 'age';
  across.dispatchEvent(new Event('change'));
  expect(model.saved.at(-1)).toEqual({ axes: ['age', 'age'] });
  role(root, 'radio', 'Table').click();
  expect(root.querySelector('.sb-points table')?.textContent).toContain('Synthetic rare1');
});

test('a column that crowds at its low end gets a logarithmic axis', () => {
  const values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 1000];
  const pairs = values.flatMap(value => [Math.round(65.535 * value), 6553 * values.indexOf(value)]);
  const info = {
    x: 'amount',
    y: 'age',
    x_low: 0,
    x_high: 1000,
    y_low: -5,
    y_high: 5,
    rare: 10,
    others: 0,
    synthetic: 0
  };
  const read = decodePoints(info, new DataView(Uint16Array.from(pairs).buffer));
  const [across, upward] = read ? [axisScale(read, 0), axisScale(read, 1)] : [];
  expect([across?.isLog, upward?.isLog]).toEqual([true, false]);
  expect([across?.share(0), across?.share(1000)]).toEqual([0, 1]);
  expect(upward?.share(0)).toBe(0.5);
  expect(read && valueAt(read, 9, 0)).toBeCloseTo(1000);
});

test('in Rebalance a picked row is told in one line, with the way to Quality', () => {
  const point_rows = new DataView(Uint32Array.from([7]).buffer);
  const details = {
    row: 7,
    of: 9,
    label: 'syn-7',
    text: 'A copy of row 3.',
    note: '',
    at: null,
    related: [],
    columns: []
  };
  const { root, model } = panel({ step: 'rebalance', point_rows, picked: 7, details });
  const line = root.querySelector('.sb-pickline');
  expect(line?.textContent).toBe('Row syn-7, 8 of 9: A copy of row 3. Show in Quality');
  line?.querySelector('button')?.click();
  expect(model.saved.at(-1)).toEqual({ step: 'quality' });
});

test('a triangle in Rebalance can be picked too', () => {
  const { root, model } = panel({ step: 'rebalance', point_rows: new DataView(Uint32Array.from([7]).buffer) });
  expect(root.querySelector('.sb-pickline')?.textContent).toContain('Click a triangle');
  // 480 px wide where nothing is laid out: left 40, right 474, top 6, bottom 228
  const at = { bubbles: true, clientX: 257, clientY: 117 };
  role(root, 'application').dispatchEvent(new MouseEvent('click', at));
  expect(model.saved.at(-1)).toEqual({ picked: 7 });
});
