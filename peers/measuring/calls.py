"""Calls and pages of the built programs: instructions, allocations, requests a second, memory.

Before anything is measured each program calls a server that compares what comes with what must come.
"""

import re

from .builds import folder
from .commands import Failed, median, run, say
from .server import PAGE_SIZE, Nginx, Witness

AT_ONCE = 16


def measure(peers, quick):
    counts = {"calls": 300, "rounds": 2, "pages": 20} if quick else {"calls": 4000, "rounds": 7, "pages": 200}
    programs = {peer.folder: built(peer) for peer in peers}
    for peer in peers:
        verify(peer, programs[peer.folder])
    figures = {peer.folder: {} for peer in peers}
    with Nginx(counts["pages"]) as nginx:
        for peer in peers:
            counted(figures[peer.folder], programs[peer.folder], nginx.base)
            say(f"{peer.name}: {figures[peer.folder]}")
        timed(peers, programs, figures, nginx.base, counts)
    figures["counts"] = counts | {"at_once": AT_ONCE, "page_size": PAGE_SIZE}
    return figures


def built(peer):
    """The program, in the folder of the release build, whose dependencies it shares."""
    into = folder(peer)
    run(["cargo", "build", "--locked", "--release", "--package", peer.package, "--bin", "calls"], into=into)
    return into / "release" / "calls"


def verify(peer, program):
    with Witness(page_count=3) as witness:
        run([program, witness.base, "calls", 2, 1])
        if "pages" not in peer.cannot:
            users = int(run([program, witness.base, "pages"])[0].split()[1])
            witness.expect("users", users, 3 * PAGE_SIZE)
        expected = 3 + (0 if "pages" in peer.cannot else 3)
        witness.expect("requests", witness.seen, expected)
    if witness.problems:
        raise Failed(f"{peer.name} doesn't do the work: {witness.problems}")
    say(f"{peer.name}: verified")


def counted(figures, program, base):
    """Instructions and allocations a call: what 200 calls more cost, so that the start doesn't count."""
    few, many = 100, 300
    instructions = [valgrind("callgrind", r"Collected : (\d+)", program, base, count) for count in (few, many)]
    allocations = [valgrind("memcheck", r"total heap usage: ([\d,]+) allocs", program, base, count) for count in (few, many)]
    figures["instructions"] = round((instructions[1] - instructions[0]) / (many - few))
    figures["allocations"] = round((allocations[1] - allocations[0]) / (many - few), 1)


def valgrind(tool, pattern, program, base, count):
    flags = {"callgrind": ["--callgrind-out-file=/dev/null"], "memcheck": ["--leak-check=no", "--undef-value-errors=no"]}
    _, errors, _ = run(["valgrind", f"--tool={tool}", *flags[tool], program, base, "calls", count, 1])
    return int(re.search(pattern, errors)[1].replace(",", ""))


def timed(peers, programs, figures, base, counts):
    """In turns, so that a busy machine is busy for all; medians of the rounds."""
    samples = {peer.folder: {"single": [], "concurrent": [], "memory": [], "pages": []} for peer in peers}
    for round_number in range(counts["rounds"] + 1):
        for peer in peers:
            taken = one_round(peer, programs[peer.folder], base, counts)
            # The first round warms the machine up.
            if round_number > 0:
                for name, value in taken.items():
                    samples[peer.folder][name].append(value)
        say(f"round {round_number} of {counts['rounds']}")
    for peer in peers:
        medians = {name: median(values) for name, values in samples[peer.folder].items() if values}
        figures[peer.folder] |= {name: round(value, 2) for name, value in medians.items()}


def one_round(peer, program, base, counts):
    calls = counts["calls"]
    single, _, _ = run([program, base, "calls", calls, 1])
    concurrent, _, _ = run([program, base, "calls", calls, AT_ONCE])
    seconds, kibibytes = map(float, concurrent.split())
    taken = {
        "single": calls / float(single.split()[0]),
        "concurrent": calls / seconds,
        "memory": kibibytes * 1024 / 1e6,
    }
    if "pages" not in peer.cannot:
        pages, _, _ = run([program, base, "pages"])
        taken["pages"] = counts["pages"] / float(pages.split()[0])
    return taken
