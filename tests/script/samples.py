# SPDX-License-Identifier: Apache-2.0
"""Good and bad samples for script/check, and results for script/tally to count."""

from checks import docs, form, house, program

# Every sample of these checks stands in such a house.
FLOORS = {
    "meson.build": "floors = ['base', 'store', 'sbom']\n",
    "src/base/text.h": "",
    "src/store/db.h": "",
    "src/sbom/sbom.h": "",
}
BAN = {"src/base/ban.h": " ".join(house.BANNED)}
LONG = "void f(void)\n{\n" + "    g();\n" * 58 + "}\n"
DEEP = (
    "void f(void)\n{\n    if (a) {\n        for (;;) {\n            while (b) {\n                do {\n                } while (c);\n"
    + "    }\n" * 4
)

MAIN = "#include <stdio.h>\nint main(int n, char **v)\n{\n    char a[9];\n    return sprintf(a, v[n - 1]) + a[n];\n}\n"

# (check, name of the sample, files, what each problem found says, in order)
SAMPLES = [
    (
        house.floors,
        "a file may include its own floor and those above",
        {"src/sbom/a.c": '#include "sbom/sbom.h"\n#include "base/text.h"\n#include <stdio.h>\n'},
        [],
    ),
    (
        house.floors,
        "a floor below",
        {"src/base/a.c": '#include "store/db.h"\n'},
        ["src/base/a.c:1: includes store/db.h, which stands below"],
    ),
    (
        house.floors,
        "an include that stands after spaces",
        {"src/base/a.c": 'int x;\n  #  include "store/db.h"\n'},
        ["a.c:2: "],
    ),
    (
        house.floors,
        "an include that is commented out",
        {"src/base/a.c": '/* #include "store/db.h" */\n// #include "store/db.h"\n'},
        [],
    ),
    (
        house.floors,
        "a header beside the file",
        {"src/sbom/a.c": '#include "sbom.h"\n'},
        ["not written as folder/file.h"],
    ),
    (
        house.floors,
        "a way around by dots",
        {"src/base/a.c": '#include "../store/db.h"\n'},
        ["not written as folder/file.h"],
    ),
    (house.floors, "a header that is not there", {"src/sbom/a.c": '#include "base/gone.h"\n'}, ["does not exist"]),
    (
        house.floors,
        "a library away from its home",
        {"src/sbom/a.c": "#include <sqlite3.h>\n"},
        ["which only store may"],
    ),
    (house.floors, "a folder that is no floor", {"src/odd/a.c": ""}, ["odd is missing"]),
    (
        house.names,
        "names that begin with their file's",
        {"src/base/text.c": "int text_a; int text(void) { return 0; }\nstatic int odd = 1; int *text_b = &odd;\n"},
        [],
    ),
    (
        house.names,
        "rows of a folder's main header",
        {"src/sbom/sbom_rows.c": "int sbom_a; int sbom_rows_b;\n", "src/sbom/x_rows.c": "int x_a;\n"},
        [],
    ),
    (
        house.names,
        "a name of another file",
        {"src/base/text.c": "int texture; void other(void) {}\n"},
        ["exports texture", "exports other"],
    ),
    (
        house.names,
        "a shorter prefix without a header for it",
        {"src/store/blob_more.c": "int blob_a;\n"},
        ["exports blob_a"],
    ),
    (
        house.banned,
        "banned names in comments and strings",
        {**BAN, "src/base/a.c": '/* strcpy(a, b) */ char *x = "strcpy(";\nmy_strcpy(a);\n'},
        [],
    ),
    (house.banned, "a banned call", {**BAN, "src/base/a.c": "\nx = strcpy (a, b);\n"}, ["a.c:2: calls strcpy"]),
    (house.banned, "a guard that forgets one", {"src/base/ban.h": " ".join(house.BANNED[1:])}, ["does not ban strcpy"]),
    (
        house.sql,
        "SQL where it belongs",
        {
            "src/sbom/sbom_rows.c": '"SELECT 1"',
            "src/store/db.c": '"CREATE TABLE x"',
            "src/sbom/a.c": '// "SELECT 1"\n"Select a file"',
        },
        [],
    ),
    (
        house.sql,
        "SQL elsewhere",
        {"src/sbom/sbom_api.c": 'x = "SELECT a"\n    "DELETE FROM b";\n'},
        ["sbom_api.c:1", "sbom_api.c:2"],
    ),
    (form.layout, "formatted C", {"src/base/a.c": "int a(void)\n{\n    return 0;\n}\n"}, []),
    (
        form.layout,
        "C out of format",
        {"src/base/a.c": "int a(void) {\n  return 0; }\n"},
        ["src/base/a.c:1", "src/base/a.c:2"],
    ),
    (
        form.size,
        "short and flat",
        {
            "src/base/a.c": "int x[] = {{{{{1}}}}};\nvoid f(void)\n{\n    g(&(struct a){.b = {{{1}}}});\n    if (a) {\n        while (b) {\n            for (;;) {\n            }\n        }\n    }\n}\n"
        },
        [],
    ),
    (form.size, "60 lines", {"src/base/a.c": LONG.replace("    g();\n", "", 1)}, []),
    (form.size, "61 lines", {"src/base/a.c": "struct s {\n    int a;\n};\n\n" + LONG}, ["a.c:5: f has 61 lines"]),
    (
        form.size,
        "long by its parameters",
        {"src/base/a.c": LONG.replace("(void)", "(int a,\n    int b)")},
        ["f has 62 lines"],
    ),
    (form.size, "four blocks deep", {"src/base/a.c": DEEP}, ["f nests 4 blocks"]),
    (
        form.size,
        "a long file and a long header",
        {
            "src/base/a.c": "\n" * 601,
            "src/base/a.h": "\n" * 151,
            "src/base/b.c": "\n" * 600,
            "src/base/b.h": "\n" * 150,
        },
        ["601 lines", "151 lines"],
    ),
    (
        form.licence,
        "licence lines",
        {
            "src/a.c": "/* SPDX-License-Identifier: Apache-2.0 */\n",
            "script/b": "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n",
            "c.md": "",
            "demo/d.js": "",
        },
        [],
    ),
    (
        form.licence,
        "none, another, too late",
        {
            "src/a.c": "",
            "sql/b.sql": "-- SPDX-License-Identifier: MIT\n",
            "script/c": "#!/bin/sh\n\n# SPDX-License-Identifier: Apache-2.0\n",
        },
        ["script/c", "sql/b.sql", "src/a.c"],
    ),
    (form.white_space, "clean text", {"src/a.c": "a\n\nb\n", "x.png": "\t", "empty.md": ""}, []),
    (form.white_space, "dirty text", {"src/a.c": "\ta\nb \nc\r\nd"}, ["a.c:1", "a.c:2", "a.c:3", "a.c: no line end"]),
    (
        form.hosts,
        "addresses of this machine, and where it does not matter",
        {"script/a": "http://127.0.0.1:1/x", "docs/b.md": "https://example.org"},
        [],
    ),
    (
        form.hosts,
        "a host in a script and in a lock file",
        {
            "script/a": "curl https://example.org/x",
            "web/package-lock.json": '\n"resolved": "https://example.org/y"\n"url": "https://example.org"',
        },
        ["script/a:1", "package-lock.json:2"],
    ),
    (form.shell, "a sound script", {"script/a": '#!/bin/sh\necho "$1"\n'}, []),
    (form.shell, "an unsound script", {"script/a": "#!/bin/sh\necho $1\n"}, ["SC2086"]),
    (program.words, "words of their own", {"web/src/words/a.ts": '  one: ["a"],\n', "web/src/words/b.ts": '  two: ["b"],\n'}, []),
    (
        program.words,
        "a word that stands in two files",
        {"web/src/words/a.ts": '  one: ["a"],\n', "web/src/words/b.ts": '  one: ["b"],\n'},
        ["b.ts: one"],
    ),
    (
        docs.dependencies,
        "a library and a package with their reasons",
        {
            "meson.build": "dependency('zlib')\n",
            "web/package.json": '{"devDependencies": {"preact": "1"}}',
            "contracts/package.json": '{"dependencies": {"solc": "1"}, "devDependencies": {"erc721a": "1"}}',
            "docs/dependencies.md": "| `zlib` | a | b |\n| `preact`, `solc` | a | b |\n| `erc721a` | a | b |\n",
        },
        [],
    ),
    (
        docs.dependencies,
        "one that nobody explains, and one that nobody uses",
        {"meson.build": "dependency('zlib')\n", "docs/dependencies.md": "| `expat` | a | b |\n"},
        ["'zlib' is not documented", "there is no dependency 'expat'"],
    ),
    (
        program.setup,
        "libraries that setup installs",
        {"meson.build": "dependency('zlib')\ndependency('threads')\n", "script/setup": "pc:zlib zlib1g-dev\n"},
        [],
    ),
    (
        program.setup,
        "a library that it does not",
        {"tests/unit/meson.build": "x = dependency('cmocka')\n", "script/setup": "pc:zlib zlib1g-dev\n"},
        ["tests/unit/meson.build: script/setup does not install cmocka"],
    ),
    (program.types, "a type checker that is content", {"web/package.json": '{"scripts": {"check": "true"}}'}, []),
    (
        program.types,
        "one that is not",
        {"web/package.json": '{"scripts": {"check": "echo a.ts: no; false"}}'},
        ["a.ts: no"],
    ),
    (
        program.hardening,
        "all protections",
        {"main.c": "// -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-all -fPIE -pie -Wl,-z,relro,-z,now\n" + MAIN},
        [],
    ),
    (
        program.hardening,
        "none",
        {"main.c": "// -O2 -fno-stack-protector -fno-pie -no-pie -Wl,-z,norelro,-z,lazy,-z,execstack\n" + MAIN},
        ["a position-independent", "read-only", "binding", "does not execute", "stack protectors", "FORTIFY"],
    ),
    (
        docs.commands,
        "documented commands",
        {"commands": "scan\nadvisory import\n", "docs/cli.md": "## kenzen scan\n### `kenzen advisory import` PATH\n"},
        [],
    ),
    (
        docs.commands,
        "one untold, one unreal",
        {"commands": "scan\nserve\n", "docs/cli.md": "## kenzen scan\n## kenzen dream\n"},
        ["'serve' is not documented", "no command 'dream'"],
    ),
    (
        docs.routes,
        "documented routes",
        {
            "routes": "GET /a/{id}\nPOST /b\n",
            "docs/api.yaml": "paths:\n  /a/{id}:\n    parameters: []\n    get:\n      x: 1\n  '/b':\n    post:\n",
        },
        [],
    ),
    (
        docs.routes,
        "one untold, one unreal",
        {
            "routes": "GET /a\nPUT /a\n",
            "docs/api.yaml": "paths:\n  /a:\n    get:\n    delete:\ncomponents:\n  /c:\n    get:\n",
        },
        ["'PUT /a' is not documented", "no route 'DELETE /a'"],
    ),
]

# (name, results by file name, the last line, exit status)
TALLIES = [
    (
        "cmocka's TAP with a skipped case",
        {"a.tap": "1..3\nok 1 - a\nnot ok 2 # SKIP b\nok 3 - c\n# exit status 0\n"},
        "2 passed, 0 failed, 1 skipped",
        0,
    ),
    (
        "a failing case",
        {"a.tap": "1..2\nok 1 - a\nnot ok 2 - b\n# why\n# exit status 1\n"},
        "1 passed, 1 failed, 0 skipped",
        1,
    ),
    (
        "nested results count once",
        {"a.tap": "    ok 1 - a\n    ok 2 - b\n    1..2\nok 1 - group\nok 2 - c\n1..2\n# exit status 0\n"},
        "3 passed, 0 failed, 0 skipped",
        0,
    ),
    (
        "a nested failure counts once",
        {"a.tap": "    ok 1 - a\n    not ok 2 - b\nnot ok 1 - group\n1..1\n# exit status 1\n"},
        "1 passed, 1 failed, 0 skipped",
        1,
    ),
    (
        "a group that fails by itself",
        {"a.tap": "    ok 1 - a\nnot ok 1 - group\n1..1\n# exit status 1\n"},
        "1 passed, 1 failed, 0 skipped",
        1,
    ),
    ("a crash before the end", {"a.tap": "1..3\nok 1 - a\n# exit status 139\n"}, "1 passed, 1 failed, 0 skipped", 1),
    (
        "an early end that calls itself good",
        {"a.tap": "1..3\nok 1 - a\n# exit status 0\n"},
        "1 passed, 1 failed, 0 skipped",
        1,
    ),
    ("a bad end after good cases", {"a.tap": "1..1\nok 1 - a\n# exit status 1\n"}, "1 passed, 1 failed, 0 skipped", 1),
    ("no case at all", {"a.tap": "# exit status 0\n"}, "0 passed, 1 failed, 0 skipped", 1),
    ("no result at all", {"a.err": "nothing"}, "0 passed, 0 failed, 0 skipped", 1),
    (
        "a suite skipped as a whole",
        {"a.tap": "1..0 # SKIP no browser\n# exit status 0\n", "b.tap": "1..1\nok 1\n# exit status 0\n"},
        "1 passed, 0 failed, 1 skipped",
        0,
    ),
    (
        "meson's log",
        {
            "u.json": '{"name": "t", "stdout": "1..2\\nok 1 - a\\nnot ok 2 - b\\n", "returncode": 1}\n{"name": "s", "stdout": "", "returncode": -11}\n'
        },
        "1 passed, 2 failed, 0 skipped",
        1,
    ),
]
