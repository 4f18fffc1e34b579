"""`tap-ringcentral-login`: one sign-in through a browser, kept in the token store."""

from __future__ import annotations

import sys
import webbrowser
from typing import TYPE_CHECKING

import click

from tap_ringcentral.api.errors import RingCentralError, SettingsError, SignInError
from tap_ringcentral.auth.browser import DEFAULT_REDIRECT_URI, Authorization, Listener
from tap_ringcentral.auth.grants import StoredGrant
from tap_ringcentral.cli import escape_what_the_terminal_lacks
from tap_ringcentral.doctor import identity
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from singer_sdk.plugin_base import _ConfigInput

    from tap_ringcentral.auth.grants import CodeGrant


@click.command()
@click.option(
    "--config",
    multiple=True,
    default=("ENV",),
    callback=TapRingCentral.cb_config,
    show_default=True,
    help="Configuration file, or ENV for environment variables.",
)
@click.option(
    "--no-browser",
    is_flag=True,
    help="Print the address to open on another machine, and take the pasted redirect.",
)
def main(config: _ConfigInput, *, no_browser: bool) -> None:
    """Sign the helper extension in through a browser, once; the tap goes on from there."""
    escape_what_the_terminal_lacks()
    try:
        _sign_in(TapRingCentral.configured(config), no_browser=no_browser)
    except RingCentralError as error:
        raise click.ClickException(str(error)) from None


def _sign_in(tap: TapRingCentral, *, no_browser: bool) -> None:
    settings = tap.api.settings
    if not isinstance(settings.grant, StoredGrant):
        raise SettingsError(
            "Another way to sign in is set (jwt, refresh_token, authorization_code or password). "
            "A sign-in through the browser needs client_id only, and client_secret for an app that "
            "has one: remove the other."
        )
    tap.api.authenticator.check_store()
    redirect_uri = tap.config.get("redirect_uri") or DEFAULT_REDIRECT_URI
    authorization = Authorization.begin(
        settings.grant.client, server_url=settings.server_url, redirect_uri=redirect_uri
    )
    token = tap.api.authenticator.sign_in(_authorize(authorization, no_browser=no_browser))
    click.echo(f"Signed in as {identity(tap)}.")
    if token.refresh_expires_at:
        click.echo(
            f"The refresh token lives until {token.refresh_expires_at:%Y-%m-%d %H:%M} UTC; each "
            "run before then renews it."
        )
    else:
        click.echo(
            "RingCentral gave no refresh token: the sign-in ends with its access token, at "
            f"{token.expires_at:%H:%M} UTC. Let the app issue refresh tokens (Developer Console)."
        )


def _authorize(authorization: Authorization, *, no_browser: bool) -> CodeGrant:
    if no_browser:
        return _pasted(authorization)
    listener = Listener(authorization.redirect_uri)
    click.echo(f"Sign in as the helper extension in the browser:\n\n{authorization.url}\n")
    if not webbrowser.open(authorization.url):
        click.echo("No browser could be opened here: open the address on this machine, or use")
        click.echo("--no-browser to sign in on another one.")
    return listener.wait(authorization)


def _pasted(authorization: Authorization) -> CodeGrant:
    click.echo(f"Open this address, and sign in as the helper extension:\n\n{authorization.url}\n")
    click.echo("The browser then goes to an address that may not be found; copy it all the same.")
    if sys.stdin is None or sys.stdout is None:
        raise SignInError("An address can be pasted where standard input and output are open.")
    while True:
        try:
            redirected_to = click.prompt("That address", hide_input=sys.stdin.isatty())
            return authorization.grant(redirected_to.strip())
        except SignInError as error:
            click.echo(str(error), err=True)
        except UnicodeError:  # bytes that the terminal's encoding does not have
            click.echo("That is no address: it is not text.", err=True)
