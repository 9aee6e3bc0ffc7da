# SPDX-License-Identifier: Apache-2.0
"""What the built program must be, whatever the options of the compiler were called."""

import re

from . import Skipped
from .tree import run

# What is there when a protection is on, as readelf says it.
HARDENING = {
    "a position-independent executable": r"Type: +DYN",
    "read-only relocations": r"GNU_RELRO",
    "binding at start": r"\bBIND_NOW\b|Flags:.* NOW",
    "a stack that does not execute": r"GNU_STACK.* RW ",
    "stack protectors": r"\b__stack_chk_fail\b",
    "bounds in libc calls (FORTIFY)": r"\b__\w+_chk\b",
}


def hardening(tree):
    """The program is built with the compiler's and the linker's protections."""
    status, output = run("readelf", "-hldW", "--dyn-syms", str(tree.build / "kenzen"))
    if status != 0:
        raise Skipped(f"nothing built in {tree.build}")
    if "__asan_init" in output:
        raise Skipped("the sanitizers stand in for the protections")
    return [f"kenzen: without {name}" for name, sign in HARDENING.items() if not re.search(sign, output)]


def setup(tree):
    """script/setup installs each library that meson.build asks for."""
    # yyjson has a way of its own into the machine, and threads are libc's.
    asked = {"yyjson": "", "threads": ""}
    for path in tree.paths:
        if path.endswith("meson.build"):
            names = re.findall(r"\bdependency\('([^']+)'", tree.read(path))
            asked = dict.fromkeys(names, path) | asked
    installed = set(re.findall(r"^pc:(\S+)", tree.read("script/setup"), re.M))
    return [
        f"{path}: script/setup does not install {name}"
        for name, path in asked.items()
        if path and name not in installed
    ]


def types(tree):
    """The user interface passes the type checker and has each word in every language."""
    if "web/package.json" not in tree.paths:
        return ["web/package.json: missing"]
    status, output = run("npm", "run", "--silent", "check", "--prefix", "web", cwd=tree.root)
    if status == 127:
        raise Skipped("no npm here")
    return (output.splitlines() or ["npm run check fails"]) if status else []


def words(tree):
    """No word of the user interface is defined twice: the last one would stand for both."""
    first, problems = {}, []
    for path in tree.sources("web/src/words/", suffixes=(".ts",)):
        for name in re.findall(r'^  "?([\w-]+)"?: \[', tree.read(path), re.M):
            if name in first:
                problems.append(f"{path}: {name} stands in {first[name]} too")
            first.setdefault(name, path)
    return problems
