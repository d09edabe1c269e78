"""A program with one call, from nothing: how many crates, how much CPU, how large."""

import json
import shutil

from .commands import cpu_seconds, run, say, target


def measure(peers, quick):
    figures = {}
    # Sources are fetched before anything is measured.
    run(["cargo", "fetch", "--locked"])
    for peer in peers:
        figures[peer.folder] = of(peer)
        say(f"{peer.name}: {figures[peer.folder]}")
    return figures


def of(peer):
    debug, crates = clean(peer, [])
    release, _ = clean(peer, ["--release"])
    return {"crates": crates, "debug_cpu": debug, "release_cpu": release, "stripped": stripped(peer)}


def folder(peer, profile):
    return target() / profile / peer.folder


def clean(peer, flags):
    """CPU seconds of a build in an empty folder, and the number of its crates."""
    into = folder(peer, "release" if flags else "debug")
    shutil.rmtree(into, ignore_errors=True)
    command = ["cargo", "build", "--locked", "--package", peer.package, "--bin", "one", "--message-format", "json"]
    output, _, usage = run(command + flags, into=into)
    messages = [json.loads(line) for line in output.splitlines()]
    crates = {message["package_id"] for message in messages if message["reason"] == "compiler-artifact"}
    return round(cpu_seconds(usage), 1), len(crates)


def stripped(peer):
    program = folder(peer, "release") / "release" / "one"
    copy = program.with_suffix(".stripped")
    run(["strip", "-o", copy, program])
    return copy.stat().st_size
