"""Cancelling: who stopped the training is told of what is made with the generator, and stops it no more.

A sampler keeps two things for it: `_trains`, False while what was trained is used, and `_answered`, who cancelled.
"""

from contextlib import contextmanager

from synthbalance._errors import Cancelled


@contextmanager
def heeded(sampler):
    """Around what `on_progress` is told: a False of the one that cancelled the training counts there only."""
    try:
        yield
    except Cancelled:
        if not sampler._trains and sampler.on_progress is sampler._answered:
            return
        sampler._answered = sampler.on_progress if sampler._trains else sampler._answered
        raise


@contextmanager
def trained(sampler):
    """Around what is done with a trained generator."""
    sampler._trains = False
    try:
        yield
    finally:
        sampler._trains = True
