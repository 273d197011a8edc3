"""The user of a sign-in by an identity provider: a linked one, one that the provider has brought before, or a new one.

Sources: Cognito Developer Guide, "Linking federated users to an existing user profile", "Customizing user pool workflows
with Lambda triggers" (the triggers of federated users); API Reference, "AdminLinkProviderForUser".
"""

from ministack.services import cognito
from userpools import accounts, authentication, names, triggers
from userpools.attributes import check_required
from userpools.federation import attributes
from userpools.federation.responses import SignInError
from userpools.rules import CognitoError, lock, set_attributes

STATUS = "EXTERNAL_PROVIDER"
# A user name of Cognito has no more characters.
MOST_CHARACTERS = 128


def sign_in(pool, client, provider, subject, claims):
    """The user. Raises CognitoError, SignInError."""
    brought = attributes.mapped(provider, claims)
    user = find(pool, provider["ProviderName"], subject, brought)
    if user is None:
        return create(pool, client, provider, subject, brought)
    accounts.check_enabled(user)
    authentication.run_pre(pool, client, user["Username"], user)
    attributes.check(pool, client, brought, user)
    with lock:
        names.check_aliases(pool, user, aliases_of(pool, user["UserStatus"], brought))
        set_attributes(user, brought)
    authentication.run_post(pool, client, user)
    return user


def find(pool, provider, subject, brought):
    """The user whom an administrator has linked, or whom this provider has brought; None for a new one."""
    if linked := cognito._linked_username_for_federation(pool, provider, subject, brought):
        return pool["_users"][linked]
    name = f"{provider}_{subject}"
    user = names.find(pool, name)
    if user is not None and not is_of(user, provider, subject):
        # Such as a user who has signed up with this name.
        raise SignInError(f"The user name {name} is taken.")
    return user


def is_of(user, provider, subject):
    return user["UserStatus"] == STATUS and any(
        each.get("primary") and (each.get("providerName"), each.get("userId")) == (provider, subject)
        for each in cognito._user_identities(user)
    )


def create(pool, client, provider, subject, brought):
    name = f"{provider['ProviderName']}_{subject}"
    if len(name) > MOST_CHARACTERS:
        raise SignInError(f"The user name {name} has more than {MOST_CHARACTERS} characters.")
    attributes.check(pool, client, brought)
    check_required(pool, {attribute for attribute, value in brought.items() if value})
    call = authentication.call_of(pool, client, None)
    # An address stays as the provider verifies it, whatever the trigger responds.
    aliases = {"cognito:email_alias": "", "cognito:phone_number_alias": ""}
    request = {"validationData": {}}
    triggers.run(call, "PreSignUp_ExternalProvider", name, {**aliases, **brought}, request, triggers.PRE_SIGN_UP)
    with lock:
        # The trigger may have linked the user, which ends this sign-in on AWS; the next one is the linked user's. Or
        # another request was faster. The message is the one that users of Cognito report.
        if find(pool, provider["ProviderName"], subject, brought) is not None:
            raise SignInError(f"Already found an entry for username {name}")
        names.check_aliases(pool, None, aliases_of(pool, STATUS, brought))
        user = accounts.new_user(name, {**brought, "sub": cognito.new_uuid()}, None, STATUS)
        accounts.add(pool, user)
        cognito._start_federated_profile(pool, pool["Id"], user, provider["ProviderName"], subject)
    triggers.run_post_confirmation(call, "PostConfirmation_ConfirmSignUp", user)
    return user


def aliases_of(pool, status, brought):
    """Users of providers do not take the addresses that are names of the pool's own users."""
    kept = (pool.get("UsernameAttributes") or []) if status == STATUS else []
    return {name: value for name, value in brought.items() if name not in kept}
