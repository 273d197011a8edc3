"""Which user a name means, and which names and addresses are taken.

Sources: Cognito Developer Guide, "Working with user attributes" ("Customizing sign-in attributes"), "User pool case
sensitivity"; API Reference, "UsernameConfigurationType", "ConfirmSignUp" (ForceAliasCreation).
"""

from ministack.services import cognito
from userpools.index import candidates
from userpools.rules import CognitoError, attributes_of, set_attributes

TAKEN = "An account with the {} already exists."


def folded(pool, name):
    is_sensitive = (pool.get("UsernameConfiguration") or {}).get("CaseSensitive", True)
    return name if is_sensitive else name.lower()


def aliases_of(pool):
    """The attributes by which users may sign in."""
    return {*(pool.get("UsernameAttributes") or []), *(pool.get("AliasAttributes") or [])}


def find(pool, name):
    """The user with this name, sub or alias; None if there is none."""
    if not isinstance(name, str):
        return None
    if user := pool["_users"].get(name):
        return user
    wanted = folded(pool, name)
    users = candidates(pool, name)
    # A name goes before an alias, so that nobody takes a user's name as an alias.
    for user in users:
        if folded(pool, user["Username"]) == wanted or attributes_of(user).get("sub") == name:
            return user
    for user in users:
        if any(holds(pool, user, alias, wanted) for alias in aliases_of(pool)):
            return user
    return None


def holds(pool, user, alias, wanted):
    """Whether the user may sign in by this value of an alias. An address must be verified, unless it is the name."""
    attributes = attributes_of(user)
    is_name = alias in (pool.get("UsernameAttributes") or [])
    if is_name and user["UserStatus"] == "EXTERNAL_PROVIDER":
        # Users of identity providers have a name of the provider's; their addresses may be anybody's.
        return False
    return folded(pool, attributes.get(alias, "")) == wanted and (
        is_name
        or alias == "preferred_username"
        or attributes.get(f"{alias}_verified") == "true"
    )


def holder_of(pool, alias, value, other_than=None):
    """Another user whom this value of an alias means already."""
    if alias not in aliases_of(pool) or not value:
        return None
    wanted = folded(pool, value)

    def has(user):
        is_name = folded(pool, user["Username"]) == wanted or attributes_of(user).get("sub") == value
        return is_name or any(holds(pool, user, each, wanted) for each in aliases_of(pool))

    return next((user for user in candidates(pool, value) if user is not other_than and has(user)), None)


def claim(pool, user, alias, value, by_force=False):
    """Refuses an alias that another user has, or takes it away from them."""
    holder = holder_of(pool, alias, value, user)
    if holder is None:
        return
    is_address = alias not in (pool.get("UsernameAttributes") or []) and alias != "preferred_username"
    if not by_force or not is_address or not holds(pool, holder, alias, folded(pool, value)):
        raise CognitoError("AliasExistsException", TAKEN.format(alias))
    set_attributes(holder, {f"{alias}_verified": "false"})


def check_name(pool, name, attributes):
    """The name of a new user."""
    refused = cognito._new_user_error(pool, name, attributes)
    if refused:
        raise CognitoError.of(refused)
    check_format(pool, "Username", name)


def check_format(pool, parameter, name):
    """Refuses a name that may become another user's address."""
    aliases = pool.get("AliasAttributes") or []
    for alias, words, pattern in (
        ("email", "email", cognito._USERNAME_EMAIL_RE),
        ("phone_number", "phone number", cognito._USERNAME_PHONE_RE),
    ):
        if alias in aliases and pattern.fullmatch(name):
            message = f"{parameter} cannot be of {words} format, since user pool is configured for {words} alias."
            raise CognitoError("InvalidParameterException", message)


def check_aliases(pool, user, attributes, by_force=False):
    """The aliases among attributes that take effect at once."""
    for alias in aliases_of(pool):
        is_address = alias != "preferred_username"
        is_name = alias in (pool.get("UsernameAttributes") or [])
        if alias in attributes and (not is_address or is_name or attributes.get(f"{alias}_verified") == "true"):
            claim(pool, user, alias, attributes[alias], by_force)
        if alias in attributes and not is_address:
            check_format(pool, alias, attributes[alias])


def resolve(pool, name):
    """In place of MiniStack's search."""
    user = find(pool, name)
    missing = None if user else cognito.error_response_json("UserNotFoundException", "User does not exist.", 400)
    return user, missing


cognito._resolve_user = resolve
