"""The token goes to a server that can be reached, and that nobody between here and there reads."""

from __future__ import annotations

import pytest

from tap_ringcentral.api.errors import SettingsError
from tap_ringcentral.api.server_address import is_safe, media_url, origin, server_url


@pytest.mark.parametrize(
    "url",
    [
        "http://platform.ringcentral.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://10.0.0.1",
        "ftp://localhost",
        "platform.ringcentral.com",
        "https://",
        "https://[platform",
        "https://platform.ringcentral.com/restapi/v1.0",
        "https://platform.ringcentral.com?brand=1",
        "https://platform.ringcentral.com#top",
        "https://me:s3cret@platform.ringcentral.com",
        "https://@platform.ringcentral.com",
        "https://platform.ringcentral.com:0",
        "https://platform.ringcentral.com:99999",
        "https://platform.ringcentral.com:https",
        "https://platform..ringcentral.com",
        "https://.ringcentral.com",
        "https://-platform.ringcentral.com",
        "https://platform ringcentral.com",
        "https://pl\u00e4tform.example",
        "https://platform%2eringcentral.com",
        f"https://{'a' * 64}.example",
        f"https://{'a.' * 126}aaaa",
        "http://::1:8080",
        "https://[::1%25lo]",
        "http://[::2]:8080",
    ],
)
def test_address_that_would_fail_late_or_show_the_secrets_is_refused(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        server_url(url)
    text = str(caught.value)
    assert "server_url must be an https address" in text
    assert "s3cret" not in text
    assert "\n" not in text


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://platform.devtest.example/", "https://platform.devtest.example"),
        ("HTTPS://Platform.RingCentral.com", "https://platform.ringcentral.com"),
        ("https://platform.ringcentral.com:443/", "https://platform.ringcentral.com"),
        ("https://platform.ringcentral.com:", "https://platform.ringcentral.com"),
        ("https://gateway_1.internal:8443", "https://gateway_1.internal:8443"),
        ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_safe_address_is_written_as_ringcentral_names_its_next_pages(url: str, kept: str) -> None:
    assert server_url(url) == kept


@pytest.mark.parametrize(
    ("platform", "media"),
    [
        ("https://platform.ringcentral.com", "https://media.ringcentral.com"),
        ("https://platform.devtest.ringcentral.com", "https://media.devtest.ringcentral.com"),
        ("http://127.0.0.1:8030", "http://127.0.0.1:8030"),
    ],
)
def test_media_host_is_that_of_the_platform_unless_it_is_set(platform: str, media: str) -> None:
    assert media_url(platform) == media


def test_bad_media_url_is_named_by_its_own_setting() -> None:
    with pytest.raises(SettingsError, match="The setting media_url must be an https address"):
        server_url("http://media.ringcentral.com", "media_url")


@pytest.mark.parametrize(
    ("url", "is_media"),
    [
        ("https://media.ringcentral.com:443/restapi/v1.0/account/1/recording/2/content", True),
        ("HTTPS://MEDIA.ringcentral.com/restapi", True),
        ("http://media.ringcentral.com:443/restapi", False),
        ("https://media.ringcentral.com:8443/restapi", False),
        ("https://media.ringcentral.com.example/restapi", False),
        ("https://media.ringcentral.com@example.com/restapi", False),
        ("https://media.ringcentral.com:x/restapi", False),
        ("//media.ringcentral.com/restapi", False),
        ("/restapi", False),
        ("", False),
    ],
)
def test_usual_port_may_stand_in_an_address_and_no_other_host_passes(
    url: str, *, is_media: bool
) -> None:
    assert (origin(url) == origin("https://media.ringcentral.com")) == is_media


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://cdn.example/1", True),
        ("http://127.0.0.1:9/1", True),
        ("http://cdn.example/1", False),
        ("ftp://cdn.example/1", False),
        ("https://[cdn", False),
    ],
)
def test_redirect_may_lead_to_https_or_to_this_machine(url: str, *, safe: bool) -> None:
    assert is_safe(url) == safe
