/* SPDX-License-Identifier: Apache-2.0 */
/* The commands that ask an index: show, status, verify. */
#include "advisory/advisory_cmd.h"

#include "advisory/advisory_conflict.h"
#include "advisory/advisory_print.h"
#include "base/clock.h"
#include "base/map.h"
#include "codec/json.h"

/* -- what reads an index -- */

static const struct cmd_option read_options[] = {
    {"index", "INDEX", "the index (default: advisories.kzi in the data folder)", 0},
    {"data", "DIR", "the data folder (default: $KENZEN_DATA, else under $XDG_DATA_HOME)", 0},
    {"json", NULL, "print JSON (docs/advisories.md)", 0},
    {0},
};

/* Opens the index. That there is none is a failure of the system, as it is for a scan. */
static bool open_index(const struct cmd *cmd, struct arena *arena, const char **ret_path,
    struct advisory_index **ret_index, struct err *err)
{
    if (!advisory_cmd_find_index(cmd, cmd_get(cmd, "index"), false, arena, ret_path, err))
        return false;
    if (advisory_index_open(ret_index, *ret_path, err))
        return true;
    if (err->code == ERR_NOT_FOUND)
        err_set(err, ERR_SYSTEM,
            "%s: there is no advisory index; make one with 'kenzen advisory import' or 'kenzen "
            "advisory pull'",
            *ret_path);
    return false;
}

/* Runs a command that looks into the index: does, with index, path and where to print. */
static int run_reader(const struct cmd *cmd, size_t words,
    bool (*does)(const struct cmd *cmd, const struct advisory_index *index, const char *path,
        struct buf *out, struct err *err))
{
    struct err err = {0};
    struct arena arena;
    struct advisory_index *index = NULL;
    const char *path;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    arena_init(&arena, SIZE_MAX);
    bool is_fine = cmd_check_words(cmd, words, words, &err) &&
                   open_index(cmd, &arena, &path, &index, &err) &&
                   does(cmd, index, path, &out, &err) && advisory_cmd_print(&out, &err);
    buf_done(&out);
    advisory_index_free(index);
    arena_done(&arena);
    return is_fine ? 0 : cmd_fail(&err);
}

static bool show_status(const struct cmd *cmd, const struct advisory_index *index, const char *path,
    struct buf *out, struct err *err)
{
    (void)err;
    if (cmd_has(cmd, "json"))
        advisory_print_status_json(index, path, clock_now_us(), out);
    else
        advisory_print_status(index, path, clock_now_us(), out);
    return true;
}

static int run_status(const struct cmd *cmd)
{
    return run_reader(cmd, 0, show_status);
}

const struct cmd_row advisory_cmd_status = {
    .name = "advisory status",
    .brief = "tell the index's sources, their age, and what they cover",
    .options = read_options,
    .run = run_status,
};

static bool verify(const struct cmd *cmd, const struct advisory_index *index, const char *path,
    struct buf *out, struct err *err)
{
    if (!advisory_index_verify(index, err))
        return err_add(err, "%s", path);
    if (cmd_has(cmd, "json")) {
        buf_format(out, "{\"generation\":\"%.*s\",\"is_whole\":true}\n",
            TEXT_ARG(advisory_index_digest(index)));
        return true;
    }
    buf_add_plain(out, text_of(path));
    buf_format(out, ": whole, generation %.*s\n", TEXT_ARG(advisory_index_digest(index)));
    return true;
}

static int run_verify(const struct cmd *cmd)
{
    return run_reader(cmd, 0, verify);
}

const struct cmd_row advisory_cmd_verify = {
    .name = "advisory verify",
    .brief = "check every sum in the index",
    .help = "Exit codes: 0 whole, 2 damaged, 3 no index or another failure of the system.",
    .options = read_options,
    .run = run_verify,
};

/* -- show -- */

/* People type ids in any case; CVE ids are in capitals, and others are taken as typed first. */
static struct text capitals(struct text id, struct arena *arena)
{
    struct text copy = arena_text(arena, id);
    char *at = (char *)(uintptr_t)copy.at;
    for (size_t i = 0; i < copy.len; i++)
        if (at[i] >= 'a' && at[i] <= 'z')
            at[i] = (char)(at[i] - 'a' + 'A');
    return copy;
}

/* Prints each record that bears the id, and counts them. The CVEs of all of them go to cves. */
static bool show_records(const struct advisory_index *index, struct text id, bool is_json,
    struct buf *out, struct arena *arena, size_t *ret_count, struct err *err)
{
    uint32_t next = 0;
    enum advisory_link link;
    struct advisory advisory;
    struct err end = {0};
    *ret_count = 0;
    while (advisory_index_read_link(index, id, &next, &link, &advisory, arena, &end)) {
        if (is_json)
            advisory_print_record_json(&advisory, link, out);
        else
            advisory_print_record(&advisory, link, out);
        (*ret_count)++;
    }
    return end.code == ERR_NOT_FOUND || err_set(err, end.code, "%s", end.text);
}

/* Prints what is known of a CVE once. */
static bool show_facts(const struct advisory_index *index, struct text id, bool is_json,
    struct map *seen, struct buf *out)
{
    struct advisory_facts facts;
    if (!map_add(seen, id, 0, NULL) || !advisory_index_facts(index, id, &facts))
        return false;
    if (is_json)
        advisory_print_facts_json(id, &facts, out);
    else
        advisory_print_facts(id, &facts, out);
    return true;
}

/* Facts belong to CVEs: those of the id itself, and of the aliases of the records that it names. */
static bool show_all_facts(const struct advisory_index *index, struct text id, bool is_json,
    struct buf *out, struct arena *arena)
{
    uint32_t next = 0;
    struct advisory advisory;
    struct text source;
    struct map seen = {0};
    bool is_any = show_facts(index, id, is_json, &seen, out);
    while (advisory_index_read_id(index, id, &next, &advisory, &source, arena, NULL)) {
        is_any |= show_facts(index, advisory.id, is_json, &seen, out);
        for (size_t i = 0; i < advisory.alias_count; i++)
            is_any |= show_facts(index, advisory.aliases[i], is_json, &seen, out);
    }
    map_done(&seen);
    return is_any;
}

static bool show_conflicts(const struct advisory_index *index, struct text id, bool is_json,
    struct buf *out, struct arena *arena, struct err *err)
{
    struct advisory_conflicts conflicts;
    if (!advisory_conflict_find(&conflicts, index, id, arena, err))
        return false;
    if (is_json)
        json_print_member_open(out, "alias_conflicts", '[');
    for (size_t i = 0; i < conflicts.count; i++)
        if (is_json) {
            json_print_open(out, '{');
            advisory_print_conflict_members(&conflicts.at[i], out);
            json_print_close(out, '}');
        } else {
            advisory_print_conflict(&conflicts.at[i], out);
        }
    if (is_json)
        json_print_close(out, ']');
    return true;
}

static bool show_id(const struct advisory_index *index, struct text id, bool is_json,
    struct buf *out, bool *ret_is_any, struct arena *arena, struct err *err)
{
    size_t count;
    if (is_json) {
        json_print_open(out, '{');
        json_print_member(out, "id", id);
        json_print_member_open(out, "records", '[');
    }
    if (!show_records(index, id, is_json, out, arena, &count, err))
        return false;
    if (is_json) {
        json_print_close(out, ']');
        json_print_member_open(out, "facts", '[');
    }
    *ret_is_any = show_all_facts(index, id, is_json, out, arena) || count;
    if (is_json)
        json_print_close(out, ']');
    if (!show_conflicts(index, id, is_json, out, arena, err))
        return false;
    if (is_json) {
        json_print_close(out, '}');
        buf_add_char(out, '\n');
    }
    return true;
}

static bool show(const struct cmd *cmd, const struct advisory_index *index, const char *path,
    struct buf *out, struct err *err)
{
    (void)path;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct text id = text_of(cmd->words[0]);
    bool is_json = cmd_has(cmd, "json"), is_any = false;
    bool is_fine = show_id(index, id, is_json, out, &is_any, &arena, err);
    if (is_fine && !is_any) {
        buf_cut(out, 0);
        is_fine = show_id(index, capitals(id, &arena), is_json, out, &is_any, &arena, err);
    }
    if (is_fine && !is_any)
        is_fine = err_set(err, ERR_NOT_FOUND, "%.*s: the index knows no such id", TEXT_ARG(id));
    arena_done(&arena);
    return is_fine;
}

static int run_show(const struct cmd *cmd)
{
    return run_reader(cmd, 1, show);
}

const struct cmd_row advisory_cmd_show = {
    .name = "advisory show",
    .args = "ID",
    .brief = "print what the index knows of an id",
    .help =
        "ID is a record's own id or an alias, such as a CVE. Prints every record that bears it, those of vendors that mend or\n"
        "relate to it, and what KEV, EPSS and CVE 5 records say of its CVEs.\n\n"
        "Exit codes: 0 printed, 2 the index knows no such id, 3 no index or another failure of the system.",
    .options = read_options,
    .run = run_show,
};
