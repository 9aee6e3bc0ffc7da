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

static bool write_sbom(
    const struct cmd *cmd, const char *format_option, const struct sbom *sbom, struct err *err)
{
    struct sbom_write_order order = {
        .now_us = clock_now_us(), .is_compact = cmd_has(cmd, "compact")};
    const char *format = cmd_get(cmd, format_option), *output = cmd_get(cmd, "output");
    struct sbom_write_lost lost;
    struct buf out;
    if (!sbom_write_read_format(text_of(format ? format : "cyclonedx-json"), &order.format, err))
        return false;
    buf_init(&out, SIZE_MAX);
    bool is_done = sbom_write(sbom, &order, &out, &lost, err) &&
                   file_write(output ? output : "-", buf_text(&out), err);
    buf_done(&out);
    if (is_done)
        tell_lost(&lost);
    return is_done;
}

static bool convert(const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct sbom_found found;
    struct sbom sbom;
    return cmd_check_words(cmd, 1, 1, err) && sbom_find(&found, cmd->words[0], arena, err) &&
           sbom_find_read(&sbom, &found, arena, err) && write_sbom(cmd, "to", &sbom, err);
}

/* With several files in a folder it is no matter of course which were taken. */
static void tell_taken(const struct sbom_found *found)
{
    struct buf line;
    buf_init(&line, SIZE_MAX);
    sbom_find_print(found, &line);
    if (line.len)
        fprintf(stderr, "kenzen: reads %s\n", line.at);
    buf_done(&line);
}

/* A lock file that does not say what it is of goes by its folder's name. */
static bool from(const struct cmd *cmd, struct arena *arena, struct err *err)
{
    struct sbom_found found;
    struct sbom sbom;
    if (!cmd_check_words(cmd, 1, 1, err) || !sbom_find(&found, cmd->words[0], arena, err))
        return false;
    tell_taken(&found);
    if (!sbom_find_read(&sbom, &found, arena, err))
        return false;
    if (sbom_format_is_document(sbom.format))
        return err_set(err, ERR_USAGE,
            "%s: is an SBOM already; 'kenzen sbom convert' writes it in another format",
            found.label);
    if (!sbom.name.len)
        sbom.name = sbom_find_folder_name(found.path, arena);
    return write_sbom(cmd, "format", &sbom, err);
}

static int run_with(
    const struct cmd *cmd, bool (*work)(const struct cmd *, struct arena *, struct err *))
{
    struct err err = {0};
    struct arena arena;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    bool is_done = work(cmd, &arena, &err);
    arena_done(&arena);
    return is_done ? 0 : cmd_fail(&err);
}

static int run(const struct cmd *cmd)
{
    return run_with(cmd, convert);
}

static int run_from(const struct cmd *cmd)
{
    return run_with(cmd, from);
}

const struct cmd_row sbom_cmd_convert = {
    .name = "sbom convert",
    .args = "FILE",
    .brief = "write an SBOM in another format",
    .help = "FILE is what 'kenzen scan' reads. Formats: cyclonedx-json, cyclonedx-xml,\n"
            "spdx-json, spdx-tag, spdx-xml, spdx-yaml, spdx3-json.\n"
            "What the format has no word for is left out, and told on standard error.\n\n"
            "  kenzen sbom convert package-lock.json --to spdx-json -o shop.spdx.json",
    .options = options,
    .run = run,
};

static const struct cmd_option from_options[] = {
    {"format", "FORMAT", "the format to write (default: cyclonedx-json)", 0},
    {"compact", NULL, "JSON on one line", 0},
    {"output", "FILE", "write to FILE instead of standard output", 'o'},
    {0},
};

const struct cmd_row sbom_cmd_from = {
    .name = "sbom from",
    .args = "PATH",
    .brief = "make an SBOM of lock files, a machine or an image",
    .help =
        "PATH is a lock file, or a folder: of several lock files in it the best of each ecosystem is\n"
        "taken, and all become one SBOM. A folder with the package database of dpkg, apk or rpm is the root of\n"
        "a machine or an image; / is this machine.\n\n"
        "  kenzen sbom from / -o host.cdx.json\n"
        "  kenzen sbom from . -o bom.json\n"
        "  kenzen sbom from services/shop/uv.lock --format spdx-json",
    .options = from_options,
    .run = run_from,
};
