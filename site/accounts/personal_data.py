"""The personal data of accounts, sign-in and sessions, also in the tables of allauth and Django."""

from common.personal_data import Treatment, declare_model, declare_not_personal, declare_store

ACCOUNT = {
    "whose": "people with an account",
    "seen_by": "the person; administrators",
    "kept": "as long as the account",
}
# Data that nobody reads but the person and the machine.
SECRET = {"whose": "people with an account", "seen_by": "nobody", "kept": "as long as the account"}

declare_model(
    "accounts.User",
    whose="people with an account",
    why="signing in; showing who did what",
    seen_by="the person; the name: members of the organization, editors, administrators; the address: also managers",
    kept="until the person or an administrator deletes the account",
    fields={
        "email": Treatment.ROW,
        "password": Treatment.ROW,
        "first_name": Treatment.ROW,
        "last_name": Treatment.ROW,
    },
    shown=(
        "email",
        "first_name",
        "last_name",
        "language",
        "date_joined",
        "last_login",
        "is_active",
        "is_superuser",
        "desk_mails",
        "decision_mails",
    ),
)
declare_model(
    "accounts.User_groups",
    **ACCOUNT,
    why="permissions",
    fields={"user": Treatment.WITH_ROW},
    shown=("group__name",),
)
declare_model(
    "accounts.User_user_permissions",
    **ACCOUNT,
    why="permissions",
    fields={"user": Treatment.WITH_ROW},
    shown=("permission__name",),
)
declare_model(
    "account.EmailAddress",
    **ACCOUNT,
    why="the addresses that were confirmed",
    fields={"user": Treatment.WITH_ROW, "email": Treatment.ROW},
    shown=("email", "verified", "primary"),
)
declare_model(
    "account.EmailConfirmation",
    **SECRET,
    why="links that prove an address (the table stays empty: the links are signed instead)",
    fields={"key": Treatment.WITH_ROW},
    paths=("email_address__email",),
    shown=("sent",),
)
declare_model(
    "mfa.Authenticator",
    **SECRET,
    why="the second factor, and its recovery codes",
    fields={"user": Treatment.WITH_ROW, "data": Treatment.WITH_ROW},
    shown=("type", "created_at", "last_used_at"),
)
declare_model(
    "socialaccount.SocialAccount",
    **ACCOUNT,
    why="signing in with another site's account (not in use)",
    fields={"user": Treatment.WITH_ROW, "uid": Treatment.WITH_ROW, "extra_data": Treatment.WITH_ROW},
    shown=("provider", "uid", "extra_data", "date_joined", "last_login"),
    not_personal={"provider": "the name of the other site"},
)
declare_model(
    "socialaccount.SocialToken",
    **SECRET,
    why="signing in with another site's account (not in use)",
    fields={"token": Treatment.WITH_ROW, "token_secret": Treatment.WITH_ROW},
    paths=("account__user__email",),
    shown=("expires_at",),
)
SITE_OF_SIGN_IN = "a key of the portal at another site, which administrators set"
declare_not_personal(
    "socialaccount.SocialApp",
    provider_id=SITE_OF_SIGN_IN,
    name=SITE_OF_SIGN_IN,
    client_id=SITE_OF_SIGN_IN,
    secret=SITE_OF_SIGN_IN,
    key=SITE_OF_SIGN_IN,
    settings=SITE_OF_SIGN_IN,
)
declare_model(
    "sessions.Session",
    whose="people who sign in",
    why="staying signed in; the address that a code was sent to",
    seen_by="nobody",
    kept="two weeks after the last visit; then deleted every night",
    fields={"session_key": Treatment.ROW, "session_data": Treatment.ROW},
    shown=("expire_date",),
)
RIGHT = "what a right is called"
declare_not_personal("auth.Permission", name=RIGHT, codename=RIGHT)
declare_not_personal("auth.Group", name="a role of an organization, by the organization's address and role")
declare_not_personal("contenttypes.ContentType", app_label="the name of a package", model="the name of a model")
declare_store(
    "the database's table `cache`",
    whose="people who sign in",
    why="counts and values for minutes",
    seen_by="nobody",
    kept="minutes to a day",
    erasure="emptied as a whole",
)
