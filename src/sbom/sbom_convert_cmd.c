/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "sbom/sbom_cmd.h"
#include "sbom/sbom_find.h"
#include "sbom/sbom_write.h"

static const struct cmd_option options[] = {
    {"to", "FORMAT", "the format to write (default: cyclonedx-json)", 0},
    {"compact", NULL, "JSON on one line", 0},
    {"output", "FILE", "write to FILE instead of standard output", 'o'},
    {0},
};

/* What could not be taken along is no error, but nobody should have to find out. */
static void tell_lost(const struct sbom_write_lost *lost)
{
    struct buf line;
    buf_init(&line, SIZE_MAX);
    sbom_write_print_lost(lost, &line);
    if (line.len)
        fprintf(stderr, "kenzen: left out, since the format has no word for it: %s\n", line.at);
    buf_done(&line);
}

static bool convert(const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct sbom_write_order order = {
        .now_us = clock_now_us(), .is_compact = cmd_has(cmd, "compact")};
    struct text to = text_of(cmd_has(cmd, "to") ? cmd_get(cmd, "to") : "cyclonedx-json");
    const char *output = cmd_has(cmd, "output") ? cmd_get(cmd, "output") : "-";
    struct sbom_found found;
    struct sbom sbom;
    struct sbom_write_lost lost;
    struct buf out;
    if (!cmd_check_words(cmd, 1, 1, err) || !sbom_write_read_format(to, &order.format, err) ||
        !sbom_find(&found, cmd->words[0], arena, err) ||
        !sbom_read_file(&sbom, found.path, arena, err))
        return false;
    buf_init(&out, SIZE_MAX);
    bool is_done =
        sbom_write(&sbom, &order, &out, &lost, err) && file_write(output, buf_text(&out), err);
    buf_done(&out);
    if (is_done)
        tell_lost(&lost);
    return is_done;
}

static int run(const struct cmd *cmd)
{
    struct err err = {0};
    struct arena arena;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    bool is_done = convert(cmd, &arena, &err);
    arena_done(&arena);
    return is_done ? 0 : cmd_fail(&err);
}

const struct cmd_row sbom_cmd_convert = {
    .name = "sbom convert",
    .args = "FILE",
    .brief = "write an SBOM in another format",
    .help = "FILE is what 'kenzen scan' reads. Formats: cyclonedx-json, spdx-json.\n"
            "What the format has no word for is left out, and told on standard error.\n\n"
            "  kenzen sbom convert package-lock.json --to spdx-json -o shop.spdx.json",
    .options = options,
    .run = run,
};
