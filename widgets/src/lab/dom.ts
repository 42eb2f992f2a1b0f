/** Building the page: createElement and textContent only, since names and text come from data. */

const SVG = 'http://www.w3.org/2000/svg';
/** Keeps JupyterLab's command mode from taking the keys of an element; needed on each focusable one. */
export const SUPPRESS = 'data-lm-suppress-shortcuts';
const FOCUSABLE = new Set(['button', 'input', 'select', 'summary', 'textarea']);

export type Attributes = Record<string, string | number | boolean | null | undefined>;
export type Child = Node | string | null | undefined | false;

/** A piece of the view: an element made once, and how to bring it up to date. */
export interface Part {
  el: HTMLElement;
  draw(): void;
}

/**
 * Make an HTML element. `text` sets its text; every focusable element carries the attribute that keeps JupyterLab's
 * command mode from taking its keys.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const el = document.createElement(tag);
  if (FOCUSABLE.has(tag) || 'tabindex' in attributes) {
    el.setAttribute(SUPPRESS, 'true');
  }
  if (tag === 'button') {
    el.setAttribute('type', 'button');
  }
  set(el, attributes);
  el.append(...kept(children));
  return el;
}

/** Make an SVG element. */
export function s(tag: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  const el = document.createElementNS(SVG, tag) as SVGElement;
  set(el, attributes);
  el.append(...kept(children));
  return el;
}

/** Set attributes; null, undefined and false take one away, true sets it empty, `text` is the text content. */
export function set(el: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'text') {
      setText(el, String(value ?? ''));
    } else if (value === null || value === undefined || value === false) {
      el.removeAttribute(name);
    } else {
      const text = value === true ? '' : String(value);
      if (el.getAttribute(name) !== text) {
        el.setAttribute(name, text);
      }
    }
  }
}

/** Change text only where it differs, so that a live region speaks once and a selection stays. */
export function setText(el: Element, text: string): void {
  if (el.textContent !== text) {
    el.textContent = text;
  }
}

/** Put these children, and no others, into an element. */
export function fill(el: Element, ...children: Child[]): void {
  el.replaceChildren(...kept(children));
}

/** Show or hide; hidden elements leave the accessibility tree. */
export function show(el: HTMLElement, visible: boolean): void {
  if (el.hidden === visible) {
    el.hidden = !visible;
  }
}

/** Run `draw` only when what it draws from has changed. */
export function whenChanged(draw: () => void): (...inputs: unknown[]) => void {
  let last: string | undefined;
  return (...inputs) => {
    const key = JSON.stringify(inputs);
    if (key !== last) {
      last = key;
      draw();
    }
  };
}

let counter = 0;

/** An id that no other element of the page has. */
export function newId(word: string): string {
  counter += 1;
  return `sb-${word}-${counter}`;
}

function kept(children: Child[]): (Node | string)[] {
  return children.filter((child): child is Node | string => child instanceof Node || typeof child === 'string');
}
