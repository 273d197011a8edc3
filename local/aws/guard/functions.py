"""What MiniStack may run on this machine: Node.js, confined as the platform's own functions are.

MiniStack runs the code of functions (and the scripts of CloudFront, AppSync and Glue) with all that its
user can do. Here each process that it starts is either one that Node.js's permissions confine, or it is
refused: other programs have nothing that keeps them inside.
"""

import os
import re
import subprocess
from urllib.parse import quote

# Variables of its own that MiniStack runs functions with. A function's others come by message: at the
# start, NODE_OPTIONS or LD_PRELOAD would decide how the process itself is run.
HANDED_ON = re.compile(r"(AWS_|_?LAMBDA_|_MINISTACK_|_X_AMZN_)\w+|NODE_PATH")
FIXED = {"LANG": "en_US.UTF-8", "TZ": ":UTC", "PATH": "/usr/local/bin:/usr/bin/:/bin:/opt/bin"}
SCRIPTS = {"_worker.js", "_wrapper.js"}


def use(binary, flags, preload):
    """Lets this process start nothing but Node.js with these flags.

    preload: the URL of the module that closes what the permissions leave open.
    """

    class Confined(subprocess.Popen):
        def __init__(self, args, *rest, **options):
            options["env"] = environment(options.get("env") or {}, options.get("cwd"))
            super().__init__([binary, *flags, *arguments(args, preload)], *rest, **options)

    # `subprocess.run` and `asyncio` look it up here too.
    subprocess.Popen = Confined


def environment(given, folder):
    own = {name: value for name, value in given.items() if HANDED_ON.fullmatch(name)}
    # Keeps an AWS SDK from looking for the user's own settings.
    return own | FIXED | {"HOME": folder or "/nowhere"}


def arguments(args, preload):
    program, *rest = [args] if isinstance(args, str) else args
    # The script of a service, such as CloudFront's functions: it has no files.
    if program == "node" and rest == ["--version"]:
        return rest
    if program == "node" and len(rest) == 3 and rest[1] == "-e":
        return [f"--import={preload}", *rest]
    if program == "node" and len(rest) == 1 and os.path.basename(rest[0]) in SCRIPTS:
        folder = os.path.dirname(rest[0])
        code = os.path.join(folder, "code")
        temporary = os.path.join(folder, "tmp")
        os.makedirs(temporary, exist_ok=True)
        # Node.js looks for one in each folder above, and before 20.20 fails where it may not read.
        with open(os.path.join(folder, "package.json"), "w", encoding="utf-8") as file:
            file.write("{}")
        return [
            *(f"--allow-fs-read={path}" for path in spellings(folder)),
            *(f"--allow-fs-write={path}" for path in [*spellings(code), *spellings(temporary)]),
            f"--import={preload}?folder={quote(folder, safe='')}",
            *rest,
        ]
    raise PermissionError(
        f"The local AWS endpoint does not run {os.path.basename(str(program))}: it runs functions of "
        "Node.js only, which it can confine. Use a runtime such as nodejs24.x."
    )


def spellings(path):
    """A path as it was given and as it is: Node.js loads modules by the latter."""
    return dict.fromkeys([path, os.path.realpath(path)])
