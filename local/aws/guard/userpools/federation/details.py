"""What Cognito adds to the details of an identity provider.

Source: API Reference, "IdentityProviderType" (ProviderDetails). Whether it returns Apple's private key is not known for
certain; here it does.
"""

from userpools.federation import samlkeys
from userpools.rules import around

FACEBOOK = "https://graph.facebook.com"


def social(authorize_url, token_url, method="POST", adds="false", **others):
    return {
        "authorize_url": authorize_url,
        "token_url": token_url,
        "token_request_method": method,
        "attributes_url_add_attributes": adds,
        **others,
    }


def added_to(type, details):
    version = details.get("api_version", "")
    return {
        "OIDC": {"attributes_url_add_attributes": "false"},
        "SAML": {
            "SSORedirectBindingURI": details.get("MetadataURL", ""),
            "SLORedirectBindingURI": details.get("MetadataURL", ""),
        },
        "Google": social(
            "https://accounts.google.com/o/oauth2/v2/auth",
            "https://www.googleapis.com/oauth2/v4/token",
            adds="true",
            attributes_url="https://people.googleapis.com/v1/people/me?personFields=",
            oidc_issuer="https://accounts.google.com",
        ),
        "SignInWithApple": social(
            "https://appleid.apple.com/auth/authorize",
            "https://appleid.apple.com/auth/token",
            oidc_issuer="https://appleid.apple.com",
        ),
        "Facebook": social(
            f"https://www.facebook.com/{version}/dialog/oauth",
            f"{FACEBOOK}/{version}/oauth/access_token",
            method="GET",
            adds="true",
            attributes_url=f"{FACEBOOK}/{version}/me?fields=",
        ),
        "LoginWithAmazon": social(
            "https://www.amazon.com/ap/oa",
            "https://api.amazon.com/auth/o2/token",
            attributes_url="https://api.amazon.com/user/profile",
        ),
    }[type]


def is_set(provider, name):
    """Whether an option of a SAML provider is on."""
    return provider["ProviderDetails"].get(name, "").lower() == "true"


@around("CreateIdentityProvider", "UpdateIdentityProvider", "DescribeIdentityProvider", "GetIdentityProviderByIdentifier")
def describe(call, proceed):
    output = proceed()
    provider = output["IdentityProvider"]
    details = dict(provider.get("ProviderDetails") or {})
    if provider["ProviderType"] == "SAML":
        details["ActiveEncryptionCertificate"] = samlkeys.certificate(call.pool, provider["ProviderName"])
    provider["ProviderDetails"] = {**added_to(provider["ProviderType"], details), **details}
    return output
