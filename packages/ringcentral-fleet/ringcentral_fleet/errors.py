"""What a person can mend; each text is one line that says how."""


class FleetError(Exception):
    """Something of the fleet cannot be used; the text says what to change."""

    is_for_a_person = True
    """Whether no other try would help before that is changed."""


class StateConflictError(FleetError):
    """Another run has written the state meanwhile."""

    is_for_a_person = False


class StoreError(FleetError):
    """A folder or a bucket cannot be read or written now."""

    is_for_a_person = False
