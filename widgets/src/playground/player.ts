/** "Next synthetic row", and "Play": row after row, or the training of a net. */

import { h, show, type Part } from '../lab/dom';
import { button } from '../lab/fields';
import type { PlayModel } from './types';

const PLAY_EVERY = 900;

export function stepButtons(model: PlayModel): Part & { stop(): void } {
  const player = new Player(model, () => {
    draw();
  });
  const play = button('Play', 'sb-pri', () => {
    player.press();
  });
  const next = button('Next synthetic row', '', () => {
    player.next();
  });
  const all = button('Show all', 'sb-quiet', () => {
    player.showAll();
  });
  const draw = (): void => {
    const [has, busy] = [model.get('synthetic').length > 0, model.get('busy')];
    const { trains, n_new } = model.get('facts');
    const canPlay = player.isNet ? trains && n_new > 0 : has;
    play.show(busy ? 'Stop' : player.isPlaying ? 'Pause' : 'Play', busy || canPlay);
    next.show('Next synthetic row', has && !busy);
    show(all.el, model.get('shown') >= 0 && !busy);
  };
  return {
    el: h('div', { class: 'sb-playrow' }, play.el, next.el, all.el),
    draw,
    stop() {
      player.pause();
    }
  };
}

class Player {
  private timer: ReturnType<typeof setInterval> | null = null;

  constructor(
    private readonly model: PlayModel,
    private readonly changed: () => void
  ) {}

  get isPlaying(): boolean {
    return this.timer !== null;
  }

  /** Its rows come from a net that has to be trained. */
  get isNet(): boolean {
    return this.model.get('method') === 'gan';
  }

  /** Play or pause; for a net train or stop. */
  press(): void {
    if (this.model.get('busy')) {
      this.model.send({ type: 'cancel' });
    } else if (this.isNet) {
      this.model.send({ type: 'train' });
    } else if (this.isPlaying) {
      this.pause();
    } else {
      this.model.set({ shown: 0 });
      this.timer = setInterval(() => {
        this.tick();
      }, PLAY_EVERY);
      this.changed();
    }
  }

  next(): void {
    this.pause();
    this.advance();
  }

  showAll(): void {
    this.pause();
    this.model.set({ shown: -1 });
  }

  pause(): void {
    if (this.timer !== null) {
      clearInterval(this.timer);
      this.timer = null;
      this.changed();
    }
  }

  private tick(): void {
    if (this.model.get('shown') + 1 >= this.model.get('synthetic').length) {
      this.pause();
    } else {
      this.advance();
    }
  }

  private advance(): void {
    const rows = this.model.get('synthetic').length;
    this.model.set({ shown: (this.model.get('shown') + 1) % Math.max(rows, 1) });
  }
}
