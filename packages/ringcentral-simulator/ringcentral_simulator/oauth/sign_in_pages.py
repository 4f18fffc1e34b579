"""The pages of a make-believe sign-in: the company's single sign-on, then the user's consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable

_STYLE = Markup("""
body { margin: 0; min-height: 100vh; display: grid; place-items: center;
  background: #eef2f6; color: #1d2733; font: 16px/1.5 system-ui, sans-serif }
main { box-sizing: border-box; width: min(26rem, 92vw); padding: 2rem; background: #fff;
  border-top: 4px solid #0b6bcb; border-radius: 8px; box-shadow: 0 2px 12px #1d273326 }
h1 { margin: 0 0 1rem; font-size: 1.4rem }
label { display: block; font-weight: 600 }
input { box-sizing: border-box; width: 100%; margin: .25rem 0 1rem; padding: .6rem;
  border: 1px solid #8796a5; border-radius: 4px; font: inherit }
.button { display: inline-block; padding: .6rem 1.2rem; border: 1px solid #0b6bcb;
  border-radius: 4px; background: #0b6bcb; color: #fff; font: inherit; text-decoration: none;
  cursor: pointer }
.quiet { background: #fff; color: #0b6bcb }
[role=alert] { color: #a61b1b }
footer { margin-top: 1.5rem; color: #5a6875; font-size: .85rem }
""")
_PAGE = Markup("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{content}
<footer>Simulated account: nothing here is real, and nothing leaves this machine.</footer>
</main>
</body>
</html>
""")


def sign_in_page(app: str, identity_provider: str) -> Markup:
    """Return the page where the browser arrives: the company enforces single sign-on.

    Args:
        app: The app's name.
        identity_provider: Address of the next page.
    """
    content = Markup(
        "<p>Your company uses single sign-on. Sign in to continue to <b>{app}</b>.</p>\n"
        '<p><a class="button" id="sso" href="{href}">Sign in with Example SSO</a></p>'
    )
    return _page("Sign in", content.format(app=app, href=identity_provider))


def identity_provider_page(company: str, username: str, action: str, alert: str = "") -> Markup:
    """Return the company's own sign-in; it believes whoever says who they are.

    Args:
        company: Its name.
        username: Stands in the form already.
        action: Where the form goes.
        alert: What was wrong with the last try.
    """
    content = Markup(
        "<p>Single sign-on of {company}.</p>\n{alert}"
        '<form method="post" action="{action}">\n'
        '<label for="username">User name</label>\n'
        '<input id="username" name="username" value="{username}" required>\n'
        '<button class="button" id="sign-in">Sign in</button>\n'
        "</form>"
    )
    told = Markup('<p role="alert">{}</p>\n').format(alert) if alert else ""
    filled = content.format(company=company, alert=told, action=action, username=username)
    return _page("Example SSO", filled)


def consent_page(app: str, user: str, scopes: Iterable[str], action: str) -> Markup:
    """Return the page that asks whether the app may act for the user.

    Args:
        app: Its name.
        user: Who has signed in.
        scopes: What the app may do then.
        action: Where the form goes, with `answer` as `allow` or `deny`.
    """
    items = Markup("\n").join(Markup("<li>{}</li>").format(scope) for scope in scopes)
    content = Markup(
        "<p>Signed in as <b>{user}</b>. <b>{app}</b> asks for these permissions:</p>\n"
        "<ul>\n{items}\n</ul>\n"
        '<form method="post" action="{action}">\n'
        '<button class="button" id="allow" name="answer" value="allow">Allow</button>\n'
        '<button class="button quiet" id="deny" name="answer" value="deny">Deny</button>\n'
        "</form>"
    )
    filled = content.format(user=user, app=app, items=items, action=action)
    return _page(f"Allow {app}?", filled)


def error_page(message: str) -> Markup:
    """Return the page that says why there is no way on, and no way back to the app."""
    return _page("Sign-in failed", Markup('<p role="alert">{}</p>').format(message))


def _page(title: str, content: Markup) -> Markup:
    return _PAGE.format(title=title, style=_STYLE, content=content)
