# SPDX-License-Identifier: Apache-2.0
"""What the program can do is documented, and what is documented the program can do."""

import json
import json
import re


def compare(what, have, told, where):
    """The two sets of names must be equal."""
    problems = [f"{where}: the {what} '{name}' is not documented" for name in sorted(have - told)]
    return problems + [f"{where}: there is no {what} '{name}'" for name in sorted(told - have)]


def read_if_there(tree, path):
    return tree.read(path) if path in tree.paths else ""


def commands(tree):
    """Every command has a section of docs/cli.md, and every section a command."""
    told = set(re.findall(r"^##+ `?kenzen ([a-z][a-z -]*[a-z])`?", read_if_there(tree, "docs/cli.md"), re.M))
    return compare("command", set(tree.internal("commands")), told, "docs/cli.md")


def rights(tree):
    """Each route names a right; docs/rights.md has the table of rights, the pages words for them, docs/api.yaml what is for anybody."""
    table = tree.printed("rights", "--json")
    routes = {f"{route['method']} {route['path']}": route["right"] for route in json.loads(table)["routes"]}
    problems = [f"{name}: names no right" for name, right in routes.items() if right == "none"]
    text = read_if_there(tree, "docs/rights.md")
    rows = re.findall(r"^\| .*\n", text, re.M)
    for line in tree.printed("rights", "--markdown").splitlines(keepends=True)[2:]:
        if line not in rows:
            problems.append(f"docs/rights.md: lacks the row: {line.strip()}")
    names = {right["name"] for right in json.loads(table)["rights"]}
    told = {found[1] for row in rows if (found := re.match(r"\| `([a-z-]+)` \| .* \| .* \| .* \|", row))}
    problems += [f"docs/rights.md: there is no right {name}" for name in sorted(told - names)]
    words = "".join(tree.read(path) for path in tree.sources("web/src/words/", suffixes=(".ts",)))
    for name in sorted(names - {"anyone"}):
        if "right_" + name.replace("-", "_") + ":" not in words:
            problems.append(f"web/src/words: has no word for the right {name}")
    opened = {name for name, right in routes.items() if right == "anyone"}
    return problems + compare("route for anybody", opened, set(open_routes(read_if_there(tree, "docs/api.yaml"))), "docs/api.yaml (security: [])")


def open_routes(text):
    """Reads 'METHOD /path' of what has 'security: []' in OpenAPI as YAML, six spaces deep."""
    path = name = ""
    for line in text.partition("\npaths:\n")[2].splitlines():
        if found := re.match(r"  [\"']?(/[^\s\"']*)[\"']?:", line):
            path = found[1]
        elif found := re.match(r"    (get|put|post|patch|delete|head|options):", line):
            name = f"{found[1].upper()} {path}"
        elif line.strip() == "security: []" and name:
            yield name


def documented_routes(text):
    """Reads 'METHOD /path' out of OpenAPI as YAML, where paths stand two spaces deep and methods four."""
    inside, path = False, ""
    for line in text.splitlines():
        if re.match(r"\S", line):
            inside = line.startswith("paths:")
        elif inside and (found := re.match(r"  [\"']?(/[^\s\"']*)[\"']?:", line)):
            path = found[1]
        elif inside and (found := re.match(r"    (get|put|post|patch|delete|head|options):", line)):
            yield f"{found[1].upper()} {path}"


def routes(tree):
    """Every route is described in docs/api.yaml, and every description has its route."""
    told = set(documented_routes(read_if_there(tree, "docs/api.yaml")))
    return compare("route", set(tree.internal("routes")), told, "docs/api.yaml")


def dependencies(tree):
    """Each library and npm package that is asked for stands in docs/dependencies.md with its reason, and no other."""
    asked = set()
    for path in ("meson.build", "tests/unit/meson.build"):
        asked |= set(re.findall(r"\bdependency\('([^']+)'", read_if_there(tree, path)))
    for path in ("web/package.json", "contracts/package.json", "tests/wallet/package.json"):
        package = json.loads(read_if_there(tree, path) or "{}")
        asked |= set(package.get("dependencies", {})) | set(package.get("devDependencies", {}))
    rows = re.findall(r"^\| (`[^|]+) \|", read_if_there(tree, "docs/dependencies.md"), re.M)
    told = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    return compare("dependency", asked, told, "docs/dependencies.md")
