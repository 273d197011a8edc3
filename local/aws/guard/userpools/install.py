"""Puts the rules in the way of every operation. Rules of one operation run in the order of these imports."""

from userpools import attributes, names, passwords, accounts, addresses, invitations, recovery, rules, signin  # noqa: F401

rules.install()
