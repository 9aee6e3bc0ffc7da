# SPDX-License-Identifier: Apache-2.0
"""popular_embed.py OUT.c popular.txt: writes the names of each ecosystem as the C table that popular.h declares."""

import re
import sys
from pathlib import Path


def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(out, path):
    sections = re.split(r"^\[(.+)\]$", Path(path).read_text(encoding="utf-8"), flags=re.M)[1:]
    text, table = ['#include "domain/popular.h"\n\n'], []
    for number, (ecosystem, body) in enumerate(zip(sections[::2], sections[1::2])):
        names = body.split()
        text.append(f"static const char *const names_{number}[] = {{\n")
        text += [f"    {literal(name)},\n" for name in names]
        text.append("};\n")
        table.append(f"    {{{literal(ecosystem)}, names_{number}, {len(names)}}},\n")
    text.append("const struct popular_list popular_lists[] = {\n" + "".join(table) + "};\n")
    text.append(f"const size_t popular_list_count = {len(table)};\n")
    Path(out).write_text("".join(text), encoding="utf-8")


main(*sys.argv[1:])
