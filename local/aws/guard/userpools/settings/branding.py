"""Styles of managed login: checked, stored and read back. managedlogin/look.py shows them.

Sources: API Reference, "CreateManagedLoginBranding", "UpdateManagedLoginBranding", "DescribeManagedLoginBrandingByClient";
Cognito Developer Guide, "Quotas in Amazon Cognito" (20 styles a pool).
"""

from ministack.services import cognito
from userpools.rules import CognitoError, around, serves

KEY = "_palisade_branding"
MOST = 20


def of(pool):
    """The pool's styles by id."""
    return pool.setdefault(KEY, {})


@serves("CreateManagedLoginBranding")
def create(call):
    client_id = existing_client(call)
    check(call.data)
    if of_client(call.pool, client_id) is not None:
        raise CognitoError("ManagedLoginBrandingExistsException", "The app client already has a managed login style.")
    if len(of(call.pool)) >= MOST:
        raise CognitoError("LimitExceededException", f"A user pool can have {MOST} managed login styles.")
    id, now = cognito.new_uuid(), cognito._now_epoch()
    style = {
        "ManagedLoginBrandingId": id,
        "UserPoolId": call.pool["Id"],
        "UseCognitoProvidedValues": False,
        **settings_of(call.data),
        "CreationDate": now,
        "LastModifiedDate": now,
        "_client": client_id,
    }
    of(call.pool)[id] = style
    return described(style)


@serves("UpdateManagedLoginBranding")
def update(call):
    style = existing(call)
    check(call.data)
    given = settings_of(call.data)
    if given.get("UseCognitoProvidedValues"):
        style.pop("Settings", None)
        style.pop("Assets", None)
    elif given:
        style["UseCognitoProvidedValues"] = False
    style.update(given, LastModifiedDate=cognito._now_epoch())
    return described(style)


@serves("DescribeManagedLoginBranding")
def describe(call):
    return described(existing(call))


@serves("DescribeManagedLoginBrandingByClient")
def describe_by_client(call):
    client_id = existing_client(call)
    style = of_client(call.pool, client_id)
    if style is None:
        raise missing()
    return described(style)


@serves("DeleteManagedLoginBranding")
def delete(call):
    del of(call.pool)[existing(call)["ManagedLoginBrandingId"]]
    return {}


@around("DeleteUserPoolClient")
def delete_with_client(call, proceed):
    client_id = call.data["ClientId"]
    output = proceed()
    for id, style in list(of(call.pool).items()):
        if style["_client"] == client_id:
            of(call.pool).pop(id, None)
    return output


def of_client(pool, client_id):
    return next((style for style in of(pool).values() if style["_client"] == client_id), None)


def has_pages(pool, client_id):
    """Managed login shows a client's pages only with a style; the older hosted pages need none. Source: Developer Guide,
    "Apply branding to managed login pages"."""
    versions = pool.get("_managed_login_versions", {}).values()
    return 2 not in versions or of_client(pool, client_id) is not None


def check(data):
    if data.get("UseCognitoProvidedValues") and (data.get("Settings") or data.get("Assets")):
        raise CognitoError(
            "InvalidParameterException", "UseCognitoProvidedValues excludes Settings and Assets. Give one or the other."
        )


def settings_of(data):
    return {name: data[name] for name in ("UseCognitoProvidedValues", "Settings", "Assets") if name in data}


def existing(call):
    style = of(call.pool).get(call.data.get("ManagedLoginBrandingId"))
    if style is None:
        raise missing()
    return style


def existing_client(call):
    if call.client is None:
        raise CognitoError("ResourceNotFoundException", f"User pool client {call.client_id} does not exist.")
    return call.client["ClientId"]


def missing():
    return CognitoError("ResourceNotFoundException", "The managed login style does not exist.")


def described(style):
    return {"ManagedLoginBranding": {name: value for name, value in style.items() if not name.startswith("_")}}
