"""Running cargo and programs, and what they took."""

import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent.parent


class Failed(Exception):
    """A command that didn't end well."""


def say(line):
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def target():
    """Where everything is built; a folder of its own, so that it can be deleted."""
    outer = os.environ.get("CARGO_TARGET_DIR") or HERE.parent / "target"
    return pathlib.Path(outer) / "peers"


def median(values):
    return statistics.median(values)


def run(command, cwd=HERE, into=None):
    """Runs a program; what it wrote, and its `rusage` with that of its children.

    `into` is the target directory of a cargo command.
    """
    environment = dict(os.environ, CARGO_INCREMENTAL="0", CARGO_TERM_COLOR="never")
    # What a user's build has, whatever this shell was told.
    for name in ("CARGO_PROFILE_DEV_DEBUG", "CARGO_PROFILE_TEST_DEBUG", "RUSTFLAGS"):
        environment.pop(name, None)
    if into is not None:
        environment["CARGO_TARGET_DIR"] = str(into)
    process = subprocess.Popen(
        [str(part) for part in command], cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True)
    # cargo and valgrind write to both ends; a reader for one would let the other fill up.
    output, errors = communicate(process)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))}: {process.returncode}\n{errors[-4000:]}")
    return output, errors, usage


def communicate(process):
    """Like `Popen.communicate`, but leaves the process to be waited for."""
    import threading

    errors = []
    reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
    reader.start()
    output = process.stdout.read()
    reader.join()
    process.stdout.close()
    process.stderr.close()
    return output, errors[0]


def cpu_seconds(usage):
    return usage.ru_utime + usage.ru_stime
