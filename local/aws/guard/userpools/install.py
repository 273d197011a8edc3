"""Puts the rules in the way of every operation. Rules of one operation run in the order of these imports."""

from ministack.services import lambda_svc
from userpools import (  # noqa: F401
    accounts,
    addresses,
    attributes,
    authentication,
    directory,
    federation,
    invitations,
    model,
    names,
    passwords,
    reading,
    recovery,
    relay,
    rules,
    signin,
)
from userpools.passkeys import registration  # noqa: F401
from userpools.managedlogin import routes  # noqa: F401
from userpools.settings import branding, clients, clientsecrets, domains, logs, mfa, pools, risk  # noqa: F401

relay.use(lambda_svc)
rules.install(model.read)
