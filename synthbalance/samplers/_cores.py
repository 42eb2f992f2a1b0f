"""Work in threads of numpy's, one on each core."""

from joblib import Parallel, cpu_count, delayed

from synthbalance._blas import libraries, one_blas_thread
from synthbalance._warned import carried


def on_cores(function, arguments, tick):
    """What the function gives for each argument: a list in their order.

    The libraries below, for products and loops, get one thread each: with more the threads of all cores wait for each
    other, and small products take several times as long.

    Parameters
    ----------
    function : callable
    arguments : sequence
    tick : callable (done, total)
        Told as the results come; what it raises ends the work.
    """
    known = libraries()

    def alone(argument):
        with known.limit(limits=1, user_api="openmp"):  # counts in the thread that sets it
            return function(argument)

    found = []
    workers = Parallel(cpu_count(), prefer="threads", return_as="generator")
    with one_blas_thread():
        for one in workers(map(delayed(carried(alone)), arguments)):
            tick(len(found), len(arguments))
            found.append(one)
    tick(len(found), len(arguments))
    return found
