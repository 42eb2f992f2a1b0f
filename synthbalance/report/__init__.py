"""What leaves the experiment: a script, a dataset, a data card."""

from synthbalance.report._files import free_name
from synthbalance.report.card import card_html, card_json, card_schema, write_card
from synthbalance.report.code import code_of
from synthbalance.report.export import write_dataset

__all__ = ["card_html", "card_json", "card_schema", "code_of", "free_name", "write_card", "write_dataset"]
