"""Confines the processes that MiniStack starts, as the platform confines its own functions.

MiniStack runs the code of functions, and scripts of CloudFront, AppSync and Glue, with all rights of its
user. This module runs Node.js under its permission model and refuses all other programs, because nothing
would confine them.
"""

import os
import re
import subprocess
from urllib.parse import quote

# Variables that MiniStack itself sets for functions. A function's own variables arrive by message: in
# the process's environment, NODE_OPTIONS or LD_PRELOAD would change how the process runs.
HANDED_ON = re.compile(r"(AWS_|_?LAMBDA_|_MINISTACK_|_X_AMZN_)\w+|NODE_PATH")
FIXED = {"LANG": "en_US.UTF-8", "TZ": ":UTC", "PATH": "/usr/local/bin:/usr/bin/:/bin:/opt/bin"}
SCRIPTS = {"_worker.js", "_wrapper.js"}


def use(binary, flags, preload):
    """Lets this process start only Node.js with these flags.

    preload: URL of the module that closes the gaps of Node.js's permission model.
    """

    class Confined(subprocess.Popen):
        def __init__(self, args, *rest, **options):
            options["env"] = environment(options.get("env") or {}, options.get("cwd"))
            super().__init__([binary, *flags, *arguments(args, preload)], *rest, **options)

    # `subprocess.run` and `asyncio` use this class too.
    subprocess.Popen = Confined


def environment(given, folder):
    own = {name: value for name, value in given.items() if HANDED_ON.fullmatch(name)}
    # Keeps AWS SDKs from reading the user's settings.
    return own | FIXED | {"HOME": folder or "/nowhere"}


def arguments(args, preload):
    program, *rest = [args] if isinstance(args, str) else args
    # The inline script of a service, such as CloudFront Functions. It has no files.
    if program == "node" and rest == ["--version"]:
        return rest
    if program == "node" and len(rest) == 3 and rest[1] == "-e":
        return [f"--import={preload}", *rest]
    if program == "node" and len(rest) == 1 and os.path.basename(rest[0]) in SCRIPTS:
        folder = os.path.dirname(rest[0])
        code = os.path.join(folder, "code")
        temporary = os.path.join(folder, "tmp")
        os.makedirs(temporary, exist_ok=True)
        # Node.js looks for package.json in all parent folders; before 20.20 it fails if it may not read one.
        with open(os.path.join(folder, "package.json"), "w", encoding="utf-8") as file:
            file.write("{}")
        return [
            *(f"--allow-fs-read={path}" for path in spellings(folder)),
            *(f"--allow-fs-write={path}" for path in [*spellings(code), *spellings(temporary)]),
            f"--import={preload}?folder={quote(folder, safe='')}",
            *rest,
        ]
    raise PermissionError(
        f"The local AWS endpoint does not run {os.path.basename(str(program))}: it can confine only "
        "functions of Node.js. Use a runtime such as nodejs24.x."
    )


def spellings(path):
    """The path as given and its real path, by which Node.js loads modules."""
    return dict.fromkeys([path, os.path.realpath(path)])
