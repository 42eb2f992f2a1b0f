/** What the extension's modules use of '@jupyterlab/ui-components' at run time. */
export class LabIcon {
  readonly name: string;
  readonly svgstr: string;

  constructor({ name, svgstr }: { name: string; svgstr: string }) {
    this.name = name;
    this.svgstr = svgstr;
  }

  element({ container }: { container: HTMLElement }): HTMLElement {
    container.dataset['icon'] = this.name;
    return container;
  }
}

export const refreshIcon = new LabIcon({ name: 'ui-components:refresh', svgstr: '' });
