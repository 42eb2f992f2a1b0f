"""Names that look like identifiers are found word by word; words inside other words are none."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synthbalance.report._identifiers import KINDS, identifier_columns, words_of
from tests.report.conftest import EMAIL


def kind_of(name):
    return dict(identifier_columns([name])).get(name)


def test_there_are_the_eighteen_kinds_of_the_rule():
    assert len(KINDS) == len(set(KINDS)) == 18


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("first_name", "names"), ("Nachname", "names"), ("name", "names"), ("customerName", "names"),
        ("zip", "places smaller than a state"), ("PLZ", "places smaller than a state"),
        ("homeAddress2", "places smaller than a state"), ("straße", "places smaller than a state"),
        ("dateOfBirth", "dates of a person's life, and ages above 89"),
        ("age", "dates of a person's life, and ages above 89"),
        ("Geburtsdatum", "dates of a person's life, and ages above 89"),
        ("phone_number", "telephone numbers"), ("TelefonNr", "telephone numbers"), ("fax", "fax numbers"),
        ("eMail", "email addresses"), ("EMAIL_ADDRESS", "email addresses"), ("emails", "email addresses"),
        ("SSN", "social security numbers"), ("patient_mrn", "medical record numbers"),
        ("patientId", "medical record numbers"), ("member_id", "health plan numbers"), ("IBAN", "account numbers"),
        ("cc_num", "account numbers"), ("Kontonummer", "account numbers"),
        ("drivers license", "certificate and license numbers"), ("Führerschein", "certificate and license numbers"),
        ("vin", "vehicle identifiers"), ("license_plate", "vehicle identifiers"), ("imei", "device identifiers"),
        ("device fingerprint", "device identifiers"), ("url", "web addresses"), ("clientIP", "IP addresses"),
        ("IPAddress", "IP addresses"), ("ip_v4", "IP addresses"), ("fingerprint", "biometric identifiers"),
        ("photo_1", "photographs of faces"), ("user-id", "any other unique number or code"),
        ("userName", "any other unique number or code"), (EMAIL, "email addresses"),
    ],
)  # fmt: skip
def test_a_name_that_says_who_is_meant_is_found(name, kind):
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    "name",
    [
        "description", "chip", "ship", "tip", "recipient", "capacity", "velocity", "electricity", "zipper", "flat",
        "plate", "latency", "colon", "page", "average", "wage", "stage", "account_age", "card_age_days", "female",
        "detail", "hotel", "microphone", "valid", "paid", "grid", "product_id", "merchant_id", "identity", "vinyl",
        "curl", "mrna", "product_name", "filename", "rename", "report", "transport", "state", "native_country",
        "amount", "date", "hour", "V1", "city_pop", "phone_type", "has_email", "email_domain", "is_phone_verified", "",
    ],
)  # fmt: skip
def test_a_word_inside_another_or_about_one_is_none(name):
    assert kind_of(name) is None


@given(st.sampled_from(["ip", "zip", "fax", "vin", "ssn", "lat", "phone", "email", "name", "id", "url"]))
def test_a_word_grown_together_with_letters_is_none(word):
    assert kind_of(f"q{word}q") is None and kind_of(f"q{word}") is None


@example(names=["𒐀", "Ⅷ id"])
@given(st.lists(st.text(max_size=30) | st.integers() | st.none(), unique=True))
def test_any_names_are_read_in_their_order(names):
    found = [name for name, kind in identifier_columns(names)]
    assert found == [name for name in names if name in found]
    assert all(word.isalpha() for name in names for word in words_of(name))
