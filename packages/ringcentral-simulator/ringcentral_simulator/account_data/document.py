"""A fax as a document: pages with a line of text each."""

from __future__ import annotations

from ringcentral_simulator.gateway.content import Content

CONTENT_TYPE = "application/pdf"
_FIRST_PAGE = 4  # after the catalog, the list of pages and the font


def document(title: str, pages: int) -> Content:
    """Return a PDF: ISO 32000-1, section 7.5."""
    numbers = [_FIRST_PAGE + 2 * n for n in range(pages)]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} /MediaBox [0 0 612 792] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, number in enumerate(numbers):
        text = f"BT /F1 24 Tf 72 700 Td (Fax {title}, page {n + 1}) Tj ET"
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {resources} /Contents {number + 1} 0 R >>",
            f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        ]
    whole, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(whole))
        whole += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    size = len(objects) + 1
    whole += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(whole)}\n%%EOF\n"
    ).encode()
    return Content.of(CONTENT_TYPE, whole)
