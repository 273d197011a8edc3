"""MiniStack behind a guard: the program that the platform starts for each region.

It reads {"accessKeyId", "secretAccessKey", "ports", "node", "policies", "keeping"} from its standard input; the latter is
left out if nothing is kept. Functions that MiniStack runs inherit its environment, so secrets must not be there.
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
    if kept := start.get("keeping"):
        import keeping

        keeper = keeping.use(**kept, front_port=start["ports"][1])
        guard.OWN_PATHS[keeping.PATH] = keeper.app
        guarded = keeping.after_writes(guarded, keeper)
    ministack.app = guarded
    ministack.main()
