"""What the account holds, drawn when it is first asked for and kept from then on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import monitoring, numbers

if TYPE_CHECKING:
    from ringcentral_simulator.account_data.audit import AuditTrail
    from ringcentral_simulator.account_data.monitoring import MonitoringGroup
    from ringcentral_simulator.account_data.numbers import PhoneNumber
    from ringcentral_simulator.company.company import Company


class AccountData:
    """Values that the API's answers are written from.

    Args:
        company: Whose account it is.
        audit_trail: What its administrators did, whoever has left since.
    """

    def __init__(self, company: Company, audit_trail: AuditTrail) -> None:
        self._company = company
        self.audit_trail = audit_trail

    @cached_property
    def phone_numbers(self) -> tuple[PhoneNumber, ...]:
        """Every telephone number."""
        return numbers.phone_numbers(self._company)

    @cached_property
    def direct_number_of(self) -> dict[int, PhoneNumber]:
        """Direct numbers, by the identifier of the extension."""
        return {
            number.extension.id: number
            for number in self.phone_numbers
            if number.extension is not None and number.usage == "DirectNumber"
        }

    @cached_property
    def monitoring_groups(self) -> tuple[MonitoringGroup, ...]:
        """Every group of call monitoring."""
        return monitoring.monitoring_groups(self._company)
