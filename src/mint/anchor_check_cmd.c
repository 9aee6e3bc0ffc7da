/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "base/limits.h"
#include "chain/rpc_cmd.h"
#include "codec/json.h"
#include "journal/checkpoint.h"
#include "journal/head_cmd.h"
#include "mint/anchor_check.h"
#include "mint/anchor_cmd.h"
#include "net/http_call.h"

struct checking {
    const struct cmd *cmd;
    struct arena arena;
    struct rpc rpc;
    struct anchor_place place;
    struct journal_head kept;
    struct anchor_check check;
};

/* -- calling: whoever runs the command has named who is called, and they may stand anywhere -- */

static const struct address_net everywhere = {.bits = 0};

static bool get(void *context, struct text url, struct buf *out, struct err *err)
{
    struct checking *it = context;
    struct http_call call = {.method = TEXT("GET"),
        .url = url,
        .max_reply_bytes = out->max_bytes,
        .allowed = &everywhere,
        .allowed_count = 1};
    struct http_call_reply reply;
    enum { OK = 200 };
    if (!http_call_run(&call, &it->arena, &reply, err))
        return false;
    if (reply.status != OK)
        return err_set(
            err, ERR_SYSTEM, "%.*s: answers with status %u", TEXT_ARG(url), reply.status);
    buf_add(out, reply.body);
    return true;
}

/* -- options -- */

static bool read_nodes(struct checking *it, struct err *err)
{
    it->rpc = (struct rpc){.arena = &it->arena};
    return rpc_cmd_read(it->cmd, &it->rpc, err);
}

static bool read_server(struct checking *it, struct err *err)
{
    struct text url = text_of(it->cmd->words[0]);
    while (text_ends(url, TEXT("/")))
        url.len--;
    it->check.server = url;
    return http_call_check_url(url, true, err);
}

static bool read_options(struct checking *it, struct err *err)
{
    const char *place = cmd_get(it->cmd, "anchor");
    if (!cmd_check_words(it->cmd, 1, 1, err) || !read_server(it, err) || !read_nodes(it, err) ||
        (place && !anchor_place_read(&it->place, text_of(place), err)))
        return false;
    it->check.rpc = &it->rpc;
    it->check.place = place ? &it->place : NULL;
    it->check.source = (struct badge_verify_source){.get = get, .context = it};
    return true;
}

/* -- telling -- */

static void print_report(
    struct buf *out, const struct badge_report *report, const struct journal_head *head)
{
    static const char *const signs[] = {"ok", "FAIL", "-"};
    char text[JOURNAL_HEAD_TEXT_SIZE];
    for (size_t i = 0; i < report->count; i++) {
        const struct badge_check *check = &report->checks[i];
        buf_format(out, "%-5s%-12s", signs[check->verdict], check->name);
        buf_add_plain(out, check->detail);
        buf_add_char(out, '\n');
    }
    if (head->size)
        buf_format(out, "anchored         %s\n", journal_tree_print_head(head, text));
    buf_add_z(out, badge_verify_is_good(report)
                       ? "the journal that the server shows is the one that it anchored\n"
                       : "the journal is NOT shown to be the one that was anchored\n");
}

static void print_json(
    struct buf *out, const struct badge_report *report, const struct journal_head *head)
{
    char text[JOURNAL_HEAD_TEXT_SIZE];
    json_print_open(out, '{');
    json_print_member_bool(out, "is_good", badge_verify_is_good(report));
    json_print_member_or_null(out, "head",
        head->size ? text_of(journal_tree_print_head(head, text)) : (struct text){"", 0});
    json_print_member_open(out, "checks", '[');
    for (size_t i = 0; i < report->count; i++) {
        json_print_open(out, '{');
        json_print_member_z(out, "name", report->checks[i].name);
        json_print_member_z(out, "verdict", badge_verdict_word(report->checks[i].verdict));
        json_print_member(out, "detail", report->checks[i].detail);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

/* -- chain anchor check, chain anchor head -- */

static bool check(struct checking *it, bool *ret_is_good, struct err *err)
{
    const char *kept = cmd_get(it->cmd, "head");
    struct badge_report report;
    struct journal_head head;
    struct buf out;
    if (kept && !head_cmd_read(kept, &it->kept, err))
        return false;
    it->check.source.kept = kept ? &it->kept : NULL;
    anchor_check_run(&it->check, &report, &head, clock_now_us(), &it->arena);
    buf_init(&out, SIZE_MAX);
    (cmd_has(it->cmd, "json") ? print_json : print_report)(&out, &report, &head);
    fwrite(out.at, 1, out.len, stdout);
    buf_done(&out);
    *ret_is_good = badge_verify_is_good(&report);
    return true;
}

static int run_check(const struct cmd *cmd)
{
    struct err err;
    struct checking it = {.cmd = cmd};
    bool is_good = false;
    arena_init(&it.arena, SIZE_MAX);
    bool is_done = read_options(&it, &err) && check(&it, &is_good, &err);
    arena_done(&it.arena);
    return !is_done ? cmd_fail(&err) : is_good ? 0 : 1;
}

static const struct cmd_option check_options[] = {
    {"rpc", "URL", "a node of the chain; may be given several times, and they are compared", 0},
    {"anchor", "CHAIN:CONTRACT:SENDER", "where it is anchored (default: where the server says)", 0},
    {"head", "HEAD",
        "a head of that journal that was kept: SIZE:ROOT, or a file with it or a checkpoint", 0},
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row anchor_check_cmd = {
    .name = "chain anchor check",
    .args = "SERVER",
    .brief = "hold the journal that a server shows against what it wrote to a chain",
    .help =
        "SERVER is the URL of any kenzen; nothing else of it is needed. The nodes are asked what the contract has, the server\n"
        "for its signed head, and for the proof that it begins with what was anchored. Each check is told: ok, FAIL, or - when\n"
        "it could not be made. Without --anchor the server names the contract and the sender: a server that lies names\n"
        "others, so keep what it said the first time. Exit code 0 when all hold, 1 when not.",
    .options = check_options,
    .run = run_check,
};

static bool head(struct checking *it, struct err *err)
{
    struct journal_head head;
    char text[JOURNAL_HEAD_TEXT_SIZE];
    int64_t block;
    if (!rpc_check_chain(&it->rpc, it->place.chain_id, err) ||
        !anchor_check_head(&it->rpc, &it->place, checkpoint_origin(it->check.server, &it->arena),
            &head, &block, err))
        return false;
    if (!head.size)
        return err_set(
            err, ERR_NOT_FOUND, "the contract has no head of this journal by that sender");
    puts(journal_tree_print_head(&head, text));
    return true;
}

static int run_head(const struct cmd *cmd)
{
    struct err err;
    struct checking it = {.cmd = cmd};
    arena_init(&it.arena, SIZE_MAX);
    bool is_done = read_options(&it, &err) &&
                   (it.check.place || err_set(&err, ERR_USAGE, "--anchor is missing")) &&
                   head(&it, &err);
    arena_done(&it.arena);
    return is_done ? 0 : cmd_fail(&err);
}

static const struct cmd_option head_options[] = {
    {"rpc", "URL", "a node of the chain; may be given several times, and they are compared", 0},
    {"anchor", "CHAIN:CONTRACT:SENDER", "where it is anchored, and by whom", 0},
    {0},
};

const struct cmd_row anchor_check_cmd_head = {
    .name = "chain anchor head",
    .args = "SERVER",
    .brief = "print the head of a journal that a contract has, asking only the chain",
    .help =
        "SERVER is the URL that the journal is named after; it is not called. Prints SIZE:ROOT, as\n"
        "kenzen journal verify, journal check and badge verify take it with --head:\n"
        "\n"
        "  kenzen journal verify --head \"$(kenzen chain anchor head URL --rpc NODE --anchor ANCHOR)\"\n",
    .options = head_options,
    .run = run_head,
};
