"""MiniStack behind a guard: the program that the platform starts for each region.

It reads from its standard input what nobody else may know, so that no environment shows it:
{"accessKeyId", "secretAccessKey", "ports", "node"}. Functions that MiniStack runs inherit its environment.
"""

import json
import os
import sys

from ministack import app as ministack

import account
import functions
import guard

if __name__ == "__main__":
    # What MiniStack keeps (keys of users, code, mails) is for this user of the machine only.
    os.umask(0o077)
    start = json.load(sys.stdin)
    account.use(start["accessKeyId"], start["secretAccessKey"])
    functions.use(**start["node"])
    ministack.app = guard.protect(ministack.app, start["secretAccessKey"], start["ports"])
    ministack.main()
