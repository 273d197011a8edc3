"""Puts the rules in the way of every operation. Rules of one operation run in the order of these imports."""

from userpools import (  # noqa: F401
    accounts,
    addresses,
    attributes,
    authentication,
    directory,
    invitations,
    model,
    names,
    pages,
    passwords,
    reading,
    recovery,
    rules,
    signin,
)

rules.install(model.read)
