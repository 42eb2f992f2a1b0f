"""Progress inside a step: long loops tell how far they are, so that an audit can be stopped within a moment."""

MOST_TOLD = 100


def unheard(share):
    """Nobody listens."""


def between(tell, start, end):
    """A callable that tells a share (0 to 1) of the way from `start` to `end`."""
    return lambda share: tell(start + share * (end - start))


def in_turn(tell, n):
    """One callable for each of n pieces of work, done one after the other and about as long as each other."""
    return [between(tell, k / n, (k + 1) / n) for k in range(n)]


def told(parts, tell, most=MOST_TOLD):
    """The parts one by one; the share that is done is told after some of them, at most about `most` times.

    Raises
    ------
    Cancelled
        Where `tell` does.

    Examples
    --------
    >>> list(told("abcd", print, most=2))
    0.5
    1.0
    ['a', 'b', 'c', 'd']
    """
    parts = list(parts)
    every = max(1, len(parts) // most)
    for k, part in enumerate(parts, 1):
        yield part
        if k % every == 0 or k == len(parts):
            tell(k / len(parts))
