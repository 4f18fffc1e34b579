"""The menus that greet callers, and the prompts they play."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Company, Extension
    from ringcentral_simulator.gateway.wire import Json

_MOST_CHOICES = 9
_OCCASIONS = ("Holidays", "Bad Weather")
_ENGLISH = {"id": "1033", "name": "English (US)", "localeCode": "en-US"}


def menu_summary(menu: Extension, uri: str) -> Json:
    """Return a menu as the list has it."""
    return {
        "uri": f"{uri}/ivr-menus/{menu.id}",
        "id": str(menu.id),
        "name": menu.name,
        "extensionNumber": menu.number,
    }


def menu(company: Company, menu: Extension, uri: str) -> Json:
    """Return a menu by itself: what it says, and where each key leads.

    Args:
        company: Whose it is.
        menu: Its extension.
        uri: The account's address.
    """
    queues = company.queues_at[menu.site.id][:_MOST_CHOICES]
    choices = [
        {"input": str(key), "action": "Connect", "extension": _extension(queue.extension, uri)}
        for key, queue in enumerate(queues, start=1)
    ]
    return {
        **menu_summary(menu, uri),
        "promptRepeatCount": 2,
        "site": {"id": menu.site.id, "name": menu.site.name},
        "prompt": _prompt(company, menu, uri),
        "actions": [
            *choices,
            {"input": "0", "action": "ConnectToOperator"},
            {"input": "Star", "action": "ReturnToPrevious"},
            {"input": "NoInput", "action": "Repeat"},
        ],
    }


def menus(company: Company) -> list[Extension]:
    """Return every menu's extension."""
    return [e for e in company.extensions if e.type == "IvrMenu"]


def prompts(company: Company, uri: str) -> list[Json]:
    """Return every recorded prompt: those that menus play, and some that none plays now."""
    played = [menu.name for menu in menus(company) if _is_recorded(menu)]
    return [
        {
            "uri": f"{uri}/ivr-prompts/{prompt}",
            "id": prompt,
            "contentType": "audio/mpeg",
            "contentUri": f"{uri}/ivr-prompts/{prompt}/content",
            "filename": f"{name}.mp3",
        }
        for name in (*played, *_OCCASIONS)
        for prompt in [_prompt_id(company, name)]
    ]


def _prompt(company: Company, menu: Extension, uri: str) -> Json:
    if not _is_recorded(menu):
        server = uri.partition("/account/")[0]
        return {
            "mode": "TextToSpeech",
            "text": f"Thank you for calling {company.name} in {menu.site.name}.",
            "language": {**_ENGLISH, "uri": f"{server}/dictionary/language/{_ENGLISH['id']}"},
        }
    prompt = _prompt_id(company, menu.name)
    return {"mode": "Audio", "audio": {"uri": f"{uri}/ivr-prompts/{prompt}", "id": prompt}}


def _is_recorded(menu: Extension) -> bool:
    return menu.site.country == "US"


def _prompt_id(company: Company, name: str) -> str:
    names = [*(menu.name for menu in menus(company)), *_OCCASIONS]
    return str(company.account_id * 1_000 + names.index(name) + 1)


def _extension(extension: Extension, uri: str) -> Json:
    return {
        "uri": f"{uri}/extension/{extension.id}",
        "id": str(extension.id),
        "name": extension.name,
    }
