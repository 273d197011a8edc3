"""A pool's domains. Sources: API Reference, "CreateUserPoolDomain", "CustomDomainConfigType"."""

from userpools.rules import CognitoError, before
from userpools.settings import tiers

IN_FORCE = "arn:aws:acm:us-east-1:"


@before("CreateUserPoolDomain", "UpdateUserPoolDomain")
def check(call):
    if call.data.get("ManagedLoginVersion") == 2:
        tiers.check(call.pool, "Managed Login", "ESSENTIALS", "PLUS")
    certificate = (call.data.get("CustomDomainConfig") or {}).get("CertificateArn")
    if certificate and not certificate.startswith(IN_FORCE):
        raise CognitoError("InvalidParameterException", "The certificate of a custom domain must be in us-east-1.")
    if certificate and call.operation == "CreateUserPoolDomain" and call.pool.get("CustomDomain"):
        raise CognitoError("InvalidParameterException", "User pool already has a custom domain configured.")
