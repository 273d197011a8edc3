"""The folder of an endpoint's state: whose it is, and copies of it."""

import datetime
import fcntl
import os
import shutil
import sys
import time

# Time for the process that had the folder before to finish its last generation, in seconds.
LOCK_SECONDS = 15
# These stay when the rest is set aside.
OF_ACCOUNT = ("lock", "turn", "account.json")


def lock(folder):
    """Takes the folder for this process and its copies. Returns the file descriptor that holds it."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    descriptor = os.open(os.path.join(folder, "lock"), os.O_RDWR | os.O_CREAT, 0o600)
    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except OSError:
            if time.monotonic() > end:
                sys.exit(f"Another process uses the data in {folder}. End it first.")
            time.sleep(0.1)


def set_aside(folder):
    """Moves the folder's content to a new one beside it. Returns that."""
    target = beside(folder)
    os.makedirs(target, mode=0o700)
    for name in os.listdir(folder):
        if name not in OF_ACCOUNT:
            os.rename(os.path.join(folder, name), os.path.join(target, name))
    return target


def back_up(folder, target=None):
    """Copies the folder, with the key that it needs, to one beside it. Returns that."""
    target = target or beside(folder)
    if not os.path.exists(target):
        shutil.copytree(folder, target)
    return target


def beside(folder):
    return f"{folder}.{datetime.datetime.now():%Y%m%d-%H%M%S}"
