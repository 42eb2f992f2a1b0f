/** What anywidget loads: `render` puts the panel of one BalanceLab into its place. */

import type { WidgetModel } from './traits';
import { mount } from './view';

function render({ model, el }: { model: WidgetModel; el: HTMLElement }): () => void {
  return mount(model, el);
}

export default { render };
