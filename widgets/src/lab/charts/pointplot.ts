/** The plot of the points view: axes as SVG, points on a canvas over it, the picked row and its parents on top. */

import { h, s, set } from '../dom';
import { count, tick } from '../format';
import type { LabModel } from '../model';
import { axisScale, type AxisScale, type Points } from '../pointdata';
import { paintPoints, type Plot } from './canvas';
import { decades, figure, niceTicks, path, xAxis, yAxis, type Box } from './figure';
import { pickOn } from './picking';
import { paintProvenance } from './provenance';

export function pointPlot(model: LabModel, height: number): { el: HTMLElement; draw(points: Points): void } {
  const canvas = h('canvas', { class: 'sb-canvas', 'aria-hidden': 'true' });
  const over = s('svg', { class: 'sb-fig sb-canvas', 'aria-hidden': 'true', height });
  let points: Points | null = null;
  let plot: Plot | null = null;
  let drawn = '';
  const paintPick = (): void => {
    if (plot) {
      paintProvenance(over, plot, model);
    }
  };
  const chart = figure(height, (svg, width) => {
    if (!points) {
      return '';
    }
    const box: Box = { left: 40, right: width - 6, top: 6, bottom: height - 22 };
    plot = { points, scales: [axisScale(points, 0), axisScale(points, 1)], box };
    paintPoints(canvas, plot, width, height);
    set(over, { viewBox: `0 0 ${width} ${height}` });
    paintPick();
    return paintAxes(svg, plot);
  });
  chart.el.append(canvas, over);
  const pick = pickOn(chart.el, model, () => plot);
  return {
    el: pick.el,
    draw(next) {
      points = next;
      pick.draw();
      const theme = chart.el.closest<HTMLElement>('.sb-lab')?.dataset['dark'] ?? '';
      const key = JSON.stringify([next.info, next.digest, theme, chart.el.clientWidth]);
      if (key !== drawn) {
        drawn = key;
        chart.draw();
      } else {
        paintPick();
      }
    }
  };
}

function paintAxes(svg: SVGElement, { points, scales, box }: Plot): string {
  const { info } = points;
  const [across, upward] = scales;
  xAxis(svg, box, value => box.left + across.share(value) * (box.right - box.left), ticksOf(across), tick, true);
  yAxis(svg, box, value => box.bottom - upward.share(value) * (box.bottom - box.top), ticksOf(upward), tick);
  svg.append(path(`M${box.left} ${box.top}V${box.bottom}H${box.right}`, 'sb-ax'));
  const made = `${count(info.rare)} real rare rows, ${count(info.synthetic)} synthetic, ${count(info.others)} others`;
  return `${made}: ${info.x} across, ${info.y} upward`;
}

function ticksOf(scale: AxisScale): number[] {
  return scale.isLog ? decades(scale.low, scale.high, 5) : niceTicks(scale.low, scale.high, 4);
}
