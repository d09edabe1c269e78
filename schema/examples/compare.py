"""Compares our verdicts on paths with odatapy's, over all operations of the corpus and seeded misspellings of them.

    pip install odatapy==5.3.0
    cargo build --release -p graph-endpoint-schema --features csdl --example verdicts
    python schema/examples/compare.py ../shared/corpus target/release/examples/verdicts

odatapy wants operations by their full names and values of the right type, so each path is tried with every choice of
names to qualify and with a few values. Prints how often the two agree, and the differences by rule.
"""

import collections
import gzip
import itertools
import json
import random
import re
import subprocess
import sys
import tempfile

from odatapy.edm.model import Edm
from odatapy.edm.xml_io import XmlEdmProvider
from odatapy.server.uri.parser import Parser

MISSPELLINGS = 3000
VALUES = ["a1", "1", "2020-01-01T00:00:00Z", "11111111-1111-1111-1111-111111111111", "2020-01-01", "true", "null"]


def spellings(path, namespaces):
    segments = path.strip("/").split("/")
    choices = []
    for index, segment in enumerate(segments):
        known = namespaces.get(segment.split("(")[0], ()) if index else ()
        choices.append([segment, *(f"{namespace}.{segment}" for namespace in sorted(known))])
    return itertools.islice(itertools.product(*choices), 256)


def refusal(parser, path, namespaces):
    """None if odatapy takes the path, else what it says first."""
    first = None
    for segments in spellings(path, namespaces):
        text = "/".join(segments)
        for argument, key in itertools.product(VALUES if "={" in text else VALUES[:1], VALUES[:2]):
            filled = re.sub(r"\{[^}]*\}", key, re.sub(r"=\{[^}]*\}", f"={argument}", text))
            try:
                parser.parse_uri(filled)
                return None
            except Exception as error:  # noqa: BLE001: whatever it is, it is a refusal
                first = first or f"{type(error).__name__}: {error}"
            if "{" not in text:
                break
    return first


def misspelt(paths):
    random.seed(7)
    while True:
        segments = random.choice(paths).split("/")
        words = [index for index, word in enumerate(segments) if re.fullmatch("[A-Za-z]{3,}", word)]
        if not words:
            continue
        index = random.choice(words)
        word, letter = segments[index], random.choice("abcdefghijklmnopqrstuvwxyz")
        at = random.randrange(len(word))
        segments[index] = random.choice([word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]])
        if segments[index] != word:
            yield "/".join(segments)


def rule(line, theirs, overloads):
    if line.startswith("ok\t"):
        if "is not a key property" in theirs:
            return "odatapy has no alternate keys"
        name = re.search(r"Property '(\w+)' was not found", theirs)
        if name and overloads[name.group(1)] > 1:
            return "odatapy misses an overload of the operation"
    elif theirs is None and re.match(r"no\t(Collection\(|`\w+` is (of one|called on))", line):
        return "a misspelt name behind a collection is a key to odatapy"
    return f"unexplained: {line} and {theirs}"


def main():
    corpus, verdicts = sys.argv[1:3]
    xml = gzip.open(f"{corpus}/metadata-v1.0.xml.gz").read()
    schema = json.load(gzip.open(f"{corpus}/schema.json.gz"))
    namespaces = collections.defaultdict(set)
    for operation in schema["actions"] + schema["functions"]:
        namespaces[operation["name"]].add(operation["namespace"])
    overloads = collections.Counter(operation["name"] for operation in schema["actions"] + schema["functions"])
    operations = (json.loads(line) for line in gzip.open(f"{corpus}/operations.jsonl.gz"))
    paths = list(dict.fromkeys(operation["path"] for operation in operations))
    known = set(paths)
    wrong = list(itertools.islice((path for path in misspelt(paths) if path not in known), MISSPELLINGS))
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(xml)
        file.flush()
        parser = Parser(Edm.from_provider(XmlEdmProvider.from_file(file.name)))
        out = subprocess.run([verdicts, file.name], input="\n".join(paths + wrong) + "\n", capture_output=True, text=True, check=True)
    count, differences = collections.Counter(), collections.defaultdict(list)
    for index, (path, line) in enumerate(zip(paths + wrong, out.stdout.splitlines(), strict=True)):
        ours, theirs = line.startswith("ok\t"), refusal(parser, path, namespaces)
        kind = "operation's path" if index < len(paths) else "misspelling"
        count[kind, "ours takes" if ours else "ours refuses", "odatapy takes" if theirs is None else "odatapy refuses"] += 1
        if ours != (theirs is None):
            differences[kind, rule(line, theirs, overloads)].append(path)
    for key, number in sorted(count.items()):
        print(number, ", ".join(key))
    for (kind, why), all_paths in sorted(differences.items()):
        print(f"differs: {len(all_paths)} {kind}: {why}, e.g. {all_paths[0]}")


main()
