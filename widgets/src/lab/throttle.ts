/** At most one call in a while: the first at once, the last always. */

export interface Throttled<T> {
  (value: T): void;
  /** Make a waiting call now. */
  flush(): void;
  /** Is a value waiting? */
  pending(): boolean;
}

export function throttle<T>(call: (value: T) => void, milliseconds: number): Throttled<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let waiting: { value: T } | null = null;
  const fire = (): void => {
    timer = null;
    if (waiting) {
      const { value } = waiting;
      waiting = null;
      timer = setTimeout(fire, milliseconds);
      call(value);
    }
  };
  const run = (value: T): void => {
    waiting = { value };
    if (timer === null) {
      fire();
    }
  };
  return Object.assign(run, {
    flush: () => {
      if (timer !== null) {
        clearTimeout(timer);
        timer = null;
      }
      fire();
    },
    pending: () => waiting !== null
  });
}
