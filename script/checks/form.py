# SPDX-License-Identifier: Apache-2.0
"""The form of the text: format, length, licence line, white space."""

import re

from . import Skipped
from .tree import functions, run

FUNCTION_LINES = 60
FILE_LINES = 600
HEADER_LINES = 150
NESTING = 3

# The release that Debian 12 and 13 both have: another one formats a little differently.
CLANG_FORMAT = "clang-format-19"

SHEBANG_OR_SPDX = re.compile(r"(#!.*\n)?(<!-- |/\* |// |-- |# )SPDX-License-Identifier: Apache-2\.0")
HEADED = (
    ".c",
    ".h",
    ".py",
    ".sh",
    ".sql",
    ".sol",
    ".ts",
    ".tsx",
    ".css",
    ".mjs",
    ".js",
)
TEXT = HEADED + (".md", ".yaml", ".yml", ".html", ".json")
# What a tool or somebody else wrote stays as it was written.
FOREIGN = ("demo/", "tests/corpus/", "tests/data/")


def layout(tree):
    """C is formatted by clang-format."""
    paths = tree.sources("src/", "tests/")
    status, output = run(CLANG_FORMAT, "--dry-run", "--style=file", *paths, cwd=tree.root)
    if status == 127:
        raise Skipped(f"no {CLANG_FORMAT} here")
    return list(dict.fromkeys(re.findall(r"^(\S+?:\d+):\d+: (?:warning|error): code should be", output, re.M)))


def size(tree):
    """Functions, files and headers are short, and blocks are not nested deeply."""
    problems = []
    for path in tree.sources("src/", "tests/"):
        text = tree.read(path)
        most = HEADER_LINES if path.endswith(".h") else FILE_LINES
        if text.count("\n") > most:
            problems.append(f"{path}: {text.count(chr(10))} lines; at most {most}")
        for line, name, lines, nesting in functions(text):
            if lines > FUNCTION_LINES:
                problems.append(f"{path}:{line}: {name} has {lines} lines; at most {FUNCTION_LINES}")
            if nesting > NESTING:
                problems.append(f"{path}:{line}: {name} nests {nesting} blocks; at most {NESTING}")
    return problems


def is_script(tree, path):
    return path.startswith(("script/", ".ci/")) or tree.read(path).startswith("#!")


def own(tree):
    return [path for path in tree.paths if not path.startswith(FOREIGN)]


def licence(tree):
    """Every source file says under which licence it stands."""
    headed = [
        path
        for path in own(tree)
        if path.endswith(HEADED) or (is_script(tree, path) and "." not in path.split("/")[-1])
    ]
    return [f"{path}: no SPDX line at its head" for path in headed if not SHEBANG_OR_SPDX.match(tree.read(path))]


def white_space(tree):
    """No tabs, no spaces at line ends, no carriage returns, and a line end at the end."""
    problems = []
    for path in own(tree):
        if not path.endswith(TEXT) and not is_script(tree, path):
            continue
        text = tree.read(path)
        for number, line in enumerate(text.split("\n"), 1):
            if "\t" in line or "\r" in line or line.endswith(" "):
                problems.append(f"{path}:{number}: a tab, a carriage return or a space at the line end")
        if text and not text.endswith("\n"):
            problems.append(f"{path}: no line end at the end")
    return problems


URL = re.compile(r"https?://([\w.-]+)")
LOOPBACK = ("127.0.0.1", "localhost")


def hosts(tree):
    """Scripts and lock files name no host: what they fetch comes from the mirrors that the machine is set up with."""
    problems = []
    for path in tree.paths:
        if not path.startswith(("script/", ".ci/")) and not path.endswith("package-lock.json"):
            continue
        for number, line in enumerate(tree.read(path).split("\n"), 1):
            # A lock file also lists where a package's authors ask for money, which is fetched by nobody.
            if path.endswith(".json") and '"resolved"' not in line:
                continue
            problems += [
                f"{path}:{number}: names the host {host}" for host in URL.findall(line) if host not in LOOPBACK
            ]
    return problems


def shell(tree):
    """Shell scripts pass shellcheck."""
    scripts = [
        path for path in tree.paths if re.match(r"#!.*\b(ba)?sh\b|# SPDX.*\n# shellcheck shell", tree.read(path))
    ]
    status, output = run("shellcheck", "-x", "-f", "gcc", *scripts, cwd=tree.root) if scripts else (0, "")
    if status == 127:
        raise Skipped("no shellcheck here")
    return output.splitlines()
