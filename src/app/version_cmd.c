/* SPDX-License-Identifier: Apache-2.0 */
#include "app/version_cmd.h"

#include "base/limits.h"
#include "domain/ecosystem.h"

enum {
    /* An ecosystem, two versions and the tabs between; longer versions get their own message. */
    LINE_BYTES = LIMIT_NAME_BYTES + 4 * LIMIT_VERSION_BYTES,
};

/* Finds how a and b are ordered in an ecosystem: '<', '=' or '>'. */
static bool compare(
    struct text ecosystem, struct text a, struct text b, char *ret_sign, struct err *err)
{
    const struct ecosystem *row = ecosystem_find_any(ecosystem);
    int order;
    if (!row)
        return err_set(err, ERR_NOT_FOUND, "\"%.*s\" is no ecosystem that kenzen knows",
            TEXT_ARG(text_slice(ecosystem, 0, 80)));
    if (!row->has_scheme)
        return err_set(err, ERR_UNSUPPORTED, "versions of %s cannot be ordered yet", row->name);
    if (!version_compare(row->scheme, a, b, &order, err))
        return false;
    *ret_sign = order < 0 ? '<' : order > 0 ? '>' : '=';
    return true;
}

static bool compare_line(const struct buf *line, char *ret_sign, struct err *err)
{
    struct text rest = buf_text(line);
    struct text ecosystem = text_cut(&rest, '\t');
    struct text a = text_cut(&rest, '\t');
    struct text b = text_cut(&rest, '\t');
    if (!buf_check(line, err))
        return false;
    if (!b.at || rest.at)
        return err_set(
            err, ERR_SYNTAX, "a line is an ecosystem and two versions, with tabs between");
    return compare(ecosystem, a, b, ret_sign, err);
}

static int compare_lines(void)
{
    struct err err;
    struct buf line;
    char sign;
    buf_init(&line, LINE_BYTES);
    while (cmd_read_line(&line)) {
        if (compare_line(&line, &sign, &err))
            printf("%c\n", sign);
        else
            printf("!\t%s\n", err.text);
    }
    buf_done(&line);
    return cmd_check_input(&err) ? 0 : cmd_fail(&err);
}

static int run_compare(const struct cmd *cmd)
{
    struct err err;
    char sign;
    if (cmd->word_count == 0)
        return compare_lines();
    if (!cmd_check_words(cmd, 3, 3, &err) ||
        !compare(
            text_of(cmd->words[0]), text_of(cmd->words[1]), text_of(cmd->words[2]), &sign, &err))
        return cmd_fail(&err);
    printf("%c\n", sign);
    return 0;
}

const struct cmd_row version_cmd_compare = {
    .name = "version compare",
    .args = "[ECOSYSTEM A B]",
    .brief = "say which of two versions is newer, by the rules of their ecosystem",
    .help =
        "Prints '<', '=' or '>'. ECOSYSTEM is OSV's name, with or without a release (PyPI, Red Hat, Alpine:v3.20),\n"
        "or a purl type (pypi, deb). A version that begins with '-' stands behind '--'.\n\n"
        "Without arguments, reads lines of ecosystem, A and B, with tabs between, from standard input and prints one\n"
        "answer a line; '!', a tab and the reason where there is none.\n\n"
        "  kenzen version compare PyPI 1.0rc1 1.0",
    .run = run_compare,
};
