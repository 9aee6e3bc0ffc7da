# SPDX-License-Identifier: Apache-2.0
"""What the program can do is documented, and what is documented the program can do."""

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
