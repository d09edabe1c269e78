"""A program with one call, from nothing: how many crates, how much CPU, how large."""

import json
import shutil
from dataclasses import dataclass

from .commands import cpu_seconds, median, run, say, target


@dataclass(frozen=True)
class Build:
    """One way to build the program, and what the names of its figures end with."""

    suffix: str
    options: tuple = ()
    release: bool = True


RUSTLS = ("--no-default-features", "--features", "rustls")
WITH_RUSTLS = [Build("_debug_rustls", RUSTLS, release=False), Build("_rustls", RUSTLS)]
# The last one stays, for the calls.
BUILDS = [Build("_debug", release=False), Build("")]


def measure(peers, quick):
    # Sources are fetched before anything is measured.
    run(["cargo", "fetch", "--locked"])
    figures = {peer.folder: {} for peer in peers}
    # Those that are close to each other are built twice, and take turns.
    close = [peer for peer in peers if "rustls" not in peer.cannot]
    rounds = [peers] if quick else [peers, close]
    for peers_of_round in rounds:
        for build in WITH_RUSTLS + BUILDS:
            for peer in peers_of_round:
                if build in BUILDS or peer in close:
                    of(peer, build, figures[peer.folder])
    medians = {folder: {key: median(values) for key, values in taken.items()} for folder, taken in figures.items()}
    return medians | {"counts": {"rounds": len(rounds)}}


def of(peer, build, figures):
    """Adds what a build takes to the peer's figures."""
    cpu, crates = clean(peer, build)
    taken = {"crates": crates, "cpu": cpu} | ({"stripped": stripped(peer)} if build.release else {})
    say(f"{peer.name}{build.suffix}: {taken}")
    for key, figure in taken.items():
        figures.setdefault(key + build.suffix, []).append(figure)


def folder(peer):
    return target() / peer.folder


def clean(peer, build):
    """CPU seconds of a build in an empty folder, and the number of its crates."""
    into = folder(peer)
    shutil.rmtree(into, ignore_errors=True)
    profile = ["--release"] if build.release else []
    command = ["cargo", "build", "--locked", *profile, "--package", peer.package, "--bin", "one", *build.options]
    output, _, usage = run(command + ["--message-format", "json"], into=into)
    messages = [json.loads(line) for line in output.splitlines()]
    crates = {message["package_id"] for message in messages if message["reason"] == "compiler-artifact"}
    return round(cpu_seconds(usage), 1), len(crates)


def stripped(peer):
    program = folder(peer) / "release" / "one"
    copy = program.with_suffix(".stripped")
    run(["strip", "-o", copy, program])
    return copy.stat().st_size
