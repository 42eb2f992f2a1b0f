"""What leaves the experiment: a script, a dataset, a data card, a model."""

from synthbalance.report._files import free_name, write_new
from synthbalance.report._formats import ENDINGS
from synthbalance.report._saved_model import SavedModel
from synthbalance.report.card import card_html, card_json, card_schema, write_card
from synthbalance.report.code import code_of
from synthbalance.report.export import write_dataset
from synthbalance.report.model import read_model, write_model
from synthbalance.report.tables import write_tables

__all__ = [
    "ENDINGS",
    "SavedModel",
    "card_html",
    "card_json",
    "card_schema",
    "code_of",
    "free_name",
    "read_model",
    "write_card",
    "write_dataset",
    "write_model",
    "write_new",
    "write_tables",
]
