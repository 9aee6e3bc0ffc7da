/* SPDX-License-Identifier: Apache-2.0 */
#include "app/version_cmd.h"
#include "codec/json.h"
#include "domain/constraint.h"
#include "domain/ecosystem.h"

struct question {
    struct text version, constraint;
    const char *ecosystem, *syntax; /* syntax may be NULL */
};

struct reply {
    enum constraint_syntax syntax;
    struct constraint constraint;
    bool is_in;
};

/* VERS tells itself by its beginning; else the syntax is the one asked for, or the ecosystem's own. */
static bool find_syntax(const struct question *q, const struct ecosystem *row,
    enum constraint_syntax *ret_syntax, struct err *err)
{
    *ret_syntax = text_starts(text_trim(q->constraint), TEXT("vers:"))
                      ? CONSTRAINT_VERS
                      : constraint_syntax_of(row->scheme, text_of(row->purl_type));
    if (q->syntax && !constraint_syntax_find(text_of(q->syntax), ret_syntax))
        return err_set(
            err, ERR_USAGE, "--syntax: \"%s\" is no syntax that kenzen knows", q->syntax);
    return true;
}

static bool answer(
    const struct question *q, struct reply *ret_reply, struct arena *arena, struct err *err)
{
    struct reply reply = {0};
    if (!q->ecosystem)
        return err_set(err, ERR_USAGE, "--ecosystem is missing");
    const struct ecosystem *row = ecosystem_find_any(text_of(q->ecosystem));
    if (!row)
        return err_set(
            err, ERR_NOT_FOUND, "\"%s\" is no ecosystem that kenzen knows", q->ecosystem);
    if (!row->has_scheme)
        return err_set(err, ERR_UNSUPPORTED, "versions of %s cannot be ordered yet", row->name);
    if (!find_syntax(q, row, &reply.syntax, err))
        return false;
    if (!constraint_read(&reply.constraint, reply.syntax, row->scheme, q->constraint, arena, err))
        return err_add(err, "constraint");
    if (reply.constraint.scheme != row->scheme)
        return err_set(
            err, ERR_USAGE, "--syntax: %s is not about versions of %s", q->syntax, row->name);
    if (!constraint_holds(&reply.constraint, q->version, &reply.is_in, err))
        return false;
    *ret_reply = reply;
    return true;
}

static void print_json(const struct question *q, const struct reply *reply)
{
    struct buf out, words;
    buf_init(&out, SIZE_MAX);
    buf_init(&words, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_z(&out, "ecosystem", q->ecosystem);
    json_print_member(&out, "version", q->version);
    json_print_member(&out, "constraint", q->constraint);
    json_print_member_z(&out, "syntax", constraint_syntax_name(reply->syntax));
    json_print_member_bool(&out, "is_in", reply->is_in);
    constraint_print(&reply->constraint, &words);
    json_print_member(&out, "means", buf_text(&words));
    buf_cut(&words, 0);
    bool is_exact = constraint_print_vers(&reply->constraint, &words);
    json_print_member(&out, "vers", buf_text(&words));
    json_print_member_bool(&out, "is_vers_exact", is_exact);
    json_print_close(&out, '}');
    puts(out.at);
    buf_done(&out);
    buf_done(&words);
}

static void print_words(const struct question *q, const struct reply *reply)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    buf_add_plain(&out, q->version);
    buf_add_z(&out, reply->is_in ? " is in " : " is not in ");
    constraint_print(&reply->constraint, &out);
    puts(out.at);
    buf_done(&out);
}

static int run_match(const struct cmd *cmd)
{
    struct err err;
    struct reply reply;
    struct arena arena;
    if (!cmd_check_words(cmd, 2, 2, &err))
        return cmd_fail(&err);
    struct question q = {.version = text_of(cmd->words[0]),
        .constraint = text_of(cmd->words[1]),
        .ecosystem = cmd_get(cmd, "ecosystem"),
        .syntax = cmd_get(cmd, "syntax")};
    arena_init(&arena, SIZE_MAX);
    bool is_answered = answer(&q, &reply, &arena, &err);
    if (is_answered && cmd_has(cmd, "json"))
        print_json(&q, &reply);
    else if (is_answered)
        print_words(&q, &reply);
    arena_done(&arena);
    if (!is_answered)
        return cmd_fail(&err);
    return reply.is_in ? 0 : 1;
}

static const struct cmd_option options[] = {
    {"ecosystem", "ECOSYSTEM", "whose versions and constraints they are", 0},
    {"syntax", "NAME", "npm, cargo, composer, gem, maven, pep440, nuget, vers or plain", 0},
    {"json", NULL, "print JSON", 0}, {0}};

const struct cmd_row version_cmd_match = {
    .name = "version match",
    .args = "VERSION CONSTRAINT",
    .brief = "say whether a version is in a constraint, as the ecosystem's own tool does",
    .help =
        "Prints what the constraint means. ECOSYSTEM is OSV's name, with or without a release, or a purl type. CONSTRAINT is\n"
        "written as the ecosystem's packages write it, as VERS (vers:npm/>=1|<2), or plainly (--syntax plain) as \">= 1, < 2\".\n"
        "A version or constraint that begins with '-' stands behind '--'.\n\n"
        "Exit codes: 0 it is in, 1 it is not, 2 one of them cannot be read.\n\n"
        "  kenzen version match 1.4.0 '^1.2' --ecosystem npm",
    .options = options,
    .run = run_match,
};
