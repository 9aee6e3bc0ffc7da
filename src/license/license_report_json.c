/* SPDX-License-Identifier: Apache-2.0 */
#include "license/license_report.h"

/* More different licences than anybody looks through; the counts are of all. */
enum { GROUPS_SHOWN = 1000 };

static void print_why(const struct license_verdict *verdict, struct buf *out)
{
    struct buf why;
    buf_init(&why, SIZE_MAX);
    license_policy_print_why(verdict, &why);
    json_print_member(out, "why", buf_text(&why));
    buf_done(&why);
}

/* Of a single licence its family; of several that of the one that decided. */
static void print_family(
    const struct license *license, const struct license_verdict *verdict, struct buf *out)
{
    const struct license *of = license && license->part_count ? verdict->decided : license;
    if (of)
        json_print_member_z(out, "family", license_list_family_word(of->family));
    else
        json_print_member_null(out, "family");
}

static void print_counts(const size_t by_answer[LICENSE_ANSWERS], struct buf *out)
{
    for (size_t i = 0; i < LICENSE_ANSWERS; i++)
        json_print_member_int(
            out, license_policy_word((enum license_answer)i), (int64_t)by_answer[i]);
}

static void print_group(const struct license_report_group *group, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_or_null(out, "license", group->normal);
    json_print_member_or_null(out, "written", group->written);
    json_print_member_or_null(out, "problem", group->problem);
    json_print_member_bool(out, "is_guessed", group->is_guessed);
    json_print_member_bool(out, "is_unknown", group->is_unknown);
    print_family(group->license, &group->worst, out);
    json_print_member_z(out, "answer", license_policy_word(group->worst.answer));
    print_why(&group->worst, out);
    json_print_member_int(out, "components", (int64_t)group->count);
    print_counts(group->by_answer, out);
    json_print_close(out, '}');
}

static void print_place(const struct license_component *component, struct buf *out)
{
    if (!component->sbom_id)
        return;
    json_print_member(out, "part", component->part);
    json_print_member_id(out, "sbom_id", component->sbom_id);
    json_print_member_int(out, "position", component->position);
}

static void print_entry(const struct license_report_entry *entry, struct buf *out)
{
    const struct license_component *component = &entry->component;
    json_print_open(out, '{');
    json_print_member(out, "name", component->name);
    json_print_member_or_null(out, "version", component->version);
    json_print_member_or_null(out, "purl", component->purl);
    json_print_member_or_null(out, "scope", component->scope);
    print_place(component, out);
    json_print_member_or_null(out, "license", entry->normal);
    json_print_member_or_null(out, "written", component->license);
    print_family(entry->license, &entry->verdict, out);
    json_print_member_z(out, "answer", license_policy_word(entry->verdict.answer));
    print_why(&entry->verdict, out);
    json_print_member_open(out, "path", '[');
    if (entry->license)
        license_policy_print_path(&entry->verdict, entry->license, out);
    json_print_close(out, ']');
    json_print_close(out, '}');
}

void license_report_json(const struct license_report *report, const char *list, struct buf *out)
{
    json_print_member_open(out, "counts", '{');
    json_print_member_int(out, "components", (int64_t)report->count);
    print_counts(report->by_answer, out);
    json_print_member_int(out, "missing", (int64_t)report->missing_count);
    json_print_member_int(out, "guessed", (int64_t)report->guessed_count);
    json_print_member_int(out, "unknown", (int64_t)report->unknown_count);
    json_print_member_int(out, "licenses", (int64_t)report->len);
    json_print_close(out, '}');
    json_print_member_open(out, "licenses", '[');
    for (size_t i = 0; i < report->len && i < GROUPS_SHOWN; i++)
        print_group(&report->at[i], out);
    json_print_close(out, ']');
    json_print_member_open(out, list, '[');
    for (size_t i = 0; i < report->entries.len; i++)
        print_entry(&report->entries.at[i], out);
    json_print_close(out, ']');
}
