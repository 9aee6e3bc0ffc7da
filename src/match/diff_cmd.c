/* SPDX-License-Identifier: Apache-2.0 */
#include "match/diff_cmd.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/paths.h"
#include "match/match_diff.h"
#include "match/match_json.h"
#include "sbom/sbom_find.h"
#include "sbom/sbom_print.h"

static const struct cmd_option options[] = {
    {"index", "INDEX", "the advisory index (default: advisories.kzi in the data folder)", 0},
    {"data", "DIR", "the data folder (default: $KENZEN_DATA, else under $XDG_DATA_HOME)", 0},
    {"packages-only", NULL, "compare packages alone, without an index", 0},
    {"fail-on-new", NULL, "exit 1 when a vulnerability is new", 0},
    {"json", NULL, "print JSON (docs/sbom.md)", 0},
    {0},
};

struct compared {
    struct arena arena;
    struct advisory_index *index;
    struct sbom before, after;
    struct match_result before_result, after_result;
    struct match_diff diff;
};

static bool open_index(struct compared *c, const struct cmd *cmd, struct err *err)
{
    const char *path = cmd_get(cmd, "index");
    if (cmd_has(cmd, "packages-only"))
        return true;
    if (!path && !paths_index(&path, cmd_get(cmd, "data"), &c->arena, err))
        return false;
    if (advisory_index_open(&c->index, path, err))
        return true;
    if (err->code == ERR_NOT_FOUND)
        err_set(err, ERR_SYSTEM,
            "%s: there is no advisory index; make one with 'kenzen advisory import' or 'kenzen advisory pull', or compare with --packages-only",
            path);
    return false;
}

static bool read_one(struct compared *c, const char *path, struct sbom *ret_sbom,
    struct match_result *ret_result, struct err *err)
{
    struct sbom_found found;
    return sbom_find(&found, path, &c->arena, err) &&
           sbom_find_read(ret_sbom, &found, &c->arena, err) &&
           (!c->index || match_sbom(ret_result, c->index, ret_sbom, &c->arena, err));
}

static bool compare(struct compared *c, const struct cmd *cmd, struct err *err)
{
    struct match_diff_input before = {&c->before, &c->before_result};
    struct match_diff_input after = {&c->after, &c->after_result};
    return cmd_check_words(cmd, 2, 2, err) && open_index(c, cmd, err) &&
           read_one(c, cmd->words[0], &c->before, &c->before_result, err) &&
           read_one(c, cmd->words[1], &c->after, &c->after_result, err) &&
           match_diff_find(&c->diff, &before, &after, &c->arena, err);
}

static void print_json(const struct compared *c, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "schema", "kenzen-sbom-diff/1");
    json_print_member_open(out, "before", '{');
    sbom_print_head_json(out, &c->before);
    json_print_close(out, '}');
    json_print_member_open(out, "after", '{');
    sbom_print_head_json(out, &c->after);
    json_print_close(out, '}');
    match_diff_print_json(out, &c->diff);
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

static int run(const struct cmd *cmd)
{
    struct err err = {0};
    struct compared c = {0};
    struct buf out;
    arena_init(&c.arena, LIMIT_SCAN_MEMORY);
    buf_init(&out, SIZE_MAX);
    bool is_done = compare(&c, cmd, &err);
    c.diff.is_matched = c.index != NULL;
    if (is_done && cmd_has(cmd, "json"))
        print_json(&c, &out);
    else if (is_done)
        match_diff_print(&out, &c.diff);
    is_done = is_done && file_write("-", buf_text(&out), &err);
    bool is_worse = c.diff.kind_counts[MATCH_DIFF_NEW] > 0;
    buf_done(&out);
    advisory_index_free(c.index);
    arena_done(&c.arena);
    if (!is_done)
        return cmd_fail(&err);
    return is_worse && cmd_has(cmd, "fail-on-new") ? 1 : 0;
}

const struct cmd_row diff_cmd = {
    .name = "sbom diff",
    .args = "BEFORE AFTER",
    .brief = "tell what changed from one SBOM to another",
    .help =
        "BEFORE and AFTER are what 'kenzen scan' reads. Tells packages that were added, removed or changed, and the\n"
        "vulnerabilities that are new, gone or in other versions, by the same index for both.\n\n"
        "  kenzen sbom diff old.cdx.json new.cdx.json --fail-on-new\n\n"
        "Exit codes: 0 told; 1 something is new, with --fail-on-new; 2 bad usage or input; 3 the system failed.",
    .options = options,
    .run = run,
};
