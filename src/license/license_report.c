/* SPDX-License-Identifier: Apache-2.0 */
#include "license/license_report.h"

#include <stdlib.h>

#include "base/limits.h"

void license_report_init(
    struct license_report *report, const struct license_policy *policy, struct arena *arena)
{
    *report = (struct license_report){.policy = policy, .arena = arena, .wish.limit = SIZE_MAX};
}

void license_report_done(struct license_report *report)
{
    map_done(&report->by_written);
    map_done(&report->by_normal);
    VEC_DONE(&report->entries);
    VEC_DONE(&report->written);
    VEC_DONE(report);
}

static struct text print_normal(const struct license *license, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    if (license)
        license_print(license, &out);
    struct text text = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return text;
}

static bool says_nothing(const struct license *license)
{
    return !license || license->kind == LICENSE_NOASSERTION || license->kind == LICENSE_NONE;
}

/* Reads a licence that was not met so far, and finds or makes its group. */
static bool add_written(
    struct license_report *report, struct text written, uint32_t *ret_at, struct err *err)
{
    struct license_reading reading;
    struct text text = arena_text(report->arena, written);
    if (!license_read(&reading, text, report->arena, err))
        return false;
    const struct license *license = says_nothing(reading.root) ? NULL : reading.root;
    struct text normal = print_normal(license, report->arena);
    uint32_t group = (uint32_t)report->len;
    if (!arena_check(report->arena, err))
        return false;
    if (map_add(&report->by_normal, normal, group, &group))
        *VEC_ADD(report) = (struct license_report_group){
            .license = license,
            .normal = normal,
            .written = text_eq(text_trim(text), normal) ? TEXT("") : text,
            .problem = reading.problem,
        };
    *ret_at = (uint32_t)report->written.len;
    map_add(&report->by_written, text, *ret_at, NULL);
    *VEC_ADD(&report->written) = (struct license_report_written){
        group, reading.guessed_count > 0, reading.unknown_count > 0};
    report->at[group].is_guessed |= reading.guessed_count > 0;
    report->at[group].is_unknown |= reading.unknown_count > 0;
    return true;
}

static bool is_wished(const struct license_report *report, const struct license_report_group *group,
    enum license_answer answer)
{
    const struct license_report_wish *wish = &report->wish;
    return wish->answers[answer] && (!wish->license.len || text_eq(wish->license, group->normal));
}

static void keep(struct license_report *report, const struct license_component *component,
    const struct license_report_group *group, const struct license_verdict *verdict)
{
    struct license_component copy = *component;
    struct text *const texts[] = {&copy.name, &copy.version, &copy.purl, &copy.scope, &copy.part};
    for (size_t i = 0; i < LEN_OF(texts); i++)
        *texts[i] = arena_text(report->arena, *texts[i]);
    copy.license = arena_text(report->arena, component->license);
    *VEC_ADD(&report->entries) =
        (struct license_report_entry){copy, group->license, group->normal, *verdict};
}

bool license_report_add(
    struct license_report *report, const struct license_component *component, struct err *err)
{
    uint32_t at;
    struct license_verdict verdict;
    if (!map_find(&report->by_written, component->license, &at) &&
        !add_written(report, component->license, &at, err))
        return false;
    const struct license_report_written *written = &report->written.at[at];
    struct license_report_group *group = &report->at[written->group];
    struct license_subject subject = {
        component->purl, component->scope, report->service, report->now_us};
    license_policy_judge(&verdict, report->policy, group->license, &subject);
    if (!group->count || verdict.answer > group->worst.answer)
        group->worst = verdict;
    group->count++;
    group->by_answer[verdict.answer]++;
    report->count++;
    report->by_answer[verdict.answer]++;
    report->missing_count += !group->license;
    report->guessed_count += written->is_guessed;
    report->unknown_count += written->is_unknown;
    if (!is_wished(report, group, verdict.answer))
        return true;
    size_t number = report->fit_count++;
    if (number >= report->wish.from && number - report->wish.from < report->wish.limit)
        keep(report, component, group, &verdict);
    return arena_check(report->arena, err);
}

static int compare_groups(const void *left, const void *right)
{
    const struct license_report_group *a = left, *b = right;
    if (a->worst.answer != b->worst.answer)
        return a->worst.answer > b->worst.answer ? -1 : 1;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return text_cmp(a->normal, b->normal);
}

void license_report_finish(struct license_report *report)
{
    if (report->len > 1)
        qsort(report->at, report->len, sizeof *report->at, compare_groups);
}
