/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/limits.h"
#include "codec/json.h"
#include "sbom/sbom_cmd.h"
#include "sbom/sbom_find.h"
#include "sbom/sbom_print.h"

/* An SBOM with what can be worked out of it. */
struct shown {
    struct arena arena;
    struct sbom sbom;
    struct sbom_graph graph;
    struct sbom_paths paths;
};

static bool read_shown(struct shown *shown, const struct cmd *cmd, struct err *err)
{
    struct sbom_found found;
    arena_init(&shown->arena, LIMIT_SCAN_MEMORY);
    if (!cmd_check_words(cmd, 1, 1, err) || !sbom_find(&found, cmd->words[0], &shown->arena, err) ||
        !sbom_find_read(&shown->sbom, &found, &shown->arena, err))
        return false;
    return (sbom_graph_make(&shown->graph, &shown->sbom, &shown->arena) &&
               sbom_graph_find_paths(&shown->paths, &shown->graph, &shown->arena)) ||
           arena_check(&shown->arena, err);
}

/* -- show -- */

static void show_json(const struct shown *shown, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "schema", "kenzen-sbom/1");
    sbom_print_head_json(out, &shown->sbom);
    json_print_member_open(out, "components", '[');
    for (uint32_t i = 0; i < shown->sbom.component_count; i++)
        sbom_print_component_json(out, &shown->sbom, &shown->paths, i);
    json_print_close(out, ']');
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

static void show_component(const struct shown *shown, uint32_t i, struct buf *out)
{
    const struct sbom_component *c = &shown->sbom.components[i];
    buf_add_z(out, c->is_direct ? "* " : "  ");
    sbom_print_label(out, c);
    if (c->ecosystem.len) {
        buf_add_z(out, "  ");
        buf_add_plain(out, c->ecosystem);
    }
    if (c->license.len) {
        buf_add_z(out, "  ");
        buf_add_plain(out, c->license);
    }
    if (c->oddity.len) {
        buf_add_z(out, "  (");
        buf_add_plain(out, c->oddity);
        buf_add_char(out, ')');
    }
    buf_add_char(out, '\n');
}

static int run_show(const struct cmd *cmd)
{
    struct err err = {0};
    struct shown shown = {0};
    struct buf out;
    buf_init(&out, SIZE_MAX);
    bool is_done = read_shown(&shown, cmd, &err);
    if (is_done && cmd_has(cmd, "json")) {
        show_json(&shown, &out);
    } else if (is_done && cmd_has(cmd, "tree")) {
        sbom_print_tree(&out, &shown.sbom, &shown.graph, &shown.arena);
    } else if (is_done) {
        sbom_print_head(&out, &shown.sbom);
        buf_add_z(&out, "\n* direct dependency\n");
        for (uint32_t i = 0; i < shown.sbom.component_count; i++)
            show_component(&shown, i, &out);
    }
    is_done = is_done && arena_check(&shown.arena, &err) && file_write("-", buf_text(&out), &err);
    buf_done(&out);
    arena_done(&shown.arena);
    return is_done ? 0 : cmd_fail(&err);
}

static const struct cmd_option show_options[] = {
    {"tree", NULL, "print the tree of dependencies", 0},
    {"json", NULL, "print JSON (docs/sbom.md)", 0},
    {0},
};

const struct cmd_row sbom_cmd_show = {
    .name = "sbom show",
    .args = "FILE",
    .brief = "print what an SBOM says",
    .help =
        "FILE is what 'kenzen scan' reads, or - for standard input. Prints the document and its components; direct\n"
        "dependencies are marked. With --tree, who needs whom; what stood there before is not taken apart again.",
    .options = show_options,
    .run = run_show,
};

/* -- check -- */

static void check_json(
    const struct shown *shown, const struct sbom_quality *quality, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "schema", "kenzen-sbom-check/1");
    sbom_print_head_json(out, &shown->sbom);
    sbom_print_quality_json(out, quality, &shown->sbom);
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

static bool read_least(const struct cmd *cmd, uint64_t *ret_least, struct err *err)
{
    *ret_least = 0;
    const char *least = cmd_get(cmd, "fail-under");
    return !least || (text_read_u64(text_of(least), ret_least) && *ret_least <= 100) ||
           err_set(err, ERR_USAGE, "--fail-under: must be a number from 0 to 100");
}

/* Which of the standards are asked for: -1 all. */
static bool read_standard(const struct cmd *cmd, int *ret_standard, struct err *err)
{
    const char *name = cmd_get(cmd, "standard");
    *ret_standard = -1;
    for (int s = 0; name && s < SBOM_QUALITY_STANDARDS; s++)
        if (text_is(text_of(name), sbom_quality_name((enum sbom_quality_standard)s)))
            *ret_standard = s;
    return !name || *ret_standard >= 0 ||
           err_set(err, ERR_USAGE, "--standard: must be ntia or bsi");
}

static bool is_enough(const struct sbom_quality *quality, int standard, uint64_t least)
{
    for (int s = 0; s < SBOM_QUALITY_STANDARDS; s++)
        if ((standard < 0 || s == standard) && quality->scores[s] < least)
            return false;
    return true;
}

static int run_check(const struct cmd *cmd)
{
    struct err err = {0};
    struct shown shown = {0};
    struct sbom_quality quality = {0};
    uint64_t least = 0;
    int standard = -1;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    bool is_done = read_least(cmd, &least, &err) && read_standard(cmd, &standard, &err) &&
                   read_shown(&shown, cmd, &err) &&
                   sbom_quality_find(&quality, &shown.sbom, &shown.arena, &err);
    if (is_done && cmd_has(cmd, "json")) {
        check_json(&shown, &quality, &out);
    } else if (is_done) {
        sbom_print_head(&out, &shown.sbom);
        sbom_print_quality(&out, &quality, &shown.sbom, standard);
    }
    is_done = is_done && file_write("-", buf_text(&out), &err);
    buf_done(&out);
    arena_done(&shown.arena);
    if (!is_done)
        return cmd_fail(&err);
    return is_enough(&quality, standard, least) ? 0 : 1;
}

static const struct cmd_option check_options[] = {
    {"standard", "NAME", "ntia or bsi alone (default: both)", 0},
    {"fail-under", "SCORE", "exit 1 when a score is under SCORE", 0},
    {"json", NULL, "print JSON (docs/sbom.md)", 0},
    {0},
};

const struct cmd_row sbom_cmd_check = {
    .name = "sbom check",
    .args = "FILE",
    .brief = "tell how good an SBOM is, and what to mend",
    .help =
        "Compares it with the NTIA's minimum elements and BSI TR-03183-2, with a score of 0 to 100 for each.\n\n"
        "  kenzen sbom check bom.json --standard ntia --fail-under 90\n\n"
        "Exit codes: 0 fine; 1 a score is under --fail-under; 2 bad usage or input; 3 the system failed.",
    .options = check_options,
    .run = run_check,
};
