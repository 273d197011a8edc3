"""A page in place of an identity provider, for this machine only: the developer says who signs in, and with which claims.

It stands in for providers at fixed addresses, such as Facebook, and for those that do not respond. So mapping, linking and
domains can be tried without an account there.
"""

from userpools.federation.attributes import Identity
from userpools.federation.responses import SignInError
from userpools.managedlogin.views import button, document, entry, esc

# Within the paths of Cognito's pages, which browsers reach at the same address.
PATH = "/oauth2/local-provider"
# The authorize endpoint's parameter for the provider itself.
ITSELF = "palisade_provider_itself"
CLAIM = "claim:"
# The claim that is the provider's id of the user.
SUBJECTS = {"Facebook": "id", "LoginWithAmazon": "user_id", "SAML": "NameID"}
EXAMPLES = {"email": "ann@example.com", "email_verified": "true", "phone_number_verified": "true", "name": "Ann"}


def begin(provider, relay, key, headers, reason, itself):
    name, subject = provider["ProviderName"], SUBJECTS.get(provider["ProviderType"], "sub")
    hidden = f'<input type="hidden" name="state" value="{key}">'
    inputs = entry(subject, "subject", value="ann-1", autofocus="")
    for attribute, claim in (provider.get("AttributeMapping") or {}).items():
        if attribute != "username":
            inputs += optional(claim, attribute)
    form = f'<form method="post" action="{PATH}">{hidden}{inputs}{button("Sign in")}</form>'
    link = f'<a class="way" href="{esc(itself)}">Sign in at {esc(name)} itself</a>' if itself else ""
    heading = f"Sign in as a user of {name}"
    told = f"<p>This page is on this machine only, in place of the provider. {esc(reason)}</p>"
    status, shown, page = document(200, heading, f"<h1>{esc(heading)}</h1>{told}{form}{link}")
    return status, {**shown, **headers}, page


def optional(claim, attribute):
    """An empty one is a claim that the provider leaves out."""
    label = claim if claim == attribute else f"{attribute}: {claim}"
    value = EXAMPLES.get(attribute, "")
    return f'<label>{esc(label)}<input name="{esc(CLAIM + claim)}" value="{esc(value)}" autocomplete="off"></label>'


def identity(provider, relay, fields):
    """As the form has it. Raises SignInError."""
    subject = fields.get("subject", "").strip()
    if not subject:
        raise SignInError("The user needs an id at the provider.")
    claims = {name.removeprefix(CLAIM): value for name, value in fields.items() if name.startswith(CLAIM) and value}
    return Identity(subject, {**claims, SUBJECTS.get(provider["ProviderType"], "sub"): subject})
