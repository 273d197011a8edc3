"""Sign-in by external identity providers, in place of MiniStack's.

A sign-in begins at the authorize endpoint, waits in a relay that belongs to the browser (relays.py), and ends with the
provider's response, which is verified (oidc.py, saml.py), becomes a user (users.py), and gives the app a code of managed login.
So the token endpoint's conditions hold for these codes too. Sources: Cognito Developer Guide, "User pool sign-in with
third party identity providers", "The redirect and authorization endpoint".
"""

from userpools.federation import details  # noqa: E402, F401
