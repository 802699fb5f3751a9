"""Settings of accounts, sign-in and the second factor."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    # It includes Django's backend. With both of them each password would be hashed twice.
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.validators.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "portal.kept_text.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/workspace/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# A mail may take minutes on a slow line.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "orgs.membership.account_adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.login_form.NameOrAddressForm",
    "confirm_login_code": "accounts.code_forms.MailedCodeForm",
    "reset_password_from_key": "accounts.code_forms.NewPasswordForm",
}
MFA_ADAPTER = "accounts.second_step.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
# A passkey is the second step, never the only one: in many families more than one person can unlock a phone.
MFA_PASSKEY_LOGIN_ENABLED = False
# Fingerprint, face or the phone's lock: a stolen phone that is locked proves nothing.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Neary"
MFA_FORMS = {
    "authenticate": "accounts.code_forms.CodeForm",
    "authenticate_webauthn": "accounts.second_step.passkey_forms.PasskeyForm",
    "reauthenticate": "accounts.code_forms.CodeAgainForm",
    "activate_totp": "accounts.code_forms.FirstCodeForm",
    "add_webauthn": "accounts.second_step.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "accounts.second_step.passkey_forms.RenamePasskeyForm",
}
# The clock of a cheap phone may be half a minute wrong.
MFA_TOTP_TOLERANCE = 1
