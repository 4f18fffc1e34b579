"""A static page of pictures and figures, from the answers that dbt made of a RingCentral lake."""

from ringcentral_report.site import Choices, write

__all__ = ["Choices", "write"]
