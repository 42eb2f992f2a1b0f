"""Every sampler of the package passes imbalanced-learn's and scikit-learn's own checks by being listed."""

import pytest
from imblearn.utils.estimator_checks import check_dataframe_column_names_consistency, check_param_validation
from imblearn.utils.estimator_checks import parametrize_with_checks as imblearn_checks
from sklearn.utils.estimator_checks import parametrize_with_checks as sklearn_checks

from tests.samplers.listed import SAMPLERS, quick


@imblearn_checks([quick(cls) for cls in SAMPLERS])
def test_passes_the_checks_of_imbalanced_learn(estimator, check, request):
    check(estimator)


@sklearn_checks([quick(cls) for cls in SAMPLERS])
def test_passes_the_checks_of_scikit_learn(estimator, check, request):
    check(estimator)


@pytest.mark.parametrize("cls", SAMPLERS)
def test_refuses_parameters_of_a_wrong_type(cls):
    check_param_validation(cls.__name__, quick(cls))


@pytest.mark.parametrize("cls", SAMPLERS)
def test_checks_column_names_as_scikit_learn_does(cls):
    check_dataframe_column_names_consistency(cls.__name__, quick(cls))
