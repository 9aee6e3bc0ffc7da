# SPDX-License-Identifier: Apache-2.0
"""license_embed.py OUT.c LIST EXCEPTIONS ALIASES: writes the three texts as the sorted C tables that license_list.h declares."""

import re
import sys
from pathlib import Path

FAMILIES = {"p": "PERMISSIVE", "w": "WEAK", "s": "STRONG", "n": "NETWORK", "r": "PROPRIETARY", "u": "UNKNOWN"}
DROPPED = {"the", "license", "licence", "licenses", "licensed", "version", "v"}


def key(name):
    """The words that names are compared by; license_list.c does the same to what it looks up."""
    words = []
    for word in re.split(r"[^a-z0-9.+>]+", name.lower()):
        word = word.strip(".")  # ">" alone stays a word: "GPL (>= 2)" is not "GPL 2"
        found = re.fullmatch(r"([a-z]+)([0-9].*)", word)
        for part in (found[1].removesuffix("v"), found[2]) if found else (word,):
            part = re.sub(r"^([0-9]+)\.0(\+?)$", r"\1\2", part)
            if part and part not in DROPPED:
                words.append(part)
    return " ".join(words)


def rows(path):
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ") and line != "#"]


def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' if text else "NULL"


def add_own(table, names):
    """Adds what the list itself calls its licences, unless two of them share the words."""
    seen = {}
    for name, target in names:
        seen.setdefault(key(name), set()).add(target)
    for words, targets in seen.items():
        if len(targets) == 1:
            table.setdefault(words, targets.pop())


def main(out, list_path, exceptions_path, aliases_path):
    licenses = [line.split("|", 4) for line in rows(list_path)]
    exceptions = [line.split("|", 4) for line in rows(exceptions_path)]
    table, additions = {}, {}
    for line in rows(aliases_path):
        name, target = line.split(" = ")
        into = additions if name.startswith("WITH ") else table
        words = key(name.removeprefix("WITH "))
        if into.setdefault(words, target) != target:
            sys.exit(f"{aliases_path}: {name}: the same words stand for {into[words]} already")
    for column in (0, 4):
        add_own(table, [(row[column], row[3] or row[0]) for row in licenses])
        add_own(additions, [(row[column], row[0]) for row in exceptions])
    text = ['#include "domain/license_list.h"\n\nconst struct license_list_row license_list_rows[] = {\n']
    for row in sorted(licenses, key=lambda row: row[0].lower()):
        flags = ", ".join("true" if flag in row[2] else "false" for flag in "ofd")
        text.append(f"    {{{literal(row[0])}, {literal(row[4])}, {literal(row[3])}, LICENSE_{FAMILIES[row[1]]}, {flags}}},\n")
    text.append("};\nconst struct license_list_exception license_list_exceptions[] = {\n")
    for row in sorted(exceptions, key=lambda row: row[0].lower()):
        flags = ", ".join("true" if yes else "false" for yes in (row[1] == "w", "d" in row[2]))
        text.append(f"    {{{literal(row[0])}, {literal(row[4])}, {flags}}},\n")
    for name, entries in (("names", table), ("additions", additions)):
        text.append(f"}};\nconst struct license_list_name license_list_{name}[] = {{\n")
        text += [f"    {{{literal(words)}, {literal(target)}}},\n" for words, target in sorted(entries.items())]
    text.append("};\n")
    for name, count in (("rows", licenses), ("exceptions", exceptions), ("names", table), ("additions", additions)):
        text.append(f"const size_t license_list_{name.removesuffix('s')}_count = {len(count)};\n")
    Path(out).write_text("".join(text), encoding="utf-8")


main(*sys.argv[1:])
