"""Compares our verdicts with odatapy's: on paths, on methods, and on the parameters of actions and functions, over all
operations of the corpus and seeded misspellings of them.

    pip install odatapy==5.3.0
    cargo build -p graph-endpoint-schema --features csdl --example verdicts
    python schema/examples/compare.py ../shared/corpus target/debug/examples/verdicts [COUNT]

`.ci/verdicts` does all three. All operations and 3,000 misspellings take a minute and a half of CPU; COUNT takes so many
of each. odatapy wants operations by their full names and values of the right type, so each segment is tried with every
name in full and with a few values. On methods its dispatcher is asked: what it would call for each of the five at each
path. Prints how often the two agree, and how many differences each rule explains; one without a rule is an error, and the
exit code is 1.

What odatapy can't judge: capability annotations (it reads none), alternate keys, optional parameters, and where the
metadata's letter case isn't the service's.
"""

import collections
import gzip
import itertools
import json
import multiprocessing
import pathlib
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


def spellings(segment, names):
    """Each way to write a segment for odatapy: names in full first, since behind a collection it takes a short one for a
    key; then a value of each kind where there is one to fill in."""
    for name in [*(f"{namespace}.{segment}" for namespace in sorted(names)), segment]:
        for value in VALUES if "={" in name else VALUES[:2] if "{" in name else VALUES[:1]:
            yield re.sub(r"\{[^}]*\}", value, name)


class Paths:
    """What odatapy makes of paths. One is tried from the left, and what a refused beginning leads to isn't tried at all."""

    def __init__(self, parser, namespaces):
        self.parser, self.namespaces, self.refusals = parser, namespaces, {}

    def parsed(self, path):
        """What is there, or None and all that odatapy says where it refuses it."""
        segments, refusals = path.strip("/").split("/"), []
        text = self.fitting("", segments, 0, refusals)
        if text is None:
            return None, "; ".join(dict.fromkeys(refusals))
        return self.parser.parse_uri(text), None

    def fitting(self, before, segments, at, refusals):
        names = self.namespaces.get(segments[at].split("(")[0], ()) if at else ()
        for spelling in spellings(segments[at], names):
            text = f"{before}/{spelling}" if at else spelling
            refusal = self.refusal(text)
            if refusal:
                refusals.append(refusal)
                continue
            whole = text if at + 1 == len(segments) else self.fitting(text, segments, at + 1, refusals)
            if whole is not None:
                return whole
        return None

    def refusal(self, text):
        """Asked once: paths begin alike."""
        if text not in self.refusals:
            try:
                self.parser.parse_uri(text)
                self.refusals[text] = None
            except Exception as error:  # noqa: BLE001: whatever it is, it is a refusal
                self.refusals[text] = f"{type(error).__name__}: {error}"
        return self.refusals[text]


def parameters(uri_info, aliases):
    """Of an action or a function, as `verdicts` has them; None for what is neither. odatapy leaves namespaces' aliases."""
    last = uri_info.last_resource
    if not isinstance(last, (UriResourceAction, UriResourceFunction)):
        return None
    operation = last.action if isinstance(last, UriResourceAction) else last.function
    if operation is None:
        return None
    texts = []
    for parameter in map(operation.get_parameter, operation.parameter_names):
        alias, dot, name = parameter.type.partition(".")
        of = aliases.get(alias, alias) + dot + name
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
    elif ours and kind == "Function" and method == "PATCH":
        return "Graph changes a range at the address of the function that gives it"
    return f"unexplained: {kind}: {method}: ours {'takes' if ours else 'refuses'}{' by annotation' if forbidden else ''}, odatapy: {theirs}"


def rule_of_parameters(ours, theirs, overloaded):
    if overloaded and set(theirs) < set(ours):
        return "odatapy takes the overload that is bound to a base type, which has fewer parameters"
    return f"unexplained: {ours} and {theirs}"


class Judge:
    """Holds our verdict on a path against odatapy's. Made once, before the processes that share it."""

    def __init__(self, schema, metadata):
        self.namespaces = collections.defaultdict(set)
        for operation in schema["actions"] + schema["functions"]:
            self.namespaces[operation["name"]].add(operation["namespace"])
        self.overloads = collections.Counter(operation["name"] for operation in schema["actions"] + schema["functions"])
        named = re.findall(r'<Schema Namespace="([^"]*)" Alias="([^"]*)"', pathlib.Path(metadata).read_text())
        self.aliases = {alias: namespace for namespace, alias in named}
        edm = Edm.from_provider(XmlEdmProvider.from_file(metadata))
        self.paths, self.asked = Paths(Parser(edm), self.namespaces), Asked(edm)

    def __call__(self, case):
        """`(kind, whether we take it, whether odatapy does, the rule where they differ, what it is about)` for each question."""
        kind, path, line = case
        ours = line.startswith("ok\t")
        uri_info, refusal = self.paths.parsed(path)
        found = [verdict(kind, ours, uri_info is not None, lambda: rule_of_path(line, refusal, self.overloads), path)]
        if not ours or uri_info is None or kind == "misspelling":
            return found
        _, _, allowed, forbidden, of_call = line.split("\t")
        allowed, forbidden = allowed.split(), forbidden.split()
        for method in METHODS:
            refusal = self.asked.takes(method, uri_info)

            def why(method=method, refusal=refusal):
                return rule_of_method(path, method, allowed, forbidden, refusal, uri_info, self.namespaces)

            found.append(verdict("method", method in allowed, refusal is None, why, f"{method} {path}"))
        theirs = parameters(uri_info, self.aliases)
        if theirs is not None:
            of_call = sorted(filter(None, of_call.split(";")))
            overloaded = self.overloads[path.rsplit("/", 1)[-1].split("(")[0]] > 1
            found.append(verdict("parameter list", True, theirs == of_call, lambda: rule_of_parameters(of_call, theirs, overloaded), path))
        return found


def verdict(kind, ours, theirs, why, what):
    return kind, ours, theirs, None if ours == theirs else why(), what


def report(verdicts):
    """Prints two tables: how often the two agree, and how often each rule explains why they don't. Returns how often none
    does."""
    count, rules = collections.Counter(), collections.defaultdict(list)
    for kind, ours, theirs, why, what in verdicts:
        count[kind, "takes" if ours else "refuses", "takes" if theirs else "refuses"] += 1
        if why:
            rules[kind, why].append(what)
    print(f"| {'of':16} | ours    | odatapy | verdicts |\n| --- | --- | --- | --- |")
    for (kind, ours, theirs), number in sorted(count.items()):
        print(f"| {kind:16} | {ours:7} | {theirs:7} | {number:8} |")
    print("\n| differences | of | by this rule | for example |\n| --- | --- | --- | --- |")
    unexplained = 0
    for (kind, why), all_of_it in sorted(rules.items()):
        unexplained += len(all_of_it) if why.startswith("unexplained") else 0
        print(f"| {len(all_of_it)} | {kind} | {why} | {min(all_of_it, key=lambda what: (len(what), what))} |")
    print(f"\n{sum(count.values())} verdicts, {sum(map(len, rules.values()))} differences, {unexplained} unexplained")
    return unexplained


# What can't be explained: if it is, the rules take anything.
CONTROLS = [
    ("operation's path", "/users/{user-id}", "no\t`users` is nothing"),
    ("operation's path", "/users/{user-id}", "ok\tmicrosoft.graph.user\tPATCH DELETE\t\t"),
    ("operation's path", "/users/{user-id}/microsoft.graph.sendMail", "ok\t\tPOST\t\tMessage Edm.String"),
    ("misspelling", "/users/{user-id}/manger", "ok\tmicrosoft.graph.directoryObject\tGET\t\t"),
]


def main():
    corpus, verdicts = sys.argv[1:3]
    sample = int(sys.argv[3]) if len(sys.argv) > 3 else None
    operations = [json.loads(line) for line in gzip.open(f"{corpus}/operations.jsonl.gz")]
    paths = list(dict.fromkeys(operation["path"] for operation in operations))
    known = set(paths)
    if sample:
        random.seed(1)
        paths = random.sample(paths, min(sample, len(paths)))
    wrong = list(itertools.islice((path for path in misspelt(paths) if path not in known), sample or MISSPELLINGS))
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(gzip.open(f"{corpus}/metadata-v1.0.xml.gz").read())
        file.flush()
        judge = Judge(json.load(gzip.open(f"{corpus}/schema.json.gz")), file.name)
        out = subprocess.run([verdicts, file.name], input="\n".join(paths + wrong) + "\n", capture_output=True, text=True, check=True)
    for control in CONTROLS:
        if not any((why or "").startswith("unexplained") for _, _, _, why, _ in judge(control)):
            sys.exit(f"nobody finds what is wrong with {control}")
    lines = iter(out.stdout.splitlines())
    cases = [("operation's path", path, next(lines)) for path in paths] + [("misspelling", path, next(lines)) for path in wrong]
    # Neighbours begin alike, so a process gets many of them at once. What `fork` shares is loaded once.
    cases.sort(key=lambda case: case[1])
    with multiprocessing.get_context("fork").Pool(initializer=share, initargs=(judge,)) as processes:
        found = list(itertools.chain.from_iterable(processes.imap(ask, cases, chunksize=250)))
    sys.exit(1 if report(found) else 0)


def share(judge):
    global shared
    shared = judge


def ask(case):
    return shared(case)


if __name__ == "__main__":
    main()
