"""Compares our verdicts with odatapy's: on paths, on methods, and on the parameters of actions and functions, over all
operations of the corpus and seeded misspellings of them.

    pip install odatapy==5.3.0
    cargo build --release -p graph-endpoint-schema --features csdl --example verdicts
    python schema/examples/compare.py ../shared/corpus target/release/examples/verdicts [COUNT]

odatapy wants operations by their full names and values of the right type, so each path is tried with every choice of
names to qualify and with a few values: minutes for all of them, or name how many to take. On methods its dispatcher is
asked: what it would call for each of the five at each path. Prints how often the two agree, and each difference under the
rule that explains it; a difference without a rule is an error, and the exit code is 1.

What odatapy can't judge: capability annotations (it reads none), alternate keys, optional parameters, and where the
metadata's letter case isn't the service's.
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
import types

from odatapy.edm.model import Edm
from odatapy.edm.xml_io import XmlEdmProvider
from odatapy.http import HttpMethod
from odatapy.server.dispatcher import ODataDispatcher
from odatapy.server.uri.parser import Parser
from odatapy.server.uri.resource import UriResourceAction, UriResourceFunction

MISSPELLINGS = 3000
VALUES = ["a1", "1", "2020-01-01T00:00:00Z", "11111111-1111-1111-1111-111111111111", "2020-01-01", "true", "null"]
METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"]


class Refused(Exception):
    pass


class Asked(ODataDispatcher):
    """Decides as odatapy's dispatcher, and calls nothing."""

    def __init__(self, edm):
        super().__init__(types.SimpleNamespace(service_metadata=types.SimpleNamespace(edm=edm)))

    def _select(self, _kind):
        class Anything:
            def __getattr__(self, _name):
                return lambda *_arguments, **_named: None

        return Anything()

    def _negotiate(self, *_):
        return None

    def _request_content_type(self, *_):
        return None

    def _is_media_create(self, *_):
        return False

    def _method_not_allowed(self, method):
        raise Refused(method)

    def takes(self, method, uri_info):
        """None if it takes the method, else why not."""
        uri_info.id = "x"  # which of a collection a reference is removed from
        request = types.SimpleNamespace(method=HttpMethod[method], uri_info=uri_info, raw_base_uri="", headers={})
        try:
            self._dispatch_resource(request, types.SimpleNamespace(), uri_info)
        except Refused:
            return "method not allowed"
        except Exception as error:  # noqa: BLE001: whatever it is, it is a refusal
            return f"{type(error).__name__}: {error}"
        return None


def spellings(path, namespaces):
    segments = path.strip("/").split("/")
    choices = []
    for index, segment in enumerate(segments):
        known = namespaces.get(segment.split("(")[0], ()) if index else ()
        # The full name first: behind a collection, odatapy takes a short one for a key.
        choices.append([*(f"{namespace}.{segment}" for namespace in sorted(known)), segment])
    return itertools.islice(itertools.product(*choices), 256)


def parsed(parser, path, namespaces):
    """What odatapy makes of the path, and all that it says where it refuses it."""
    refusals = []
    for segments in spellings(path, namespaces):
        text = "/".join(segments)
        for argument, key in itertools.product(VALUES if "={" in text else VALUES[:1], VALUES[:2]):
            filled = re.sub(r"\{[^}]*\}", key, re.sub(r"=\{[^}]*\}", f"={argument}", text))
            try:
                return parser.parse_uri(filled), None
            except Exception as error:  # noqa: BLE001: whatever it is, it is a refusal
                refusals.append(f"{type(error).__name__}: {error}")
            if "{" not in text:
                break
    return None, "; ".join(dict.fromkeys(refusals))


def parameters(uri_info):
    """Of an action or a function, as `verdicts` has them; None for what is neither."""
    last = uri_info.last_resource
    if not isinstance(last, (UriResourceAction, UriResourceFunction)):
        return None
    operation = last.action if isinstance(last, UriResourceAction) else last.function
    if operation is None:
        return None
    texts = []
    for parameter in map(operation.get_parameter, operation.parameter_names):
        of = re.sub(r"^graph\.", "microsoft.graph.", parameter.type)
        of = f"Collection({of})" if parameter.collection else of
        texts.append(f"{parameter.name} {of}{' nullable' if parameter.nullable else ''}")
    return sorted(texts)


def misspelt(paths):
    """Paths with one letter wrong, in a word or in the name of a parameter, and paths that lack a parameter."""
    random.seed(7)
    while True:
        segments = random.choice(paths).split("/")
        words = [index for index, word in enumerate(segments) if re.fullmatch(r"[A-Za-z]{3,}|\w+\(.+=.+\)", word)]
        if not words:
            continue
        index = random.choice(words)
        word, letter = segments[index], random.choice("abcdefghijklmnopqrstuvwxyz")
        inside = word.find("(")
        if inside > 0 and random.random() < 0.3:
            segments[index] = re.sub(r"\((.*,)?[^,]*\)$", lambda rest: f"({(rest[1] or '').rstrip(',')})", word)
            yield "/".join(segments)
            continue
        start = random.choice([named.start(1) for named in re.finditer(r"[(,](\w+)=", word)]) if inside > 0 else 0
        length = len(re.match(r"\w+", word[start:])[0])
        at = start + random.randrange(length)
        segments[index] = random.choice([word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]])
        if segments[index] != word:
            yield "/".join(segments)


def rule_of_path(line, theirs, overloads):
    if line.startswith("ok\t"):
        if "is not a key property" in theirs:
            return "odatapy has no alternate keys"
        name = re.search(r"Property '(\w+)' was not found", theirs)
        if name and overloads[name.group(1)] > 1:
            return "odatapy misses an overload of the operation"
    elif theirs is None and re.match(r"no\t`\w+` lacks `", line):
        return "odatapy takes a call without a parameter that is due"
    elif theirs is None and re.match(r"no\t(Collection\(|`\w+` is (of one|called on))", line):
        return "a misspelt name behind a collection is a key to odatapy"
    return f"unexplained: {line} and {theirs}"


def rule_of_method(path, method, allowed, forbidden, theirs, uri_info, namespaces):
    ours, forbidden = method in allowed, method in forbidden
    last = uri_info.last_resource
    kind = type(last).__name__.removeprefix("UriResource")
    if getattr(last, "key_predicates", None) and path.rsplit("/", 1)[-1].split("(")[0] in namespaces:
        return "odatapy misses an overload of the operation, and takes its name for a key"
    if theirs is None:
        if forbidden or (method == "PATCH" and "PUT" in allowed and kind in ("EntitySet", "Navigation", "Singleton")):
            return "an annotation forbids it, and odatapy reads none"
        if getattr(last, "type_filter", None):
            return "Graph writes entities where they are, not where they are read as another type"
        if method == "PUT" and kind in ("EntitySet", "Navigation", "Singleton"):
            return "Graph replaces no entity as a whole, unless an annotation says that it does"
        if method == "DELETE" and kind == "Singleton":
            return "a singleton is always there"
        if kind == "Navigation" and not last.navigation_property.contains_target:
            return "what is only related is written where it is contained, or by $ref"
        if kind in ("PrimitiveProperty", "ComplexProperty"):
            return "Graph writes properties with their entity"
        if kind == "Ref" and method != "DELETE" and not getattr(uri_info.resource_parts[-2], "is_collection", True):
            return "of one of many, a reference can only be removed"
    elif ours and kind == "Value" and method == "PATCH":
        return "Graph takes PATCH for content, which OData has PUT for"
    return f"unexplained: {kind}: {method}: ours {'takes' if ours else 'refuses'}{' by annotation' if forbidden else ''}, odatapy: {theirs}"


def main():
    corpus, verdicts = sys.argv[1:3]
    sample = int(sys.argv[3]) if len(sys.argv) > 3 else None
    xml = gzip.open(f"{corpus}/metadata-v1.0.xml.gz").read()
    schema = json.load(gzip.open(f"{corpus}/schema.json.gz"))
    namespaces = collections.defaultdict(set)
    for operation in schema["actions"] + schema["functions"]:
        namespaces[operation["name"]].add(operation["namespace"])
    overloads = collections.Counter(operation["name"] for operation in schema["actions"] + schema["functions"])
    operations = [json.loads(line) for line in gzip.open(f"{corpus}/operations.jsonl.gz")]
    paths = list(dict.fromkeys(operation["path"] for operation in operations))
    known = set(paths)
    if sample:
        random.seed(1)
        paths = random.sample(paths, min(sample, len(paths)))
    wrong = list(itertools.islice((path for path in misspelt(paths) if path not in known), sample or MISSPELLINGS))
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(xml)
        file.flush()
        edm = Edm.from_provider(XmlEdmProvider.from_file(file.name))
        parser, asked = Parser(edm), Asked(edm)
        out = subprocess.run([verdicts, file.name], input="\n".join(paths + wrong) + "\n", capture_output=True, text=True, check=True)
    count, differences = collections.Counter(), collections.defaultdict(list)

    def judge(kind, ours, theirs, why, what):
        count[kind, "ours takes" if ours else "ours refuses", "odatapy takes" if theirs else "odatapy refuses"] += 1
        if ours != theirs:
            differences[kind, why()].append(what)

    for index, (path, line) in enumerate(zip(paths + wrong, out.stdout.splitlines(), strict=True)):
        ours = line.startswith("ok\t")
        uri_info, refusal = parsed(parser, path, namespaces)
        kind = "operation's path" if index < len(paths) else "misspelling"
        judge(kind, ours, uri_info is not None, lambda: rule_of_path(line, refusal, overloads), path)
        if not ours or uri_info is None or index >= len(paths):
            continue
        _, _, allowed, forbidden, of_call = line.split("\t")
        for method in METHODS:
            refusal = asked.takes(method, uri_info)
            takes = method in allowed.split()
            judge("method", takes, refusal is None, lambda: rule_of_method(path, method, allowed.split(), forbidden.split(), refusal, uri_info, namespaces), f"{method} {path}")
        theirs = parameters(uri_info)
        if theirs is not None:
            same = theirs == sorted(filter(None, of_call.split(";")))
            judge("parameter list", True, same, lambda: f"unexplained: {of_call} and {theirs}", path)
    for key, number in sorted(count.items()):
        print(number, ", ".join(key))
    unexplained = 0
    for (kind, why), all_paths in sorted(differences.items()):
        unexplained += len(all_paths) if why.startswith("unexplained") else 0
        print(f"differs: {len(all_paths)} {kind}: {why}, e.g. {all_paths[0]}")
    print(f"{unexplained} unexplained")
    sys.exit(1 if unexplained else 0)


main()
