"""The page: a table and a plot for each question, drawn from the run's own figures."""

from . import plots
from .commands import HERE
from .peers import PEERS

INTRODUCTION = """\
# The same work by each peer

Six ways to call Microsoft Graph, or an API like it, from Rust, each doing the same work. `peers/run` builds and measures
all of them in one run and writes this page; `peers/run --quick` shows in a few minutes that it works.

The work is one call: `PATCH /users/{id}` with four properties in the body, the response decoded to five. Before
anything is measured each program calls a server that compares path, token and body with what they must be. All speak
TLS by the machine's library, so that no peer's figures hold the build of another TLS library (but for two columns of the
first table); calls are measured over plain HTTP on loopback. Builds have cargo's default profiles. The lock file of this
folder says the versions.

"""

# Part, heading, what it says, columns: (figure, head of the column, divisor).
TABLES = [
    ("builds", "A program with one call, built from nothing", "builds", """\
`cargo build --release` in an empty folder, dependencies and all; user and system time of cargo and all its children. The
size is the program's after `strip`. With rustls: as a user has both by default. Debug: plain `cargo build`. Those with
columns for rustls are close to each other: they take turns, and theirs are medians of {rounds} build(s). Compare within
a column: its figures are of one run, and the machine's speed is not the same in each.""", [
        ("cpu", "CPU s", 1), ("cpu_debug", "debug, CPU s", 1), ("crates", "crates", 1),
        ("stripped", "stripped, MB", 1e6), ("cpu_rustls", "CPU s, with rustls", 1),
        ("cpu_debug_rustls", "debug, CPU s, with rustls", 1), ("stripped_rustls", "stripped, MB, with rustls", 1e6),
    ]),
    ("endpoints", "{endpoints} endpoints, each called once", "endpoints", """\
A value in the path, two query options, five properties in the body, five in the response. CPU milliseconds an endpoint
of cargo on that crate alone, its dependencies built before and an empty crate subtracted; median of {rounds} round(s).
LLVM IR is a debug build's, in lines an endpoint.""", [
        ("check", "`cargo check`, ms", 1), ("build", "`cargo build`, ms", 1), ("ir_lines", "LLVM IR, lines", 1),
    ]),
    ("calls", "What a call costs", "calls", """\
Instructions under callgrind and allocations under memcheck, user space alone: what 200 calls more cost, divided by
200.""", [
        ("instructions", "instructions", 1), ("allocations", "allocations", 1),
    ]),
    ("calls", "Requests a second", "throughput", """\
Against one nginx process on loopback, the client on one thread: {calls} calls a round, median of {rounds} rounds that
take turns. Memory is the peak of the resident set over the calls {at_once} at once.""", [
        ("concurrent", "requests/s, {at_once} at once", 1), ("single", "requests/s, one at a time", 1),
        ("memory", "peak memory, MB", 1),
    ]),
    ("calls", "Pages", "pages", """\
A list of {pages} pages with {page_size} users each, every next link followed and every user decoded, one page after the
other: graph-endpoint reads a page ahead.""", [
        ("pages", "pages/s", 1),
    ]),
]


def write(figures):
    text = INTRODUCTION + machine(figures)
    (HERE / "plots").mkdir(exist_ok=True)
    for part, heading, plot, explanation, columns in TABLES:
        if part not in figures:
            continue
        counts = figures[part].get("counts", {})
        text += section(figures[part], part, heading.format(**counts), plot, explanation.format(**counts),
                        [(key, head.format(**counts), divisor) for key, head, divisor in columns])
    (HERE / "README.md").write_text(text)


def machine(figures):
    about = figures["machine"]
    return f"Measured on {about['date']} with {about['cpu']} and {about['rustc']}, in {figures['seconds']} s.\n\n"


def section(figures, part, heading, plot, explanation, columns):
    rows = [(peer, [value(figures, peer, key, divisor) for key, _, divisor in columns]) for peer in PEERS]
    key, head, _ = columns[0]
    drawn = [(peer.name, values[0], peer.folder == "declared") for peer, values in rows]
    (HERE / "plots" / f"{plot}.svg").write_text(plots.bars(heading, head.replace("`", ""), drawn))
    lines = ["| | " + " | ".join(head for _, head, _ in columns) + " |", "| --- |" + " ---: |" * len(columns)]
    lines += [f"| {peer.name} | " + " | ".join(map(plots.written, values)) + " |" for peer, values in rows]
    reasons = dashes(rows, part, plot)
    command = f"Command: `peers/run --only {'builds calls' if part == 'calls' else part}`"
    return (f"## {heading}\n\n{explanation}\n\n" + "\n".join(lines) + f"\n\n![{head}](plots/{plot}.svg)\n\n"
            + reasons + command + "\n\n")


def value(figures, peer, key, divisor):
    figure = figures.get(peer.folder, {}).get(key)
    return None if figure is None else figure / divisor


def dashes(rows, part, plot):
    """Why there is a dash, a line a peer."""
    reasons = (plot, part, "rustls") if part == "builds" else (plot, part)
    lines = [
        f"- {peer.name}: {next(peer.cannot[why] for why in reasons if why in peer.cannot)}"
        for peer, values in rows if None in values and any(why in peer.cannot for why in reasons)
    ]
    return "" if not lines else "What a dash means:\n" + "\n".join(lines) + "\n\n"
