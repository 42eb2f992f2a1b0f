/** The tablist "Steps" and its panels; only the open step is drawn. */

import { h, newId, show, type Part } from './dom';
import { mark, rove } from './roving';

export interface Step {
  name: string;
  title: string;
  part: Part;
}

export interface Tabs {
  list: HTMLElement;
  panels: HTMLElement;
  open(name: string): void;
  draw(): void;
}

export function tabs(steps: Step[], onPick: (name: string) => void): Tabs {
  const entries = steps.map(step => {
    const id = newId('step');
    const panelId = newId('panel');
    return {
      step,
      tab: h('button', {
        role: 'tab',
        id,
        'aria-controls': panelId,
        'data-value': step.name,
        'data-title': step.title,
        text: step.title
      }),
      panel: h('div', { role: 'tabpanel', id: panelId, 'aria-labelledby': id, class: 'sb-bd' }, step.part.el)
    };
  });
  const list = h('div', { class: 'sb-tabs', role: 'tablist', 'aria-label': 'Steps' }, ...entries.map(one => one.tab));
  const panels = h('div', {}, ...entries.map(one => one.panel));
  rove(list, 'tab', member => {
    onPick(member.dataset['value'] ?? '');
  });
  let current = entries[0];
  return {
    list,
    panels,
    open(name) {
      current = entries.find(one => one.step.name === name) ?? entries[0];
      mark(
        entries.map(one => one.tab),
        'aria-selected',
        tab => tab === current?.tab
      );
      entries.forEach(one => {
        show(one.panel, one === current);
      });
    },
    draw() {
      current?.step.part.draw();
    }
  };
}
