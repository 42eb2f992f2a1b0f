"""The same words on Dask DataFrames, for tables that one machine cannot hold."""

try:
    import dask.dataframe  # noqa: F401
    import distributed  # noqa: F401
except ImportError as error:
    raise ImportError(
        "sb.scale needs Dask, which is not installed. Install it with: pip install 'synthbalance[scale]'"
    ) from error

from synthbalance.scale._cluster import local_cluster
from synthbalance.scale._experiment import Experiment
from synthbalance.scale._resample import fit_resample, generate
from synthbalance.scale._run import Run
from synthbalance.scale._split import Part, Split, split_holdout

__all__ = ["Experiment", "Part", "Run", "Split", "fit_resample", "generate", "local_cluster", "split_holdout"]
