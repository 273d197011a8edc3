"""Copies of this process that write its state, while it goes on serving.

A forked process has the memory as it was at one moment, between two steps of the event loop, and takes time and
processor of its own. Only pages of memory that change meanwhile are copied.
"""

import copy
import gc
import json
import os
import signal
import sys
import warnings

# Time for one generation, in seconds; then it counts as failed. A copy may wait forever for a lock that a thread held
# when the process was forked.
LIMIT_SECONDS = 120
NICENESS = 5


class SaveFailed(Exception):
    """The state was not written. The latest generation is unchanged."""


def start(work, kept_open):
    """Starts `work()` in a copy of this process. Its result must be JSON; `result_of` waits for it.

    `kept_open` are file descriptors that the copy keeps. It closes all others, so that connections end when this
    process ends them.
    """
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        # Python warns of forking beside threads: of their locks, which LIMIT_SECONDS is for.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        run(work, writer, kept_open)
    os.close(writer)
    return pid, reader


def run(work, writer, kept_open):
    """The copy's whole life."""
    status = 1
    try:
        # The terminal's Ctrl-C is for the process that it is a copy of.
        signal.set_wakeup_fd(-1)
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(LIMIT_SECONDS)
        close_all_but({0, 1, 2, writer, *kept_open})
        gc.disable()
        os.nice(NICENESS)
        # Nothing changes here, so nothing needs to be copied: most of the time that services take for their state.
        copy.deepcopy = lambda value, memo=None: value
        result = {"result": work()}
        status = 0
    except BaseException as error:  # noqa: BLE001: nothing may escape into the program that was copied
        result = {"error": f"{type(error).__name__}: {error}"}
    try:
        os.write(writer, json.dumps(result).encode())
    finally:
        sys.stdout.flush()
        os._exit(status)


def close_all_but(kept):
    start = 3
    for descriptor in sorted(each for each in kept if each >= 3):
        os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, os.sysconf("SC_OPEN_MAX") if sys.platform != "linux" else highest_descriptor() + 1)


def highest_descriptor():
    return max((int(name) for name in os.listdir("/proc/self/fd")), default=3)


def read_all(reader):
    chunks = []
    while chunk := os.read(reader, 65_536):
        chunks.append(chunk)
    os.close(reader)
    return b"".join(chunks)


def result_of(pid, reader):
    """What the work has returned. Raises SaveFailed."""
    content = read_all(reader)
    _, status = os.waitpid(pid, 0)
    if not content:
        raise SaveFailed(f"it ended with {os.waitstatus_to_exitcode(status)} before it had written everything")
    response = json.loads(content)
    if "error" in response:
        raise SaveFailed(response["error"])
    return response["result"]
