/* SPDX-License-Identifier: Apache-2.0 */
#include "app/version_cmd.h"

#include "base/limits.h"
#include "codec/json.h"
#include "domain/ecosystem.h"

enum {
    /* An ecosystem, two versions and the tabs between; longer versions get their own message. */
    LINE_BYTES = LIMIT_NAME_BYTES + 4 * LIMIT_VERSION_BYTES,
};

struct question {
    struct text ecosystem, a, b;
};

static bool answer(const struct question *q, int *ret_order, struct err *err)
{
    const struct ecosystem *row = ecosystem_find_any(q->ecosystem);
    if (!row)
        return err_set(err, ERR_NOT_FOUND, "\"%.*s\" is no ecosystem that kenzen knows",
            TEXT_ARG(text_slice(q->ecosystem, 0, 80)));
    if (!row->has_scheme)
        return err_set(err, ERR_UNSUPPORTED, "versions of %s cannot be ordered yet", row->name);
    return version_compare(row->scheme, q->a, q->b, ret_order, err);
}

static bool read_line(const struct buf *line, struct question *ret_q, struct err *err)
{
    struct text rest = buf_text(line);
    struct question q = {.ecosystem = text_cut(&rest, '\t')};
    q.a = text_cut(&rest, '\t');
    q.b = text_cut(&rest, '\t');
    if (!buf_check(line, err))
        return false;
    if (!q.b.at || rest.at)
        return err_set(
            err, ERR_SYNTAX, "a line is an ecosystem and two versions, with tabs between");
    *ret_q = q;
    return true;
}

static void print_order(int order)
{
    puts(order < 0 ? "<" : order > 0 ? ">" : "=");
}

/* Prints one answer as JSON; err is NULL where there is one. */
static void print_json(const struct question *q, int order, const struct err *err)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member(&out, "ecosystem", q->ecosystem);
    json_print_member(&out, "a", q->a);
    json_print_member(&out, "b", q->b);
    if (err)
        json_print_member_z(&out, "error", err->text);
    else
        json_print_member_int(&out, "order", order);
    json_print_close(&out, '}');
    puts(out.at);
    buf_done(&out);
}

static int compare_lines(bool wants_json)
{
    struct err err;
    struct buf line;
    buf_init(&line, LINE_BYTES);
    while (cmd_read_line(&line)) {
        struct question q = {0};
        int order = 0;
        bool is_answered = read_line(&line, &q, &err) && answer(&q, &order, &err);
        if (wants_json)
            print_json(&q, order, is_answered ? NULL : &err);
        else if (is_answered)
            print_order(order);
        else
            printf("!\t%s\n", err.text);
    }
    buf_done(&line);
    return cmd_check_input(&err) ? 0 : cmd_fail(&err);
}

static int run_compare(const struct cmd *cmd)
{
    struct err err;
    int order = 0;
    bool wants_json = cmd_has(cmd, "json");
    if (cmd->word_count == 0 || (cmd->word_count == 1 && strcmp(cmd->words[0], "-") == 0))
        return compare_lines(wants_json);
    if (!cmd_check_words(cmd, 3, 3, &err))
        return cmd_fail(&err);
    struct question q = {text_of(cmd->words[0]), text_of(cmd->words[1]), text_of(cmd->words[2])};
    if (!answer(&q, &order, &err))
        return cmd_fail(&err);
    if (wants_json)
        print_json(&q, order, NULL);
    else
        print_order(order);
    return 0;
}

static const struct cmd_option options[] = {
    {"json", NULL, "print JSON, the order as -1, 0 or 1", 0}, {0}};

const struct cmd_row version_cmd_compare = {
    .name = "version compare",
    .args = "[ECOSYSTEM A B]",
    .brief = "say which of two versions is newer, by the rules of their ecosystem",
    .help =
        "Prints '<', '=' or '>'. ECOSYSTEM is OSV's name, with or without a release (PyPI, Red Hat, Alpine:v3.20),\n"
        "or a purl type (pypi, deb). A version that begins with '-' stands behind '--'.\n\n"
        "Without arguments, or with '-', reads lines of ecosystem, A and B, with tabs between, from standard input\n"
        "and prints one answer a line; '!', a tab and the reason where there is none.\n\n"
        "  kenzen version compare PyPI 1.0rc1 1.0",
    .options = options,
    .run = run_compare,
};
