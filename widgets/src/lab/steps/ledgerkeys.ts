/** Keys in the ledger: up and down a row, a page or to an end, among names or among ticks; one of each takes Tab. */

const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity
};

export function ledgerKeys(body: HTMLElement): void {
  body.addEventListener('keydown', event => {
    const steps = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
    if (steps !== undefined && event.target instanceof HTMLElement) {
      event.preventDefault();
      event.stopPropagation();
      const all = [...body.querySelectorAll<HTMLElement>(`${event.target.tagName}:enabled`)];
      const next = Math.min(all.length - 1, Math.max(0, all.indexOf(event.target) + steps));
      all[next]?.focus();
    }
  });
  body.addEventListener('focusin', () => {
    keepReachable(body);
  });
}

/** Keep one name and one tick in the tab order: those of the row with the focus, else of the shown run. */
export function keepReachable(body: HTMLElement): void {
  const kept = body.querySelector('tr:focus-within') ?? body.querySelector('tr.sb-cur') ?? body.firstElementChild;
  body.querySelectorAll<HTMLElement>('button, input').forEach(el => {
    el.tabIndex = kept?.contains(el) ? 0 : -1;
  });
}
