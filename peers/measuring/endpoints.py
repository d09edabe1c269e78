"""300 endpoints, each called once: what the crate that declares them costs to check and to build, and its LLVM IR.

An endpoint has a value in its path, two query options, five properties in the body and five in the response.
"""

import shutil

from . import sources
from .commands import HERE, cpu_seconds, median, run, say, target

# A line of IR is a line, of how many endpoints soever: fewer are enough.
FOR_IR = 60


def measure(peers, quick):
    count, rounds = (20, 1) if quick else (300, 1)
    able = [peer for peer in peers if "endpoints" not in peer.cannot]
    workspace = write(able, count)
    samples = {peer.folder: {"check": [], "build": []} for peer in able}
    for command in ("check", "build"):
        for peer in able:
            # With nothing in it: its dependencies are built, on all cores, and not measured.
            fill(workspace, peer, 0)
            once(workspace, peer, command, [])
        for number in range(rounds):
            for peer in able:
                fill(workspace, peer, 0)
                empty = once(workspace, peer, command)
                fill(workspace, peer, count)
                samples[peer.folder][command].append((once(workspace, peer, command) - empty) / count * 1000)
            say(f"{command}: round {number + 1} of {rounds}")
    figures = {"counts": {"endpoints": count, "rounds": rounds}}
    for peer in able:
        medians = {command: round(median(values), 1) for command, values in samples[peer.folder].items()}
        figures[peer.folder] = medians | {"ir_lines": ir_lines(workspace, peer)}
        say(f"{peer.name}: {figures[peer.folder]}")
    return figures


def write(peers, count):
    """A workspace of generated crates, with the versions of this one's lock file."""
    workspace = target() / "endpoints"
    shutil.rmtree(workspace, ignore_errors=True)
    workspace.mkdir(parents=True)
    manifest = (HERE / "Cargo.toml").read_text().replace('path = "../runtime"', f'path = "{HERE.parent / "runtime"}"')
    members = ", ".join(f'"{peer.folder}"' for peer in peers)
    lines = [f"members = [{members}]" if line.startswith("members") else line for line in manifest.splitlines()]
    (workspace / "Cargo.toml").write_text("\n".join(lines) + "\n")
    shutil.copy(HERE / "Cargo.lock", workspace / "Cargo.lock")
    for peer in peers:
        (workspace / peer.folder / "src").mkdir(parents=True)
        package = (HERE / peer.folder / "Cargo.toml").read_text().replace('"peer-', '"endpoints-')
        (workspace / peer.folder / "Cargo.toml").write_text(package)
        fill(workspace, peer, count)
    # Drops from the lock file what these crates don't use.
    run(["cargo", "metadata", "--format-version", "1"], cwd=workspace)
    return workspace


def fill(workspace, peer, count):
    for name, text in sources.of(peer.folder, count).items():
        (workspace / peer.folder / name).write_text(text)


def once(workspace, peer, command, flags=("--jobs", "1")):
    """CPU seconds of cargo on a crate that has just changed."""
    _, _, usage = run(["cargo", command, "--package", f"endpoints-{peer.folder}", *flags], cwd=workspace, into=target() / "endpoints-built")
    return cpu_seconds(usage)


def ir_lines(workspace, peer):
    """Lines an endpoint, of a debug build before any optimisation."""
    return round((all_ir_lines(workspace, peer, FOR_IR) - all_ir_lines(workspace, peer, 0)) / FOR_IR)


def all_ir_lines(workspace, peer, count):
    fill(workspace, peer, count)
    into, package = target() / "endpoints-built", f"endpoints-{peer.folder}"
    flags = ["--emit=llvm-ir", "-Ccodegen-units=1"]
    run(["cargo", "rustc", "--package", package, "--lib", "--", *flags], cwd=workspace, into=into)
    stem = package.replace("-", "_")
    newest = max((into / "debug/deps").glob(f"{stem}-*.ll"), key=lambda path: path.stat().st_mtime)
    with newest.open() as lines:
        return sum(1 for _ in lines)
