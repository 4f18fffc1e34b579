"""The company that a seed founds."""

from __future__ import annotations

from collections import Counter

import pytest

from ringcentral_simulator.company.founding import found_company


def test_the_same_seed_founds_the_same_company() -> None:
    assert found_company(7) == found_company(7)
    assert found_company(7) != found_company(8)


@pytest.mark.parametrize("size", [40, 300, 2_000])
def test_a_company_has_as_many_extensions_as_asked_for(size: int) -> None:
    company = found_company(7, size)
    assert len(company.extensions) == size
    assert len({extension.id for extension in company.extensions}) == size
    assert len({extension.number for extension in company.extensions}) == size


def test_people_of_other_countries_have_names_of_their_own_and_addresses_in_ascii() -> None:
    company = found_company(7, 60, ("de_DE", "ja_JP"))
    people = [each for each in company.extensions if each.is_person]
    assert any("ß" in each.name or "ü" in each.name for each in people)
    assert any("\u4e00" <= each.name[0] <= "\u9fff" for each in people)
    assert all(each.email.isascii() and not each.email.startswith(".") for each in people)
    assert len({each.email for each in people}) == len(people)


def test_too_small_a_company_is_refused_with_the_smallest_size() -> None:
    with pytest.raises(ValueError, match="at least 40"):
        found_company(7, 10)


def test_every_kind_of_extension_occurs_even_one_that_no_enumeration_names() -> None:
    kinds = Counter(extension.type for extension in found_company(7).extensions)
    assert kinds["Department"] == 12
    assert {
        "User",
        "DigitalUser",
        "IvrMenu",
        "Voicemail",
        "Announcement",
        "Site",
        "ParkLocation",
        "SharedLinesGroup",
        "CompanyExtension",
    } <= set(kinds)


def test_some_users_are_disabled_or_not_activated() -> None:
    users = [e for e in found_company(7).extensions if e.type == "User"]
    statuses = Counter(user.status for user in users)
    assert statuses["Enabled"] > 4 * (statuses["Disabled"] + statuses["NotActivated"])
    assert statuses["Disabled"]
    assert statuses["NotActivated"]


def test_queues_have_members_who_can_answer_and_some_serve_in_several() -> None:
    company = found_company(7)
    assert all(5 <= len(queue.members) <= 25 for queue in company.queues)
    members = [member for queue in company.queues for member in queue.members]
    assert {(member.type, member.status) for member in members} == {("User", "Enabled")}
    assert max(Counter(member.id for member in members).values()) > 1


def test_sites_are_the_main_site_and_the_identifiers_of_their_extensions() -> None:
    company = found_company(7)
    assert company.sites[0].id == "main-site"
    for site in company.sites[1:]:
        assert company.by_id[int(site.id)].type == "Site"


def test_numbers_are_reserved_for_fiction_and_given_once() -> None:
    numbers = [e.direct_number for e in found_company(7).extensions if e.direct_number]
    assert len(set(numbers)) == len(numbers)
    assert all(n[5:9] == "5550" or n.startswith("+442079460") for n in numbers)


@pytest.mark.parametrize("seed", [31, 145])
def test_smallest_company_has_somebody_at_every_office(seed: int) -> None:
    company = found_company(seed, 40)
    assert all(company.people_at[site.id] for site in company.sites)
