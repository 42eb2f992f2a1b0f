/** What anywidget loads: `render` puts a SmotePlayground into its place. */

import type { WidgetModel } from '../lab/traits';
import { mount } from './view';

function render({ model, el }: { model: WidgetModel; el: HTMLElement }): () => void {
  return mount(model, el);
}

export default { render };
