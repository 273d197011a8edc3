"""What an identity provider may write of a user: mapped attributes that the client may write, and no others.

Source: Cognito Developer Guide, "Mapping IdP attributes to profiles and tokens"; API Reference, "CreateUserPoolClient"
(WriteAttributes).
"""

from dataclasses import dataclass
from urllib.parse import quote_plus

from userpools.attributes import VERIFIED, check_mutable, check_values, may_write, schema_of
from userpools.rules import CognitoError, attributes_of


@dataclass(frozen=True)
class Identity:
    """What a provider says of a user who has signed in there."""

    # The provider's id of the user.
    subject: str
    claims: dict
    # What the provider needs to end its session; None if it has no such request.
    session: object = None


def mapped(provider, claims):
    """The attributes by name. The user's name is always the provider's own id."""
    mapping = (provider.get("AttributeMapping") or {}).items()
    given = {name: claims.get(claim) for name, claim in mapping if name != "username"}
    # An absent claim leaves the attribute as it is.
    found = {name: text(value) for name, value in given.items() if value not in (None, "", [])}
    # A mapped address is unverified unless the provider says otherwise at this sign-in.
    unverified = {f"{name}_verified": "false" for name in ("email", "phone_number") if name in found}
    verified = {name: str(is_true(provider, given[name])).lower() for name in found if name in VERIFIED}
    return {**found, **unverified, **verified}


def is_true(provider, value):
    """Whether a claim calls an address verified: true itself, in any doubt not."""
    if provider.get("ProviderType") == "SAML" and isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value is True or value == "true"


def check(pool, client, attributes, user=None):
    """Raises CognitoError. user: the stored one; None for a new one"""
    schema, present = schema_of(pool), attributes_of(user) if user else {}
    for name in attributes:
        if name not in schema or name == "sub":
            raise CognitoError("InvalidParameterException", f"{name}: Attribute does not exist in the schema.")
        if name not in VERIFIED and not may_write(client, name):
            raise CognitoError("NotAuthorizedException", f"The client may not write the mapped attribute {name}.")
        if present.get(name, attributes[name]) != attributes[name]:
            check_mutable(pool, name)
    check_values(pool, attributes)


def text(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        # Several values are joined; only letters, digits, and . - * _ stay as they are.
        texts = [text(each) for each in value]
        return texts[0] if len(texts) == 1 else f"[{','.join(quote_plus(each, safe='*') for each in texts)}]"
    return str(value)
