"""Labels as they are said and compared: 1, not np.int64(1)."""

import numpy as np


def plain_label(label):
    """A label as a plain Python value, where it has one."""
    return label.item() if isinstance(label, np.generic) else label
