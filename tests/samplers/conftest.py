"""Light judges for the tests of what every sampler has in common, where nothing rests on how good a judge is."""

import pytest

CONTRACT = {"test_containers", "test_contract", "test_estimator_checks", "test_gates", "test_generate", "test_index"}
FORM = CONTRACT - {"test_contract"}  # nothing rests on how well margins are met either


@pytest.fixture(autouse=True)
def light_judges(request, monkeypatch):
    """Forests of 4 trees instead of 40, oracles of 25 instead of 100, margins of a sixteenth of the rows."""
    module = request.module.__name__.split(".")[-1]
    if module in CONTRACT:
        monkeypatch.setattr("synthbalance.samplers._judge._TREES", 4)
        for name in ("trees", "oracle"):
            monkeypatch.setattr(f"synthbalance.samplers._counterfactual.{name}.N_TREES", 25)
    if module in FORM:
        monkeypatch.setattr("synthbalance.samplers._drawer._MARGIN_ROWS", (64, 512))
