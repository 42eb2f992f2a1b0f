"""Columns whose names look like identifiers of people: a hint from names alone, no value is looked at."""

import unicodedata

# The 18 kinds of 45 CFR 164.514(b)(2)(i), and the words that name them in English and in German. "=" means that the
# name is these words and no more; several words stand side by side in that order, or are written as one.
_WORDS = {
    "names": """
        =first, =last, first name, last name, middle name, maiden name, given name, family name, full name, surname,
        forename, initials, vorname, nachname, familienname, geburtsname""",
    "places smaller than a state": """
        address, addr, street, city, town, village, county, precinct, parish, zip, zip code, postal code, post code,
        geocode, lat, latitude, lon, lng, longitude, =long, merch long, adresse, anschrift, strasse, hausnummer,
        wohnort, =ort, plz, postleitzahl, stadt, gemeinde, landkreis""",
    "dates of a person's life, and ages above 89": """
        birth date, birthdate, birth day, =birth, dob, date of birth, date of death, death date, dod, =age, age years,
        age in years, patient age, customer age, client age, applicant age, person age, admission date, admit date,
        discharge date, visit date, geburtsdatum, geburtstag, sterbedatum, todesdatum, aufnahmedatum,
        entlassungsdatum, =alter, alter in jahren""",
    "telephone numbers": """
        phone, telephone, tel, phone number, mobile number, mobile no, cell number, telefon, telefonnummer, handy,
        handynummer, mobilnummer, rufnummer, msisdn""",
    "fax numbers": "fax, fax number, faxnummer, telefax",
    "email addresses": "e mail, e mail address, mail address, mailadresse, e mail adresse",
    "social security numbers": """
        ssn, social security, social security number, social insurance number, national insurance number, nino,
        sozialversicherungsnummer, rentenversicherungsnummer""",
    "medical record numbers": """
        mrn, medical record, medical record number, chart number, patient id, patient number, patient no, case number,
        encounter id, hadm id, patientennummer, patienten id, fallnummer""",
    "health plan numbers": """
        health plan, health plan number, beneficiary, beneficiary id, member id, subscriber id, insurance number,
        insurance id, policy number, policy no, medicare number, medicaid id, versichertennummer,
        versicherungsnummer, krankenversichertennummer""",
    "account numbers": """
        account number, account no, account num, account nr, account id, acct number, acct no, acct num, acct id,
        =account, =acct, iban, card number, card no, card num, card id, cc num, cc number, =pan, name orig, name dest,
        kontonummer, konto nr, kartennummer""",
    "certificate and license numbers": """
        license number, licence number, license no, licence no, driver license, driver licence, drivers license,
        drivers licence, driving licence, driving license, certificate number, npi, führerschein, fuehrerschein,
        führerscheinnummer""",
    "vehicle identifiers": """
        vin, license plate, licence plate, plate number, number plate, registration plate, vehicle id, vehicle number,
        chassis number, kfz kennzeichen, autokennzeichen, fahrgestellnummer""",
    "device identifiers": """
        device id, device number, device serial, device fingerprint, browser fingerprint, serial number, serial no,
        imei, imsi, udid, idfa, mac address, mac adresse, advertising id, seriennummer, gerätenummer, geraetenummer""",
    "web addresses": "url, uri, website, web site, web address, homepage, webseite",
    "IP addresses": "ip, ipv, ip address, ip addr, ip adresse",
    "biometric identifiers": """
        biometric, fingerprint, finger print, voice print, face print, retina scan, iris scan, fingerabdruck, dna""",
    "photographs of faces": """
        photo, photograph, portrait, selfie, avatar, profile picture, face image, foto, lichtbild, passbild""",
    "any other unique number or code": """
        uuid, guid, user name, login, passport, passport number, tax id, tax number, tin, national id, identifier,
        steuernummer, steuer id, ausweisnummer, personalnummer, kundennummer, matrikelnummer""",
}
KINDS = tuple(_WORDS)
# "name" and "id" alone say that a person is meant, unless the name says what else is.
_WEAK = {"name": "names", "id": "any other unique number or code"}
_THINGS = """
    product item file folder column field class category brand model table merchant store shop company firm event host
    country region state branch department plan campaign terminal sensor batch variable feature station bank currency
    channel game team species drug job school course page project artikel produkt firma filiale"""
# A column about an identifier, such as its type or whether there is one, is none.
_ABOUT = """
    has is verified valid type count length len pop population service missing flag match domain pct avg mean"""


def identifier_columns(names):
    """Which column names look like one of the 18 identifiers of HIPAA's Safe Harbor list.

    Parameters
    ----------
    names : iterable of column names
        Compared word by word: split at signs, spaces, digits and capital letters.

    Returns
    -------
    list of (name, kind)
        In the given order, one for each name that looks like one; kind is one of `KINDS`. No value is looked at: a
        name in the list may be harmless, and a name that is not proves nothing.

    References
    ----------
    45 CFR 164.514(b)(2)(i): the identifiers to be removed.

    Examples
    --------
    >>> identifier_columns(["clientIP", "description", "zip_code"])
    [('clientIP', 'IP addresses'), ('zip_code', 'places smaller than a state')]
    """
    kinds = [(name, _kind(words_of(name))) for name in names]
    return [(name, kind) for name, kind in kinds if kind is not None]


def words_of(name):
    """The words of a column name in small letters, digits left out.

    Examples
    --------
    >>> words_of("userIPAddress_v2")
    ['user', 'ip', 'address', 'v']
    """
    text = unicodedata.normalize("NFKC", str(name))
    apart = "".join(_broken(text, at) for at in range(len(text)))
    return "".join(sign if sign.isalpha() else " " for sign in apart.casefold()).split()


def _broken(text, at):
    """A character, after a space where a word begins with a capital letter: userName, IPAddress."""
    before, own, after = text[at - 1 : at], text[at], text[at + 1 : at + 2]
    starts = own.isupper() and (before.islower() or (before.isupper() and after.islower()))
    return f" {own}" if starts else own


def _kind(words):
    """The kind with the longest matching words; None where none matches."""
    if not words or _ABOUT_WORDS.intersection(words):
        return None
    found = [(len(phrase), kind) for phrase, whole, kind in _PHRASES if _has(words, phrase, whole)]
    if found:
        return max(found, key=lambda pair: pair[0])[1]
    weak = [kind for word, kind in _WEAK.items() if word in words or f"{word}s" in words]
    return weak[0] if weak and not _THING_WORDS.intersection(words) else None


def _has(words, phrase, whole):
    if whole:
        return words == phrase
    runs = [words[at : at + len(phrase)] for at in range(len(words) - len(phrase) + 1)]
    return phrase in runs or [*phrase[:-1], f"{phrase[-1]}s"] in runs or _as_one(words, "".join(phrase))


def _as_one(words, joined):
    return joined in words or f"{joined}s" in words


def _phrases():
    for kind, listed in _WORDS.items():
        for written in listed.split(","):
            whole = written.strip().startswith("=")
            yield unicodedata.normalize("NFKC", written.strip(" \n=")).casefold().split(), whole, kind


_PHRASES = tuple(_phrases())
_THING_WORDS, _ABOUT_WORDS = set(_THINGS.split()), set(_ABOUT.split())
