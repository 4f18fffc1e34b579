"""The people outside the company: numbers reserved for fiction, with the gaps that occur."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from ringcentral_simulator.company.company import Site
    from ringcentral_simulator.gateway.wire import Json

_AMERICAN = (
    ("206", "Seattle, WA"),
    ("213", "Los Angeles, CA"),
    ("312", "Chicago, IL"),
    ("404", "Atlanta, GA"),
    ("415", "San Francisco, CA"),
    ("512", "Austin, TX"),
    ("602", "Phoenix, AZ"),
    ("617", "Boston, MA"),
    ("702", "Las Vegas, NV"),
    ("801", "Salt Lake City, UT"),
)
_BRITISH = (("1632960", "Newcastle"), ("1134960", "Leeds"), ("1614960", "Manchester"))
_ABROAD = (("+6125550", 4, "Sydney"), ("+3319900", 4, "Paris"), ("+35320912", 4, "Dublin"))
_TRADES = ("Bakery", "Freight", "Dental", "Motors", "Hardware", "Catering", "Legal", "Farms")
_GAPS: tuple[Json, ...] = (
    {"name": "Anonymous"},
    {"name": "Anonymous"},
    {"phoneNumber": "+3319900XXXX", "location": "Paris"},  # masked by privacy rules
    {"phoneNumber": "(866)555-0123", "name": "TOLL FREE CALLER"},
)
_GAP_SHARE = 0.04
_ABROAD_SHARE = 0.03


def caller(rng: random.Random, site: Site) -> Json:
    """Return someone who calls an office, as the call log names them.

    The number may be withheld, masked by privacy rules, or not in E.164 form.
    """
    if rng.random() < _GAP_SHARE:
        return dict(rng.choice(_GAPS))
    return abroad(rng) if rng.random() < _ABROAD_SHARE else callee(rng, site)


def callee(rng: random.Random, site: Site) -> Json:
    """Return someone in the office's own country."""
    if site.country == "GB":
        code, city = rng.choice(_BRITISH)
        number = f"+44{code}{rng.randrange(1_000):03}"
    else:
        code, city = rng.choice(_AMERICAN)
        number = f"+1{code}55501{rng.randrange(100):02}"
    return _named(rng, {"phoneNumber": number, "location": city})


def abroad(rng: random.Random) -> Json:
    """Return someone in another country."""
    code, digits, city = rng.choice(_ABROAD)
    number = f"{code}{rng.randrange(10**digits):0{digits}}"
    return _named(rng, {"phoneNumber": number, "location": city})


def is_abroad(party: Json) -> bool:
    """Whether someone's number is of another country than the offices'."""
    prefixes = tuple(code for code, _, _ in _ABROAD)
    return str(party.get("phoneNumber", "")).startswith(prefixes)


def can_be_called(party: Json) -> bool:
    """Whether someone has a number that can be dialed: neither withheld nor masked."""
    number = str(party.get("phoneNumber", ""))
    return number.startswith("+") and number[1:].isdecimal()


def _named(rng: random.Random, party: Json) -> Json:
    """Return a party with the caller name most have: their firm's, or their town's."""
    town = party["location"]
    firm = f"{town.split(',')[0]} {rng.choice(_TRADES)}"
    name = rng.choice((firm, firm, firm, town.replace(",", "").upper()[:15], None))
    return party if name is None else {**party, "name": name}
