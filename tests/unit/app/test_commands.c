/* SPDX-License-Identifier: Apache-2.0 */
/* The program as its user meets it: what it prints and how it ends. */
#include "unit.h"

#include <stdio.h>

#include "app/commands.h"
#include "base/buf.h"

/* Runs the program that KENZEN names by a shell line; returns its exit code, its output in out. */
static int run(const char *arguments, struct buf *out)
{
    const char *program = getenv("KENZEN");
    if (!program)
        skip();
    struct buf line;
    buf_init(&line, SIZE_MAX);
    buf_format(&line, "'%s' %s", program, arguments);
    FILE *pipe = popen(line.at, "r");
    assert_non_null(pipe);
    char part[4096];
    buf_cut(out, 0);
    for (size_t len; (len = fread(part, 1, sizeof part, pipe)) > 0;)
        buf_add(out, (struct text){part, len});
    int status = pclose(pipe);
    buf_done(&line);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void assert_run(const char *arguments, int code, const char *part)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    int got = run(arguments, &out);
    if (got != code || text_find_text(buf_text(&out), text_of(part)) < 0)
        fail_msg("kenzen %s: exit %d, printed \"%.*s\"", arguments, got, TEXT_ARG(buf_text(&out)));
    buf_done(&out);
}

static void test_help(void **state)
{
    (void)state;
    assert_run("", 0, "usage: kenzen COMMAND");
    assert_run("--help", 0, "usage: kenzen COMMAND");
    assert_run("help", 0, "usage: kenzen COMMAND");
    assert_run("help help", 0, "usage: kenzen help [COMMAND]");
    assert_run("help --help", 0, "usage: kenzen help [COMMAND]");
    assert_run("--version", 0, "kenzen " KENZEN_VERSION "\n");
    assert_run("internal commands", 0, "help\n");
}

static void test_unknown(void **state)
{
    (void)state;
    assert_run("hlep 2>&1", 2, "kenzen: hlep: no such command\nDid you mean 'kenzen help'?\n");
    assert_run("nothing like it 2>&1", 2, "'kenzen help' lists the commands.\n");
    assert_run("'' 2>&1", 2, "no such command");
    assert_run("help hlep 2>&1", 2, "Did you mean 'kenzen help'?");
    assert_run("help --what 2>&1", 2, "kenzen: help: --what: no such option\n");
    assert_run("internal 2>&1", 2, "usage: kenzen internal COMMAND");
    assert_run("alert 2>&1", 2,
        "kenzen: alert: what is to be done is missing\nusage: kenzen alert COMMAND");
    assert_run("help alert", 0, "usage: kenzen alert COMMAND");
}

static void test_purl_parse(void **state)
{
    (void)state;
    assert_run("purl parse 'pkg:npm/@Angular/core@17.0.0?vcs_url=x'", 0,
        "{\"type\":\"npm\",\"namespace\":\"@angular\",\"name\":\"core\",\"version\":\"17.0.0\","
        "\"qualifiers\":{\"vcs_url\":\"x\"},\"subpath\":null,"
        "\"canonical\":\"pkg:npm/%40angular/core@17.0.0?vcs_url=x\"}\n");
    assert_run("purl parse --json pkg:cargo/a", 0, "\"qualifiers\":null");
    assert_run(
        "purl parse npm/a 2>&1", 2, "kenzen: not a package URL: it does not begin with 'pkg:'\n");
    assert_run("purl parse a b 2>&1", 2, "kenzen: b: one argument too many\n");
    assert_run("purl parse </ 2>&1", 3, "kenzen: standard input: cannot be read\n");
    assert_run("purl parse <<'EOF'\npkg:npm/a\r\n\npkg:npm/b\nEOF", 0,
        "\"canonical\":\"pkg:npm/a\"}\n{\"error\":\"not a package URL: it does not begin with "
        "'pkg:'\"}\n{\"type\":\"npm\",");
}

static void test_version_compare(void **state)
{
    (void)state;
    assert_run("version compare PyPI 1.0rc1 1.0", 0, "<\n");
    assert_run("version compare 'Red Hat' 1.0-1 1.0^git1-1", 0, "<\n");
    assert_run("version compare Alpine:v3.20 1.2_p1 1.2", 0, ">\n");
    assert_run("version compare gem 1.0 1", 0, "=\n");
    assert_run("version compare PyPI -- -class- 1", 0, "<\n");
    assert_run("version compare --json npm 1.0.0 v1", 0,
        "{\"ecosystem\":\"npm\",\"a\":\"1.0.0\",\"b\":\"v1\",\"order\":0}\n");
    assert_run("version compare deb 1: 1 2>&1", 2,
        "kenzen: \"1:\" is no Debian version: its upstream version is empty\n");
    assert_run("version compare Cobol 1 2 2>&1", 2,
        "kenzen: \"Cobol\" is no ecosystem that kenzen knows\n");
    assert_run("version compare npm 1 2>&1", 2, "kenzen: ");
    assert_run("version compare </dev/null", 0, "");
    assert_run("version compare </ 2>&1", 3, "kenzen: standard input: cannot be read\n");
}

static void test_version_match(void **state)
{
    (void)state;
    assert_run("version match 1.4.0 '^1.2' --ecosystem npm", 0,
        "1.4.0 is in >= 1.2.0, < 2.0.0-0, no pre-releases\n");
    assert_run("version match 2.0.0-rc.1 '^1.2' --ecosystem npm", 1,
        "2.0.0-rc.1 is not in >= 1.2.0, < 2.0.0-0, no pre-releases\n");
    assert_run("version match 1.4 '>= 1, < 2' --syntax plain --ecosystem npm", 0, "1.4 is in ");
    assert_run("version match 1.4 '<< 2' --ecosystem Debian:12", 0, "1.4 is in < 2\n");
    assert_run("version match 1.4 '==1.*' --ecosystem PyPI --json", 0,
        "{\"ecosystem\":\"PyPI\",\"version\":\"1.4\",\"constraint\":\"==1.*\",\"syntax\":\"pep440\","
        "\"is_in\":true,\"means\":\"\\u003e= 1.dev0, \\u003c 2.dev0\","
        "\"vers\":\"vers:pypi/\\u003e=1.dev0|\\u003c2.dev0\",\"is_vers_exact\":true}\n");
    assert_run(
        "version match 1.4 'vers:pypi/<1|>=1.3' --ecosystem PyPI", 0, "1.4 is in < 1 or >= 1.3\n");
    assert_run("version match x '*' --ecosystem npm 2>&1", 2, "kenzen: \"x\" is no semantic ");
    assert_run("version match 1 '^1.y' --ecosystem npm 2>&1", 2,
        "kenzen: constraint: column 4: \"y\" is neither a number nor x or *\n");
    assert_run("version match 1 '*' 2>&1", 2, "kenzen: --ecosystem is missing\n");
    assert_run("version match 1 '*' --ecosystem Cobol 2>&1", 2, "kenzen: \"Cobol\" is no ");
    assert_run("version match 1 '*' --ecosystem npm --syntax x 2>&1", 2, "kenzen: --syntax: ");
    assert_run("version match 1 '> 1' --ecosystem npm --syntax gem 2>&1", 2,
        "kenzen: --syntax: gem is not about versions of npm\n");
    assert_run("version match 1 --ecosystem npm 2>&1", 2, "kenzen: ");
}

static void test_version_compare_goes_on(void **state)
{
    (void)state;
    assert_run("version compare <<'EOF'\nnpm\t1.0\t2\r\nnpm\t1\n\nnpm\tx\t1\nCobol\t1\t2\n"
               "npm\t1\t2\t3\nPackagist\tdev-a\tdev-b\nDebian:12\t1~\t1\nEOF",
        0,
        "<\n!\ta line is an ecosystem and two versions, with tabs between\n"
        "!\ta line is an ecosystem and two versions, with tabs between\n"
        "!\t\"x\" is no semantic version: it does not begin with numbers between dots\n"
        "!\t\"Cobol\" is no ecosystem that kenzen knows\n"
        "!\ta line is an ecosystem and two versions, with tabs between\n"
        "!\t\"dev-a\" and \"dev-b\" have no order as Packagist versions\n<\n");
    assert_run("version compare - --json <<'EOF'\nnpm\t2\t1\nnpm\tx\t1\nEOF", 0,
        "\"order\":1}\n{\"ecosystem\":\"npm\",\"a\":\"x\",\"b\":\"1\",\"error\":\"");
}

static void test_output_that_cannot_be_written(void **state)
{
    (void)state;
    assert_run("help 2>&1 >/dev/full", 3, "kenzen: standard output: No space left on device\n");
    assert_run("help 2>&1 >&-", 3, "kenzen: standard output: Bad file descriptor\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_help),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_purl_parse),
        cmocka_unit_test(test_version_compare),
        cmocka_unit_test(test_version_match),
        cmocka_unit_test(test_version_compare_goes_on),
        cmocka_unit_test(test_output_that_cannot_be_written),
    };
    return cmocka_run_group_tests_name("commands", tests, NULL, NULL);
}
