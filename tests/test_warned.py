"""Warnings as values: each thread's blocks hear of their own, and Python's own machinery is left as it was."""

import threading
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest

import synthbalance as sb
from synthbalance._warned import carried, heard, silent, warn

SECONDS = 30


class Library(UserWarning):
    """What another library warns of."""


def both(sentence):
    """A sentence of ours, and one of another library."""
    warn(sentence)
    warnings.warn(f"Library: {sentence}", Library, stacklevel=1)


def test_a_block_hears_of_ours_and_of_those_of_libraries(recwarn):
    with heard() as told:
        both("Few rows.")
    assert told == [("Few rows.", sb.DataWarning), ("Library: Few rows.", Library)]
    assert told.sentences == ["Few rows."]
    assert not recwarn.list


def test_without_a_block_python_is_told_at_the_line_of_the_caller():
    def door():
        warn("Few rows.", stacklevel=2)

    with pytest.warns(sb.DataWarning, match="Few rows") as caught:
        door()
    assert caught[0].filename == __file__


def test_a_block_hears_of_ours_whatever_the_filters_are():
    for action in ("ignore", "error"):
        with warnings.catch_warnings():
            warnings.simplefilter(action)
            with heard() as told:
                warn("Few rows.")
        assert told.sentences == ["Few rows."]


def test_what_a_library_says_once_is_heard_in_every_block():
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        for _ in range(2):
            with heard() as told:
                both("Again.")
            assert len(told) == 2


def test_the_innermost_block_for_a_kind_has_it():
    with heard() as outer:
        with silent(sb.DataWarning), heard() as inner:
            both("one")
        with silent(sb.DataWarning):
            both("two")
        with silent():
            both("three")
    assert [sentence for sentence, _ in inner] == ["one", "Library: one"]
    assert [sentence for sentence, _ in outer] == ["Library: two"]


def test_a_block_that_raises_is_closed():
    shown = warnings.showwarning
    with pytest.raises(sb.Cancelled), heard():
        raise sb.Cancelled
    assert warnings.showwarning is shown
    with pytest.warns(sb.DataWarning):
        warn("Few rows.")


@pytest.mark.parametrize("first_out", [0, 1])
def test_blocks_of_two_threads_that_overlap_hear_of_their_own_only(first_out, recwarn):
    shown, filters = warnings.showwarning, [one for one in warnings.filters if one[0] != "default"]
    together, out, told = threading.Barrier(2, timeout=SECONDS), threading.Event(), {}

    def side(number):
        with heard() as told[number]:
            together.wait()
            both(f"before {number}")
            together.wait()
            if number != first_out:
                assert out.wait(SECONDS)
                both(f"alone {number}")
        out.set()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(side, range(2)))
    second = 1 - first_out
    assert told[first_out].sentences == [f"before {first_out}"]
    assert told[second].sentences == [f"before {second}", f"alone {second}"]
    assert [sentence for sentence, kind in told[second] if kind is Library] == [
        f"Library: before {second}",
        f"Library: alone {second}",
    ]
    assert not recwarn.list
    assert warnings.showwarning is shown
    assert [one for one in warnings.filters if one[0] != "default"] == filters


def test_a_thread_without_a_block_warns_as_ever_while_another_has_one():
    with warnings.catch_warnings(record=True) as shown, heard() as told, ThreadPoolExecutor(1) as pool:
        warnings.simplefilter("ignore", Library)
        pool.submit(both, "elsewhere").result(SECONDS)
    assert [str(one.message) for one in shown] == ["elsewhere"]
    assert not told


def test_a_pool_that_is_carried_tells_the_block_that_it_works_for(recwarn):
    with heard() as told, ThreadPoolExecutor(1) as pool:
        pool.submit(carried(both), "in the pool").result(SECONDS)
    assert told.sentences == ["in the pool"] and len(told) == 2
    assert not recwarn.list


def test_who_keeps_a_block_that_is_over_is_not_silenced_by_it():
    with silent():
        late = carried(both)
    with pytest.warns(sb.DataWarning), pytest.warns(Library):
        late("later")
