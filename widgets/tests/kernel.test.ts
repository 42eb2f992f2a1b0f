import { expect, test } from 'vitest';
import { watchKernel } from '../src/lab/kernel';
import type { Traits } from '../src/lab/types';
import { FakeModel, button, panel, press, role, type Panel } from './fake';

type Slot = (sender: unknown, value: unknown) => void;

class Signal {
  readonly slots = new Set<Slot>();
  connect(slot: Slot): void {
    this.slots.add(slot);
  }
  disconnect(slot: Slot): void {
    this.slots.delete(slot);
  }
  emit(value: unknown): void {
    this.slots.forEach(slot => {
      slot(null, value);
    });
  }
}

/** A view whose notebook tells of its kernel. */
function watched(kernel: { id: string } | null = { id: 'a' }) {
  const [statusChanged, connectionStatusChanged] = [new Signal(), new Signal()];
  const session = { kernel };
  const widget = new FakeModel({});
  widget.widget_manager = { context: { sessionContext: { statusChanged, connectionStatusChanged, session } } };
  const told: boolean[] = [];
  const stop = watchKernel(widget, document.createElement('div'), gone => told.push(gone));
  return { statusChanged, connectionStatusChanged, session, told, stop, widget };
}

test.each(['dead', 'disconnected'])('a kernel that is %s is gone, and back when idle', word => {
  const { statusChanged, connectionStatusChanged, told } = watched();
  (word === 'dead' ? statusChanged : connectionStatusChanged).emit(word);
  statusChanged.emit('unknown');
  expect(told).toEqual([true]);
  statusChanged.emit('idle');
  expect(told).toEqual([true, false]);
});

test('a busy kernel is not gone', () => {
  const { statusChanged, told } = watched();
  ['busy', 'idle', 'starting', 'unknown'].forEach(word => {
    statusChanged.emit(word);
  });
  expect(told).toEqual([]);
});

test('a kernel that starts anew knows nothing of this panel', () => {
  const again = watched();
  again.statusChanged.emit('autorestarting');
  again.statusChanged.emit('idle');
  expect(again.told).toEqual([true]);
  const other = watched();
  other.statusChanged.emit('dead');
  other.session.kernel = { id: 'b' };
  other.statusChanged.emit('idle');
  expect(other.told).toEqual([true]);
});

test('a view that goes stops listening to the session', () => {
  const { statusChanged, connectionStatusChanged, stop, widget } = watched();
  stop();
  expect([statusChanged.slots.size, connectionStatusChanged.slots.size, widget.listening]).toEqual([0, 0, 0]);
});

/** The comm of a panel dies, as ipywidgets tells it. */
function lose({ root, model }: Panel, gone = true): void {
  root.classList.toggle('jupyter-widgets-disconnected', gone);
  model.trigger('comm_live_update');
}

function lost(more: Partial<Traits> = {}): Panel {
  const one = panel(more);
  lose(one);
  return one;
}

test('without a kernel the panel says so, and what still works', () => {
  const { root } = lost({ busy: true, message: 'Running exact, SMOTE 5 %, 46 %' });
  expect(role(root, 'status').textContent).toBe('Idle, no kernel');
  expect(role(root, 'region').getAttribute('aria-busy')).toBe('false');
  const band = root.querySelector('[aria-label="Sentence in words"]');
  expect(band?.textContent).toContain('No kernel. Curves, threshold, costs and tables still answer');
  expect(band?.textContent).toContain('Run the cell again to go on. The 2 runs in this panel are kept until then.');
});

test.each([
  ['data', 'Leave out shop'],
  ['rebalance', 'More: Neighbours'],
  ['export', 'Save model']
])('in step %s the controls that need the kernel are disabled, and say why', (step, name) => {
  const items = [{ what: 'model' as const, title: 'Model', path: 'a', text: '', formats: [] }];
  const { root } = lost({ step, export: { run: 'SMOTE 5 %', verdict: '', code: 'x', items, saved: [] } });
  const control = button(root, name);
  expect(control.disabled).toBe(true);
  expect(document.getElementById(control.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
    'No kernel: run the cell again first.'
  );
});

test('Export says that nothing was made ready while there was a kernel', () => {
  const { root } = lost({ step: 'export', export: {} });
  expect(root.querySelector('.sb-export .sb-quietline')?.textContent).toContain('while there was a kernel');
});

test('a strategy keeps its sentence as description beside the reason, and is not chosen', () => {
  const { root, model } = lost({ step: 'rebalance' });
  const random = role(root, 'radio', 'Random');
  expect(random.getAttribute('aria-disabled')).toBe('true');
  expect(random.getAttribute('aria-describedby')?.split(' ')).toHaveLength(2);
  random.click();
  press(role(root, 'slider', 'Share of the rare class'), 'ArrowRight');
  expect([model.state['strategy'], model.state['ratio']]).toEqual(['smote', 0.05]);
});

test('threshold, costs and code go on without a kernel', async () => {
  const code = { run: 'SMOTE 5 %', verdict: '', code: 'x', items: [], saved: [] };
  const { root, model, settle } = lost({ step: 'score', export: code });
  press(role(root, 'slider', 'Decision threshold'), 'ArrowRight');
  expect(model.state['threshold']).not.toBeNull();
  button(root, 'More: Cost of a review').click();
  expect(model.state['costs']).toMatchObject({ review: 11 });
  model.set('step', 'export');
  await settle();
  expect(button(root, 'Insert code cell').disabled).toBe(false);
});

test('a run whose curves are not here is not shown without a kernel', async () => {
  const { root, model, settle } = panel({ step: 'compare', curves: [] });
  lose({ root, model, settle, remove: () => undefined });
  root.querySelector<HTMLElement>('table[aria-label="Runs"] tbody tr')?.click();
  await settle();
  expect(model.state['shown']).toBe('SMOTE 5 %');
});

test('a panel that comes back is as before', () => {
  const one = panel({ step: 'data' });
  const before = one.root.textContent;
  const described = (): string[] =>
    [...one.root.querySelectorAll('[aria-describedby]')].map(el => el.getAttribute('aria-describedby') ?? '');
  const words = described();
  lose(one);
  expect(one.root.textContent).not.toBe(before);
  lose(one, false);
  expect(one.root.textContent).toBe(before);
  expect(described()).toEqual(words);
  expect(button(one.root, 'Leave out shop').disabled).toBe(false);
});

test('a panel that opens without a kernel says so at once', () => {
  const place = document.createElement('div');
  place.className = 'jupyter-widgets-disconnected';
  let gone = false;
  watchKernel(new FakeModel({}), place.appendChild(document.createElement('div')), now => (gone = now));
  expect(gone).toBe(true);
});
