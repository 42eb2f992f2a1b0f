"""One thread for matrix products: as long as any block is open, and not longer."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from synthbalance._blas import one_blas_thread


def blas_threads():
    """Of each library."""
    np.ones((2, 2)) @ np.ones((2, 2))
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


@pytest.fixture
def two_threads():
    """As a machine of two cores has them."""
    with threadpool_limits(2, user_api="blas"):
        if blas_threads() != {2}:
            pytest.skip("needs a library for matrix products that has threads")
        yield


def test_a_block_has_one_thread_and_gives_back_what_was(two_threads):
    with one_blas_thread():
        assert blas_threads() == {1}
    assert blas_threads() == {2}


def test_of_two_blocks_that_overlap_the_last_to_end_gives_back(two_threads):
    first, second = one_blas_thread(), one_blas_thread()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert blas_threads() == {1}
    second.__exit__(None, None, None)
    assert blas_threads() == {2}


def test_an_error_gives_back_too(two_threads):
    with pytest.raises(ZeroDivisionError), one_blas_thread():
        raise ZeroDivisionError
    assert blas_threads() == {2}
