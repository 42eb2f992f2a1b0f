/** Arrow keys over a group (radios, tabs): one member in the tab order, the arrows move and pick. */

const FORWARD = new Set(['ArrowRight', 'ArrowDown']);
const BACK = new Set(['ArrowLeft', 'ArrowUp']);

/** Pick a member on click and on arrows, Home and End; members are the elements with this role, in document order. */
export function rove(group: HTMLElement, role: 'radio' | 'tab', pick: (member: HTMLElement) => void): void {
  const members = (): HTMLElement[] => [...group.querySelectorAll<HTMLElement>(`[role="${role}"]`)];
  const take = (member: HTMLElement | undefined): void => {
    if (member && member.getAttribute('aria-disabled') !== 'true') {
      member.focus();
      pick(member);
    }
  };
  group.addEventListener('click', event => {
    const hit = event.target instanceof Element ? event.target.closest<HTMLElement>(`[role="${role}"]`) : null;
    take(hit ?? undefined);
  });
  group.addEventListener('keydown', event => {
    const all = members();
    const at = all.findIndex(member => member === event.target);
    const next = at < 0 ? undefined : target(event.key, at, all.length);
    if (next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      take(all[next]);
    }
  });
}

/** Mark one member as the picked one; with none picked the first stays reachable. */
export function mark(members: Iterable<HTMLElement>, attribute: string, isPicked: (el: HTMLElement) => boolean): void {
  const all = [...members];
  const any = all.some(isPicked);
  all.forEach((member, index) => {
    const picked = isPicked(member);
    member.setAttribute(attribute, String(picked));
    member.tabIndex = picked || (!any && index === 0) ? 0 : -1;
  });
}

function target(key: string, at: number, size: number): number | undefined {
  if (FORWARD.has(key)) {
    return (at + 1) % size;
  }
  if (BACK.has(key)) {
    return (at - 1 + size) % size;
  }
  if (key === 'Home') {
    return 0;
  }
  if (key === 'End') {
    return size - 1;
  }
  return key === ' ' || key === 'Enter' ? at : undefined;
}
