/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/vex_cmd.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "vex/vex_json.h"

static const struct cmd_option options[] = {
    {"json", NULL, "print JSON (docs/vex.md)", 0},
    {0},
};

/* -- for people -- */

static void print_line(struct buf *out, const char *before, struct text text)
{
    if (!text.len)
        return;
    buf_add_z(out, before);
    buf_add_plain(out, text);
    buf_add_char(out, '\n');
}

static void print_head(const struct vex *vex, const char *path, struct buf *out)
{
    char date[CLOCK_TEXT_SIZE];
    buf_add_plain(out, text_of(path));
    buf_format(out, ": %s ", vex_format_name(vex->format));
    buf_add_plain(out, vex->spec_version);
    if (vex->author.len) {
        buf_add_z(out, " by ");
        buf_add_plain(out, vex->author);
    }
    if (vex->said_us)
        buf_format(out, ", %.10s", clock_print(vex->said_us, date));
    buf_format(
        out, ", %zu statement%s\n", vex->statement_count, vex->statement_count == 1 ? "" : "s");
}

static void print_target(
    const struct vex *vex, const struct vex_target *target, struct arena *arena, struct buf *out)
{
    buf_add_z(out, "    ");
    buf_add_plain(out, vex_json_label(&vex->products[target->product], arena));
    if (target->component != VEX_NONE) {
        buf_add_z(out, ": ");
        buf_add_plain(out, vex_json_label(&vex->products[target->component], arena));
    }
    buf_add_char(out, '\n');
}

static void print_statement(const struct vex *vex, const struct vex_statement *statement,
    struct arena *arena, struct buf *out)
{
    const char *why = vex_justification_row(statement->justification)->word;
    buf_add_char(out, '\n');
    buf_add_plain(out, statement->vulnerability);
    buf_format(
        out, " %s%s%s\n", vex_status_name(statement->status), why ? ": " : "", why ? why : "");
    for (size_t i = 0; i < statement->target_count; i++)
        print_target(vex, &statement->targets[i], arena, out);
    print_line(out, "  impact: ", statement->impact);
    print_line(out, "  action: ", statement->action);
}

static void print_oddities(const struct vex *vex, struct buf *out)
{
    for (size_t i = 0; i < vex->oddity_count; i++)
        print_line(out, "  ", vex->oddities[i]);
    if (vex->odd_count > vex->oddity_count)
        buf_format(
            out, "  … and %llu more\n", (unsigned long long)(vex->odd_count - vex->oddity_count));
}

static void print_table(const struct vex *vex, const char *path, bool has_statements,
    struct arena *arena, struct buf *out)
{
    print_head(vex, path, out);
    for (size_t i = 0; has_statements && i < vex->statement_count; i++)
        print_statement(vex, &vex->statements[i], arena, out);
    if (vex->odd_count)
        buf_add_z(out, has_statements ? "\nStrange:\n" : "");
    print_oddities(vex, out);
    if (!has_statements && !vex->odd_count)
        buf_add_z(out, "  nothing is missing\n");
}

static void print_json(
    const struct vex *vex, const char *path, bool has_statements, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "schema", "kenzen-vex/1");
    json_print_member_z(out, "path", path);
    vex_json_document(out, vex);
    if (has_statements) {
        json_print_member_open(out, "statements", '[');
        for (size_t i = 0; i < vex->statement_count; i++) {
            json_print_open(out, '{');
            vex_json_statement(out, &vex->statements[i]);
            vex_json_products(out, vex, &vex->statements[i]);
            json_print_close(out, '}');
        }
        json_print_close(out, ']');
    }
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

static int run(const struct cmd *cmd, bool has_statements)
{
    struct err err = {0};
    struct arena arena;
    struct vex vex = {0};
    struct buf out;
    arena_init(&arena, LIMIT_VEX_ARENA);
    buf_init(&out, SIZE_MAX);
    bool is_ok =
        cmd_check_words(cmd, 1, 1, &err) && vex_read_file(&vex, cmd->words[0], &arena, &err);
    if (is_ok && cmd_has(cmd, "json"))
        print_json(&vex, cmd->words[0], has_statements, &out);
    else if (is_ok)
        print_table(&vex, cmd->words[0], has_statements, &arena, &out);
    is_ok = is_ok && file_write("-", buf_text(&out), &err);
    int code = !is_ok ? cmd_fail(&err) : !has_statements && vex.odd_count ? 1 : 0;
    buf_done(&out);
    arena_done(&arena);
    return code;
}

static int run_show(const struct cmd *cmd)
{
    return run(cmd, true);
}

static int run_check(const struct cmd *cmd)
{
    return run(cmd, false);
}

#define FORMATS                                                                                    \
    "FILE is OpenVEX, CSAF 2.0 or CycloneDX JSON, plain or packed by gzip or zstd, or - for standard input.\n"

const struct cmd_row vex_cmd_check = {
    .name = "vex check",
    .args = "FILE",
    .brief = "tell what is strange or missing in a VEX document",
    .help = FORMATS
    "\nTold are statements without products, without the justification or action that their status needs, products that\n"
    "nothing identifies, and words that are none of the format's.\n\n"
    "Exit codes: 0 nothing; 1 something is; 2 it cannot be read; 3 the system failed.",
    .options = options,
    .run = run_check,
};

const struct cmd_row vex_cmd_show = {
    .name = "vex show",
    .args = "FILE",
    .brief = "print the statements of a VEX document",
    .help = FORMATS
    "\nEach statement is a vulnerability, its status and justification, and the products it is of; a component inside a\n"
    "product stands behind its colon. 'kenzen scan SBOM --vex FILE' applies them.",
    .options = options,
    .run = run_show,
};
