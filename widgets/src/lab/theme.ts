/** Which pair of colours to use: told by how bright the panel's own ground is, so that any theme works. */

/** Relative luminance of a CSS colour as browsers compute it ("rgb(17, 17, 17)", "color(srgb 0.1 0.1 0.1)"); null if unread. */
export function luminance(color: string): number | null {
  const numbers = (color.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  const [red, green, blue, alpha] = numbers;
  if (red === undefined || green === undefined || blue === undefined || alpha === 0) {
    return null;
  }
  const scale = color.startsWith('rgb') ? 255 : 1;
  const part = (value: number): number => {
    const share = value / scale;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
}

/** Follow the theme of the page; `onChange` is called when the panel turns dark or light. Returns how to stop. */
export function followTheme(root: HTMLElement, onChange: () => void): { check(): void; stop(): void } {
  const check = (): void => {
    const light = luminance(getComputedStyle(root).backgroundColor);
    const dark = light === null ? document.body.dataset['jpThemeLight'] === 'false' : light < 0.2;
    if (root.dataset['dark'] !== String(dark)) {
      root.dataset['dark'] = String(dark);
      onChange();
    }
  };
  const observer = new MutationObserver(check);
  const attributeFilter = ['data-jp-theme-light', 'data-jp-theme-name', 'data-vscode-theme-kind', 'class', 'theme'];
  observer.observe(document.documentElement, { attributes: true, attributeFilter });
  observer.observe(document.body, { attributes: true, attributeFilter });
  return {
    check,
    stop: () => {
      observer.disconnect();
    }
  };
}
