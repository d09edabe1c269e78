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
        if "rustls" not in peer.cannot:
            with_rustls = of(peer, ["--no-default-features", "--features", "rustls"])
            figures[peer.folder] |= {f"{key}_rustls": figure for key, figure in with_rustls.items()}
        say(f"{peer.name}: {figures[peer.folder]}")
    return figures


def of(peer, features=()):
    cpu, crates = clean(peer, features)
    return {"crates": crates, "cpu": cpu, "stripped": stripped(peer)}


def folder(peer):
    return target() / peer.folder


def clean(peer, features):
    """CPU seconds of a build in an empty folder, and the number of its crates."""
    into = folder(peer)
    shutil.rmtree(into, ignore_errors=True)
    command = ["cargo", "build", "--locked", "--release", "--package", peer.package, "--bin", "one", *features]
    output, _, usage = run(command + ["--message-format", "json"], into=into)
    messages = [json.loads(line) for line in output.splitlines()]
    crates = {message["package_id"] for message in messages if message["reason"] == "compiler-artifact"}
    return round(cpu_seconds(usage), 1), len(crates)


def stripped(peer):
    program = folder(peer) / "release" / "one"
    copy = program.with_suffix(".stripped")
    run(["strip", "-o", copy, program])
    return copy.stat().st_size
