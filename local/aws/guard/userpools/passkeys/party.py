"""A pool's relying party. Source: API Reference, "WebAuthnConfigurationType"."""

from ministack.services import cognito


def relying_party(pool):
    """The domain that passkeys are bound to; None if the pool has none."""
    if party := settings_of(pool).get("RelyingPartyId"):
        return party
    if pool.get("CustomDomain"):
        return pool["CustomDomain"]
    if pool.get("Domain"):
        return f"{pool['Domain']}.auth.{cognito._pool_region(pool['Id'])}.amazoncognito.com"
    return None


def must_verify(pool):
    """Whether the authenticator has to verify the user."""
    return settings_of(pool).get("UserVerification") == "required"


def settings_of(pool):
    return pool.get("WebAuthnConfiguration") or {}
