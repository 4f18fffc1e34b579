"""Take RingCentral's facts out of its public API description, and leave its prose behind.

DESCRIPTION is an OpenAPI document as JSON. RingCentral publishes it as YAML, at
https://netstorage.ringcentral.com/dpw/api-reference/specs/rc-platform.yml, of which
`yq -o=json rc-platform.yml` makes JSON. What the facts have is renewed; of each PATH that they do
not have the GET is added, or the POST where there is no GET.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringcentral_simulator import facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Json = dict[str, Any]
Wanted = frozenset[tuple[str, str]]

SCHEMAS = Path(__file__).parent.parent / "tap_ringcentral" / "schemas"
METHODS = ("get", "post")
# All that is a fact; whatever else a description has is its prose, or of no use here.
KEYWORDS = """
$ref additionalProperties allOf anyOf components const content default deprecated enum
exclusiveMaximum exclusiveMinimum format get in items maxItems maxLength maximum minItems minLength
minimum name nullable oneOf parameters paths pattern post properties requestBody required responses
schema schemas type uniqueItems x-app-permission x-throttling-group x-user-permission
"""
KEPT = frozenset(KEYWORDS.split())
# What these hold is by names of RingCentral's own, such as a property called description.
NAMED = frozenset({"content", "parameters", "paths", "properties", "responses", "schemas"})
# An enum's value that has a sentence with it.
ERROR_CODE = re.compile(r"ErrorCode\{code='([^']+)'.*\}")
WIDTH = 100
WORDS_OF_A_SENTENCE = 4


def stripped(node: Any, *, is_named: bool = False) -> Any:
    """Return a node of a description with its facts alone."""
    if isinstance(node, list):
        return [stripped(each) for each in node]
    if isinstance(node, str):
        return ERROR_CODE.sub(r"\1", node)
    if not isinstance(node, dict):
        return node
    return {
        key: stripped(value, is_named=key in NAMED and not is_named)
        for key, value in node.items()
        if is_named or key in KEPT
    }


def present() -> Wanted:
    """Return the methods and paths that the facts have."""
    return frozenset(
        (method, path) for path, item in facts.document()["paths"].items() for method in item
    )


def added(description: Json, paths: Iterable[str]) -> Wanted:
    """Return the methods and paths by which some paths are read.

    Raises:
        SystemExit: The description lacks one.
    """
    read = {
        path: next(
            (method for method in METHODS if method in description["paths"].get(path, ())), ""
        )
        for path in paths
    }
    for path in (path for path, method in read.items() if not method):
        raise SystemExit(f"The description has no GET and no POST of {path}.")
    return frozenset((method, path) for path, method in read.items())


def made(description: Json, wanted: Wanted) -> dict[str, str]:
    """Return the facts as texts of files, by their names in the folder of facts."""
    whole = stripped(description)
    items: dict[str, Json] = {}
    for method, path in sorted(wanted):
        if method in whole["paths"].get(path, ()):
            items.setdefault(path, {})[method] = whole["paths"][path][method]
    needs = {path: set(_references(item, whole)) for path, item in items.items()}
    users = Counter(reference for needed in needs.values() for reference in needed)
    shared = {reference for reference, count in users.items() if count > 1}
    parts = {
        f"{path.strip('/')}.json": {
            "components": _components(needs[path] - shared, whole),
            "paths": {path: item},
        }
        for path, item in items.items()
    }
    parts["shared.json"] = {"components": _components(shared, whole)}
    return {name: f"{laid_out(part)}\n" for name, part in parts.items()}


def _references(node: Any, whole: Json, known: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield all that a node refers to, and what that refers to in its turn."""
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str) and reference not in known:
            yield reference
            yield from _references(_component(reference, whole), whole, known | {reference})
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _references(each, whole, known)


def _component(reference: str, whole: Json) -> Any:
    _, _, kind, name = reference.split("/")
    return whole["components"][kind][name]


def _components(references: Iterable[str], whole: Json) -> Json:
    found: Json = {}
    for reference in references:
        _, _, kind, name = reference.split("/")
        found.setdefault(kind, {})[name] = _component(reference, whole)
    return found


def laid_out(value: Any, indent: str = "", before: int = 0) -> str:
    """Return JSON with its keys in order, on one line each where that is not too long.

    Args:
        value: What to write.
        indent: Of the line that it begins on.
        before: How much of that line is taken, and a comma behind.
    """
    text = json.dumps(value, sort_keys=True)
    if len(indent) + before + len(text) <= WIDTH or not isinstance(value, dict | list):
        return text
    below = f"{indent} "
    if isinstance(value, list):
        lines = [below + laid_out(each, below, 1) for each in value]
        return "\n".join(("[", ",\n".join(lines), f"{indent}]"))
    keys = {json.dumps(key): each for key, each in sorted(value.items())}
    lines = [f"{below}{k}: {laid_out(each, below, len(k) + 3)}" for k, each in keys.items()]
    return "\n".join(("{", ",\n".join(lines), f"{indent}}}"))


def borrowed(description: Json) -> list[str]:
    """Return what the tap's schemas say in RingCentral's words, which are not the project's."""
    theirs = list(_sentences(description))
    own = [
        sentence
        for path in sorted(SCHEMAS.glob("*.json"))
        for sentence in _sentences(json.loads(path.read_text("utf-8")))
    ]
    return [s for s in own if any(s in other or other in s for other in theirs)]


def _sentences(node: object) -> Iterator[str]:
    """Yield sentences and clauses long enough to be somebody's, as bare words between spaces."""
    if isinstance(node, list):
        for below in node:
            yield from _sentences(below)
    elif isinstance(node, dict):
        text = node.get("description")
        for part in re.split(r"[.;:]\s|\n\n", f"{text} " if isinstance(text, str) else ""):
            words = re.findall(r"\w+", part.lower())
            if len(words) >= WORDS_OF_A_SENTENCE:
                yield f" {' '.join(words)} "
        yield from _sentences(list(node.values()))


def main(arguments: list[str] | None = None) -> None:
    """Renew the facts.

    Raises:
        SystemExit: There is no such description or path, or a schema of the tap's speaks in
            RingCentral's words.
    """
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("description", metavar="DESCRIPTION", type=Path)
    parser.add_argument("paths", metavar="PATH", nargs="*")
    asked = parser.parse_args(arguments)
    try:
        description = json.loads(asked.description.read_text("utf-8"))
    except (OSError, ValueError) as error:
        parser.error(f"{asked.description} is no JSON that can be read: {error}")
    files = made(description, present() | added(description, asked.paths))
    for file in facts.FOLDER.rglob("*.json"):
        if (name := file.relative_to(facts.FOLDER).as_posix()) not in files:
            print(f"Not documented any more: {name}")
            file.unlink()
    for name, text in files.items():
        file = facts.FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
    if found := borrowed(description):
        raise SystemExit("\n".join(["Say these in words of your own:", *found]))


if __name__ == "__main__":
    main()
