"""What a user can set, as the SDK, `--help` and the README know it."""

from __future__ import annotations

from singer_sdk import typing as th

from tap_ringcentral.config.forms import ASCII, JWT, LATIN, PATH, SEGMENT, TEXT, URI

SETTINGS = th.PropertiesList(
    th.Property(
        "client_id",
        th.StringType(pattern=ASCII),
        title="Client ID",
        description="Client ID of the app in RingCentral's Developer Console.",
    ),
    th.Property(
        "client_secret",
        th.StringType(pattern=ASCII),
        secret=True,
        title="Client secret",
        description="Client secret of that app; leave it out for a public app.",
    ),
    th.Property(
        "jwt",
        th.StringType(pattern=JWT),
        secret=True,
        title="JWT credential",
        description=(
            "JWT credential of the helper extension. The recommended way to sign in: it works "
            "under single sign-on and nothing needs to be stored."
        ),
    ),
    th.Property(
        "refresh_token",
        th.StringType(pattern=ASCII),
        secret=True,
        title="Refresh token",
        description=(
            "A refresh token of the helper extension, to begin with: from then on the token store "
            "has the newer one, unless this setting is changed."
        ),
    ),
    th.Property(
        "authorization_code",
        th.StringType(pattern=ASCII),
        secret=True,
        title="Authorization code",
        description=(
            "An authorization code obtained elsewhere, exchanged once within its minute; the token "
            "store goes on from there. Needs redirect_uri."
        ),
    ),
    th.Property(
        "redirect_uri",
        th.StringType(pattern=URI),
        title="Redirect URI",
        description=(
            "The redirect URI that the authorization code was obtained with, as registered for the "
            "app; also where tap-ringcentral-login listens."
        ),
    ),
    th.Property(
        "code_verifier",
        th.StringType(pattern=ASCII),
        secret=True,
        title="Code verifier",
        description="The PKCE code verifier of the authorization code, where one was used.",
    ),
    th.Property(
        "username",
        th.StringType(pattern=TEXT),
        title="Username",
        description=(
            "Email address or phone number for the password grant, which only some private "
            "environments still allow, and none under single sign-on."
        ),
    ),
    th.Property(
        "extension",
        th.StringType(pattern=TEXT),
        title="Extension",
        description="Extension number that goes with a phone number as username.",
    ),
    th.Property(
        "password",
        th.StringType(pattern=TEXT),
        secret=True,
        title="Password",
        description="Password for the password grant.",
    ),
    th.Property(
        "refresh_token_ttl",
        th.IntegerType(minimum=0, maximum=2_592_000),
        title="Refresh token lifetime (seconds)",
        description=(
            "Lifetime to request for refresh tokens, in seconds, up to 2592000 (30 days). Set it "
            "above the pause between two runs. Default: as the app has it, usually 7 days."
        ),
    ),
    th.Property(
        "token_store",
        th.StringType(pattern=PATH),
        title="Token store",
        description=(
            "File that keeps the tokens from run to run. Default: one for each app, server and "
            "credential in the user's state directory. In a container, a file on a volume."
        ),
    ),
    th.Property(
        "server_url",
        th.StringType(pattern=TEXT),
        default="https://platform.ringcentral.com",
        title="Server URL",
        description=(
            "Address of the RingCentral platform. Plain http is refused unless the host is this "
            "machine."
        ),
    ),
    th.Property(
        "media_url",
        th.StringType(pattern=TEXT),
        title="Media URL",
        description=(
            "Address of the host that gives audio, which sees the token as well. Default: "
            "server_url with media in the place of platform."
        ),
    ),
    th.Property(
        "account_id",
        th.StringType(pattern=SEGMENT),
        default="~",
        title="Account ID",
        description="Account to read; ~ is the account of the helper extension.",
    ),
    th.Property(
        "account_id_column",
        th.BooleanType,
        default=False,
        title="Account ID column",
        description=(
            "Whether every row has the account's ID, accountId, as its first key, so that several "
            "accounts can share a table: IDs are unique within one account only. Switched on for "
            "a table that exists, it changes the keys, so that a new table is needed."
        ),
    ),
    th.Property(
        "start_date",
        th.DateTimeType,
        title="Start date",
        description=(
            "Read calls that started (by lastModifiedTime: changed) at this moment or later "
            "(RFC 3339; UTC where no offset is given). Without it: all that RingCentral keeps, "
            "about a year."
        ),
    ),
    th.Property(
        "end_date",
        th.DateTimeType,
        title="End date",
        description=(
            "Read calls that started (by lastModifiedTime: changed) before this moment (RFC "
            "3339). Without it: now."
        ),
    ),
    th.Property(
        "lookback_hours",
        th.IntegerType(minimum=0, maximum=876_000),  # a century: longer than any call takes
        default=24,
        title="Lookback (hours)",
        description=(
            "How long after its start a call may still appear or change. Each run reads that "
            "much again, since a call appears only after it ends and is completed later. By "
            "lastModifiedTime ten minutes are read again, whatever is set here."
        ),
    ),
    th.Property(
        "skip_unavailable",
        th.BooleanType,
        default=False,
        title="Skip what is unavailable",
        description=(
            "Whether a stream may be left out, with a warning, where a permission is missing or "
            "the account does not have the feature. Else the others are read, and the run ends "
            "with an error that names it."
        ),
    ),
    th.Property(
        "analytics_interval",
        th.StringType(allowed_values=["Hour", "Day", "Both"]),
        default="Day",
        title="Analytics interval",
        description=(
            "Length of the intervals of call_analytics_queue and _user: Hour, Day or Both, side by "
            "side; the column interval tells which a row is of."
        ),
    ),
    th.Property(
        "analytics_time_zone",
        th.StringType,
        default="UTC",
        title="Analytics time zone",
        description=(
            "Time zone whose hours and days those intervals are, such as America/New_York."
        ),
    ),
    th.Property(
        "extension_ids",
        th.ArrayType(th.StringType(pattern=SEGMENT)),
        title="Extensions",
        description=(
            "IDs of the extensions that the streams with a request for each extension read, as a "
            "list or with commas between them; ~ is the helper extension's own. Without it: all "
            "that have what a stream asks for."
        ),
    ),
    th.Property(
        "federated_directory",
        th.BooleanType,
        default=False,
        title="Federated directory",
        description=(
            "Whether directory_entry also has the other accounts of a federation of accounts."
        ),
    ),
    th.Property(
        "recordings_path",
        th.StringType(pattern=PATH),
        title="Recordings path",
        description=(
            "Where call_recording_audio, and voicemail, store their audio: a directory, or "
            "s3://bucket/prefix, gs:// or abfs://, with credentials from the environment."
        ),
    ),
    th.Property(
        "recordings_type",
        th.StringType(allowed_values=["All", "Automatic", "OnDemand"]),
        default="All",
        title="Recordings type",
        description="Which recordings are stored: Automatic, OnDemand or All.",
    ),
    th.Property(
        "recordings_min_seconds",
        th.IntegerType(minimum=0, maximum=86_400),
        default=0,
        title="Recordings from (seconds)",
        description="How long a call must have lasted for its recording to be stored.",
    ),
    th.Property(
        "recordings_extension_ids",
        th.ArrayType(th.StringType(pattern=SEGMENT)),
        title="Recorded extensions",
        description=(
            "IDs of the extensions, users or queues, whose calls' recordings are stored, as a "
            "list or with commas between them. Without it: all."
        ),
    ),
    th.Property(
        "recordings_max_minutes",
        th.IntegerType(minimum=1, maximum=525_600),
        title="Recordings' time (minutes)",
        description=(
            "For how long a run reads audio before it ends well and leaves the rest to the next. "
            "Without it: until all is stored."
        ),
    ),
    th.Property(
        "parallel",
        th.BooleanType,
        default=True,
        title="Parallel",
        description=(
            "Whether streams that RingCentral counts in different rate-limit groups are read side "
            "by side. Set it to false to read one after the other, as for debugging."
        ),
    ),
    th.Property(
        "user_agent",
        th.StringType(pattern=LATIN),
        title="User agent",
        description="User-Agent of every request. Default: tap-ringcentral/<version>.",
    ),
    th.Property(
        "emit_activate_version_messages",
        th.BooleanType,
        title="Activate versions",
        description=(
            "Ends each full table with a message that lets a target drop the rows that are gone, "
            "such as a member who left a queue."
        ),
    ),
)
