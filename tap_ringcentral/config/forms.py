"""What a text among the settings must be made of, and what does not belong to it."""

from __future__ import annotations

ASCII = r"^[ -~]*$"
"""VSCHAR of RFC 6749, appendix A: what the parts of an OAuth request are made of."""
TEXT = r"^[^\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]*$"
"""UNICODECHARNOCRLF of the same appendix."""
PATH = r"^[^\x00-\x08\x0a-\x1f\x7f\ud800-\udc7f\udd00-\udfff]*$"
"""TEXT, and how Python keeps the bytes of a name that are none of the locale's (PEP 383)."""
LATIN = r"^[ -~\xa0-\xff]*$"
"""What a header can carry: RFC 9110, section 5.5."""
JWT = r"^[A-Za-z0-9_.=-]*$"
SEGMENT = r"^[A-Za-z0-9_~-]*$"
URI = r"^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$"

FORMS = {
    ASCII: "hold nothing but ASCII characters, on one line",
    TEXT: "be text on one line, without control characters",
    PATH: "be text on one line, without control characters",
    LATIN: "hold nothing but Latin-1 characters, on one line",
    JWT: "hold nothing but the letters, digits and .-_= of a JWT, without quotes",
    SEGMENT: "be an ID, of digits or letters, or ~",
    URI: "be a URI, such as http://127.0.0.1:8910/callback",
}
"""What a text must do to be of a form."""

CLEANING = {
    "password": lambda text: text.rstrip("\r\n"),  # it may begin or end with a blank
    "jwt": lambda text: "".join(text.split()),  # copied from where it was wrapped
}
"""What does not belong to a text, where that is not the white space around it."""
