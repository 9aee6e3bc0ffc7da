/* SPDX-License-Identifier: Apache-2.0 */
#include "license/license_cmd.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "codec/yaml.h"
#include "license/license_report.h"
#include "match/scan_grid.h"
#include "sbom/sbom_find.h"

/* -- license parse -- */

static void print_licenses(const struct license *license, struct buf *out)
{
    for (size_t i = 0; i < license->part_count; i++)
        print_licenses(license->parts[i], out);
    if (license->part_count)
        return;
    const struct license_list_row *row = license_list_find(license->id);
    struct buf text;
    buf_init(&text, SIZE_MAX);
    license_print(license, &text);
    json_print_open(out, '{');
    json_print_member(out, "license", buf_text(&text));
    json_print_member_or_null(out, "name", text_of(row ? row->name : NULL));
    json_print_member_z(out, "family", license_list_family_word(license->family));
    json_print_member_bool(out, "is_listed", row != NULL);
    json_print_member_bool(out, "is_osi", row && row->is_osi);
    json_print_member_bool(out, "is_fsf", row && row->is_fsf);
    json_print_close(out, '}');
    buf_done(&text);
}

static void print_reading(
    const struct license_reading *reading, struct text normal, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member(out, "license", normal);
    json_print_member_bool(out, "is_valid", !reading->problem.len || reading->deprecated_count);
    json_print_member_or_null(out, "problem", reading->problem);
    json_print_member_int(out, "guessed", (int64_t)reading->guessed_count);
    json_print_member_int(out, "deprecated", (int64_t)reading->deprecated_count);
    json_print_member_int(out, "unknown", (int64_t)reading->unknown_count);
    json_print_member_z(out, "list_version", LICENSE_LIST_VERSION);
    json_print_member_open(out, "licenses", '[');
    print_licenses(reading->root, out);
    json_print_close(out, ']');
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

/* Joins the words as a shell took them apart. */
static struct text join_words(const struct cmd *cmd, struct arena *arena)
{
    struct text all = {"", 0};
    for (size_t i = 0; i < cmd->word_count; i++)
        all = arena_join(arena, all, " ", text_of(cmd->words[i]));
    return all;
}

static bool parse(const struct cmd *cmd, struct arena *arena, bool *ret_is_known, struct err *err)
{
    struct license_reading reading;
    struct buf normal, out;
    if (!cmd_check_words(cmd, 1, SIZE_MAX, err) ||
        !license_read(&reading, join_words(cmd, arena), arena, err))
        return false;
    if (!reading.root)
        return err_set(err, ERR_USAGE, "the expression is empty");
    buf_init(&normal, SIZE_MAX);
    buf_init(&out, SIZE_MAX);
    license_print(reading.root, &normal);
    if (cmd_has(cmd, "json")) {
        print_reading(&reading, buf_text(&normal), &out);
    } else {
        buf_add_plain(&out, buf_text(&normal));
        buf_add_char(&out, '\n');
    }
    if (reading.problem.len && !cmd_has(cmd, "json")) {
        struct err note;
        err_set(&note, ERR_SYNTAX, "%.*s", TEXT_ARG(reading.problem));
        fprintf(stderr, "kenzen: %s\n", note.text);
    }
    *ret_is_known = !reading.unknown_count;
    bool is_ok = file_write("-", buf_text(&out), err);
    buf_done(&out);
    buf_done(&normal);
    return is_ok;
}

static int run_parse(const struct cmd *cmd)
{
    struct err err;
    struct arena arena;
    bool is_known;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    int code = parse(cmd, &arena, &is_known, &err) ? !is_known : cmd_fail(&err);
    arena_done(&arena);
    return code;
}

static const struct cmd_option parse_options[] = {{"json", NULL, "print JSON", 0}, {0}};

const struct cmd_row license_cmd_parse = {
    .name = "license parse",
    .args = "EXPRESSION…",
    .brief = "read a licence expression, and print its normal form",
    .help =
        "Reads SPDX licence expressions, and the other names that SBOMs write for licences, which is told on standard\n"
        "error. In normal form ids are spelled as SPDX does, deprecated ones replaced, parts sorted, each once.\n\n"
        "Exit codes: 0 read, 1 it has a part that is no known licence, 2 bad usage.\n\n"
        "  kenzen license parse 'GPLv2+ or mit'",
    .options = parse_options,
    .run = run_parse,
};

/* -- license check -- */

struct check {
    struct arena arena;
    struct sbom sbom;
    struct buf file, json;
    struct json document; /* the policy */
    struct license_policy policy;
    struct license_report report;
    const char *sbom_path;
};

/* YAML says the same in other words; a JSON object begins with a brace. */
static bool read_policy(struct check *check, const char *path, struct err *err)
{
    if (!file_read(&check->file, path, err))
        return false;
    struct text text = buf_text(&check->file);
    if (!text_starts(text_trim(text), TEXT("{"))) {
        if (!yaml_to_json(&check->json, text, err))
            return err_add(err, "%s", path);
        text = buf_text(&check->json);
    }
    return json_read(&check->document, text, err)
               ? license_policy_read(
                     &check->policy, text_of(path), json_root(&check->document), &check->arena, err)
               : err_add(err, "%s", path);
}

static bool add_components(struct check *check, struct err *err)
{
    for (size_t i = 0; i < check->sbom.component_count; i++) {
        const struct sbom_component *c = &check->sbom.components[i];
        struct license_component component = {.name = c->name,
            .version = c->version,
            .purl = c->purl,
            .license = c->license,
            .scope = c->scope};
        if (c->is_package && !license_report_add(&check->report, &component, err))
            return false;
    }
    license_report_finish(&check->report);
    return true;
}

static int compare_entries(const void *left, const void *right)
{
    const struct license_report_entry *a = left, *b = right;
    if (a->verdict.answer != b->verdict.answer)
        return a->verdict.answer > b->verdict.answer ? -1 : 1;
    int order = text_cmp(a->normal, b->normal);
    return order ? order : text_cmp(a->component.name, b->component.name);
}

static void set_row(
    struct scan_grid *grid, size_t row, const struct license_report_entry *entry, struct buf *why)
{
    buf_cut(why, 0);
    license_policy_print_why(&entry->verdict, why);
    scan_grid_set(grid, row, 0, text_of(license_policy_word(entry->verdict.answer)));
    scan_grid_set(grid, row, 1, entry->component.name);
    scan_grid_set(grid, row, 2, entry->component.version);
    scan_grid_set(grid, row, 3, entry->normal.len ? entry->normal : TEXT("-"));
    scan_grid_set(grid, row, 4, arena_text(&grid->arena, buf_text(why)));
}

static void print_table(const struct check *check, struct buf *out)
{
    static const char *const heads[] = {"ANSWER", "COMPONENT", "VERSION", "LICENCE", "WHY"};
    const struct license_report *report = &check->report;
    struct scan_grid grid;
    struct buf why;
    buf_init(&why, SIZE_MAX);
    buf_add_plain(out, text_of(check->sbom_path));
    buf_format(out, ": %zu components, %zu licences\n", report->count, report->len);
    if (report->entries.len) {
        scan_grid_init(&grid, heads, LEN_OF(heads), report->entries.len);
        for (size_t i = 0; i < report->entries.len; i++)
            set_row(&grid, i + 1, &report->entries.at[i], &why);
        buf_add_char(out, '\n');
        scan_grid_print(&grid, out);
        scan_grid_done(&grid);
    }
    buf_done(&why);
    buf_format(out, "\n%zu denied, %zu for review, %zu allowed", report->by_answer[LICENSE_DENY],
        report->by_answer[LICENSE_REVIEW], report->by_answer[LICENSE_ALLOW]);
    buf_format(out, "; %zu without licence, %zu guessed from a name, %zu unknown.\n",
        report->missing_count, report->guessed_count, report->unknown_count);
}

static void print_json(const struct check *check, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "schema", "kenzen-licenses/1");
    json_print_member_z(out, "sbom", check->sbom_path);
    license_report_json(&check->report, "components", out);
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

static bool read_least(const struct cmd *cmd, enum license_answer *ret_least, struct err *err)
{
    const char *word = cmd_get(cmd, "fail-on");
    *ret_least = LICENSE_DENY;
    if (!word || strcmp(word, "deny") == 0)
        return true;
    *ret_least = LICENSE_REVIEW;
    return strcmp(word, "review") == 0 ||
           err_set(err, ERR_USAGE, "--fail-on: must be deny or review");
}

static bool check_sbom(
    struct check *check, const struct cmd *cmd, enum license_answer *ret_least, struct err *err)
{
    const char *policy = cmd_get(cmd, "policy");
    if (!cmd_check_words(cmd, 1, 1, err) || !read_least(cmd, ret_least, err))
        return false;
    struct sbom_found found;
    if ((policy && !read_policy(check, policy, err)) ||
        !sbom_find(&found, cmd->words[0], &check->arena, err) ||
        !sbom_find_read(&check->sbom, &found, &check->arena, err))
        return false;
    check->sbom_path = found.label;
    license_report_init(
        &check->report, policy ? &check->policy : license_policy_built_in(), &check->arena);
    check->report.service = text_of(cmd_get(cmd, "service"));
    check->report.now_us = clock_now_us();
    check->report.wish.answers[LICENSE_DENY] = check->report.wish.answers[LICENSE_REVIEW] = true;
    check->report.wish.answers[LICENSE_ALLOW] = cmd_has(cmd, "all");
    return add_components(check, err);
}

static bool print_check(struct check *check, const struct cmd *cmd, struct err *err)
{
    struct buf out;
    if (check->report.entries.len > 1)
        qsort(check->report.entries.at, check->report.entries.len, sizeof *check->report.entries.at,
            compare_entries);
    buf_init(&out, SIZE_MAX);
    if (cmd_has(cmd, "json"))
        print_json(check, &out);
    else
        print_table(check, &out);
    bool is_ok = file_write("-", buf_text(&out), err);
    buf_done(&out);
    return is_ok;
}

static int run_check(const struct cmd *cmd)
{
    struct err err;
    struct check check = {0};
    enum license_answer least;
    arena_init(&check.arena, LIMIT_SCAN_MEMORY);
    buf_init(&check.file, LIMIT_LICENSE_POLICY_BYTES);
    buf_init(&check.json, 2 * LIMIT_LICENSE_POLICY_BYTES);
    bool is_ok = check_sbom(&check, cmd, &least, &err) && print_check(&check, cmd, &err);
    bool is_met = check.report.by_answer[LICENSE_DENY] ||
                  (is_ok && least == LICENSE_REVIEW && check.report.by_answer[LICENSE_REVIEW]);
    int code = !is_ok ? cmd_fail(&err) : is_met ? 1 : 0;
    license_report_done(&check.report);
    json_done(&check.document);
    buf_done(&check.file);
    buf_done(&check.json);
    arena_done(&check.arena);
    return code;
}

static const struct cmd_option check_options[] = {
    {"policy", "FILE", "the policy, as JSON or YAML (docs/licenses.md)", 0},
    {"service", "NAME", "judge as this service, for the policy's exceptions", 0},
    {"all", NULL, "list what is allowed too", 0},
    {"fail-on", "WORD", "exit 1 on deny (the default), or on review and deny", 0},
    {"json", NULL, "print JSON (docs/licenses.md)", 0},
    {0},
};

const struct cmd_row license_cmd_check = {
    .name = "license check",
    .args = "SBOM",
    .brief = "hold the licences of an SBOM against a policy",
    .help =
        "Judges each component: allow, review or deny. Without --policy, permissive and weak copyleft are allowed, and\n"
        "all else is for review. Of licences joined by OR the best counts, of those joined by AND the worst.\n\n"
        "Exit codes: 0 checked, 1 something is denied, 2 bad usage or input.\n\n"
        "  kenzen license check bom.json --policy policy.yaml",
    .options = check_options,
    .run = run_check,
};
