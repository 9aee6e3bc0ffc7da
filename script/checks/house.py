# SPDX-License-Identifier: Apache-2.0
"""The rules of the house: which folder may use which, who is called what, and what is not used at all."""

import re
from pathlib import PurePath

from .tree import bare, without_comments

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)

# A library has one home; the rest of the program uses it through that folder's headers.
HOMES = {
    "yyjson.h": "codec", "yaml.h": "codec", "archive.h": "codec", "archive_entry.h": "codec", "expat.h": "codec", "zlib.h": "codec",
    "unicode/ucal.h": "codec", "unicode/ustring.h": "codec",
    "sqlite3.h": "store", "libpq-fe.h": "store",
    "microhttpd.h": "net", "curl/curl.h": "net",
    "rpm/rpmdb.h": "sbom", "rpm/rpmlib.h": "sbom", "rpm/rpmlog.h": "sbom", "rpm/rpmmacro.h": "sbom", "rpm/rpmts.h": "sbom",
    "seccomp.h": "sandbox", "linux/landlock.h": "sandbox",
}  # fmt: skip

BANNED = (
    "strcpy",
    "strcat",
    "sprintf",
    "vsprintf",
    "strtok",
    "gets",
    "strncpy",
    "strncat",
    "atoi",
    "atol",
    "atoll",
    "atof",
)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def floors(tree):
    """A file includes only its own folder and the folders above it."""
    order = tree.floors()
    problems = []
    for path in tree.sources("src/"):
        floor = PurePath(path).parts[1]
        if floor not in order:
            problems.append(f"{path}: {floor} is missing from the floors of meson.build")
            continue
        text = tree.read(path)
        code = without_comments(text)
        for found in INCLUDE.finditer(code):
            wrong = wrong_include(tree, order, floor, found[1], found[2])
            if wrong:
                problems.append(f"{path}:{line_of(code, found.start())}: includes {found[2]}, {wrong}")
    return problems


def wrong_include(tree, order, floor, quote, header):
    """Returns what is wrong with a file of this floor including this header, or nothing."""
    if quote == "<":
        home = HOMES.get(header, floor)
        return "" if home == floor else f"which only {home} may"
    used = header.split("/")[0]
    if "/" not in header or used not in order:
        return "which is not written as folder/file.h"
    if f"src/{header}" not in tree.paths:
        return "which does not exist"
    return "" if order.index(used) <= order.index(floor) else f"which stands below {floor}"


def prefixes(tree, path):
    """The prefixes that a file's exported names may have: its own name, and a shorter one that a header beside it has.

    x_rows.c, x_api.c and x_cmd.c are parts of x, whether or not there is an x.h.
    """
    folder, stem = PurePath(path).parent, PurePath(path).stem
    words = stem.split("_")
    shorter = ["_".join(words[:n]) for n in range(1, len(words))]
    parts = [shorter[-1]] if words[-1] in ("rows", "api", "cmd") and shorter else []
    return [stem] + [prefix for prefix in shorter if prefix in parts or f"{folder}/{prefix}.h" in tree.paths]


def names(tree):
    """An exported name begins with the name of its file."""
    problems = []
    for path, symbol in tree.symbols():
        allowed = prefixes(tree, path)
        if not symbol.startswith("__") and not any(
            symbol == prefix or symbol.startswith(prefix + "_") for prefix in allowed
        ):
            problems.append(
                f"{path}: exports {symbol}, which does not begin with {' or '.join(p + '_' for p in allowed)}"
            )
    return problems


def banned(tree):
    """No function that writes without a bound or reads without an error, and a header that makes the compiler say so."""
    guard = "src/base/ban.h"
    text = tree.read(guard) if guard in tree.paths else ""
    problems = [f"{guard}: does not ban {name}" for name in BANNED if not re.search(rf"\b{name}\b", text)]
    pattern = re.compile(r"\b(" + "|".join(BANNED) + r")\s*\(")
    for path in tree.sources("src/", "tests/"):
        code = bare(tree.read(path))
        if path != guard:
            problems += [f"{path}:{line_of(code, m.start())}: calls {m[1]}" for m in pattern.finditer(code)]
    return problems


SQL = re.compile(r'"\s*(SELECT\s|INSERT INTO\s|UPDATE \w+ SET\s|DELETE FROM\s|CREATE (TABLE|INDEX)\s)')


def sql(tree):
    """SQL stands in *_rows.c, in the store and in sql/, and nowhere else."""
    problems = []
    for path in tree.sources("src/"):
        if path.startswith("src/store/") or path.endswith("_rows.c"):
            continue
        code = without_comments(tree.read(path))
        problems += [f"{path}:{line_of(code, m.start())}: SQL outside of a *_rows.c" for m in SQL.finditer(code)]
    return problems
