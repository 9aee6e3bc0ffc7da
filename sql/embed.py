# SPDX-License-Identifier: Apache-2.0
"""embed.py OUT.c NNNN_name.sql…: writes the migrations as the C table that src/store/migrate.h declares."""

import re
import sys
from pathlib import Path


def literal(text):
    """Returns text as C string literals, a line each. Outside of ASCII nothing is spelled differently."""
    lines = text.splitlines(keepends=True)
    return "\n".join('        "' + line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' for line in lines)


def row(path):
    found = re.fullmatch(r"(\d{4})_([a-z0-9_]+)\.sql", path.name)
    if not found:
        sys.exit(f"{path}: not named NNNN_name.sql")
    return int(found[1]), f'    {{{int(found[1])}, "{found[2]}",\n{literal(path.read_text(encoding="utf-8"))}}},\n'


def main(out, *paths):
    rows = sorted(row(Path(path)) for path in paths)
    numbers = [number for number, _ in rows]
    if numbers != list(range(1, len(numbers) + 1)):
        sys.exit(f"migrations are numbered from 1 on without gaps, not {numbers}")
    body = "".join(text for _, text in rows)
    Path(out).write_text(
        f'#include "store/migrate.h"\n\nconst struct migrate_file migrate_files[] = {{\n{body}}};\n'
        f"const size_t migrate_file_count = {len(rows)};\n",
        encoding="utf-8",
    )


main(*sys.argv[1:])
