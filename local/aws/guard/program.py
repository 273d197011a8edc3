"""MiniStack behind a guard: the program that the platform starts for each region.

It reads {"accessKeyId", "secretAccessKey", "ports", "node", "policies"} from its standard input. Functions that MiniStack
runs inherit its environment, so secrets must not be there.
"""

import json
import os
import sys

from ministack import app as ministack

import account
import functions
import guard
import mailevents
import mailidentities
import managed
import models
import queues
import replication
import saving
import storedsecrets
import textmessages
import userpools

if __name__ == "__main__":
    # MiniStack's files (keys of users, code, mails) are readable only by this user of the machine.
    os.umask(0o077)
    start = json.load(sys.stdin)
    account.use(start["accessKeyId"], start["secretAccessKey"])
    functions.use(**start["node"])
    replication.use(os.environ["MINISTACK_REGION"], os.environ["MINISTACK_ACCOUNT_ID"])
    userpools.use()
    models.use()
    queues.use()
    storedsecrets.use()
    textmessages.use()
    mailidentities.use()
    mailevents.use()
    managed.use(start["policies"])
    guarded = guard.protect(ministack.app, start["secretAccessKey"], start["ports"])
    ministack.app = saving.after_writes(guarded)
    ministack.main()
