/** The sign of SynthBalance: a circle for the real, a triangle for the synthetic, on one beam. */

import { LabIcon } from '@jupyterlab/ui-components';

const shapes = (real: string, synthetic: string): string =>
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
  `<path ${real} d="M1 12.5h14v1.4H1z"/><circle ${real} cx="4.4" cy="8.4" r="3.1"/>` +
  `<path ${synthetic} d="M11.4 3.4l3.6 8H7.8z"/></svg>`;

export const icon = new LabIcon({
  name: 'synthbalance-lab:icon',
  svgstr: shapes('class="jp-icon3" fill="#616161"', 'class="jp-icon3" fill="#616161"')
});

/** For launcher tiles, which draw an address: blue and orange, of enough contrast on both themes. */
export const TILE = `data:image/svg+xml,${encodeURIComponent(shapes('fill="#0072b2"', 'fill="#d55e00"'))}`;
