/* SPDX-License-Identifier: Apache-2.0 */
/* Over real advisories: an explanation never contradicts the matcher. */
#include "folder.h"

#include "advisory/advisory_import.h"
#include "match/match_explain.h"

/* One of so many records is taken, to end in seconds. */
enum { STRIDE = 11, VERSIONS_OF_ONE = 6 };

struct world {
    struct advisory_index *index;
    struct arena arena;
    size_t pair_count, counts[4]; /* pairs, by what the record says */
    size_t range_count, line_count;
};

static const char *const sources[] = {"AlmaLinux", "Bitnami", "Go", "Maven", "Packagist", "PyPI",
    "RubyGems", "crates.io", "npm", "OSS-Fuzz"};

static void open_real(struct world *world, struct folder *folder)
{
    struct err err = {0};
    struct advisory_import *import;
    const char *path = folder_path(folder, "index.kzi");
    assert_true(advisory_import_new(&import, path, NULL, &err));
    for (size_t i = 0; i < LEN_OF(sources); i++) {
        const char *zip =
            arena_format(&folder->arena, "%s/data/osv/%s/all.zip", unit_shared(), sources[i]).at;
        if (access(zip, R_OK) != 0) {
            advisory_import_free(import);
            folder_done(folder);
            skip();
        }
        if (!advisory_import_add(import, zip, NULL, &err))
            fail_msg("%s", err.text);
    }
    assert_true(advisory_import_commit(import, false, &err));
    advisory_import_free(import);
    assert_true(advisory_index_open(&world->index, path, &err));
}

static bool has_label(const struct match_finding *finding, struct text label)
{
    for (size_t i = 0; i < finding->record_count; i++)
        if (text_eq(finding->records[i], label))
            return true;
    return false;
}

/* What the matcher says of a record: it is in some finding, or in none. */
static bool is_in_findings(const struct match_result *result, struct text label)
{
    for (size_t i = 0; i < result->finding_count; i++)
        if (has_label(&result->findings[i], label))
            return true;
    return false;
}

/* What is told of the ranges and lists leads to the verdict. */
static void check_entries(struct world *world, const struct match_explain_record *record)
{
    /* An rpm may be cleared by its build, or be in doubt by its stream, though a range holds it. */
    bool is_rpm = text_starts(record->name.ecosystem, TEXT("AlmaLinux"));
    bool is_in = false, is_unsure = record->entry_count == 0;
    for (size_t i = 0; i < record->entry_count; i++) {
        const struct match_explain_entry *entry = &record->entries[i];
        is_in = is_in || entry->is_listed;
        is_unsure = is_unsure || (entry->range_count == 0 && !entry->is_listed);
        for (size_t r = 0; r < entry->range_count; r++) {
            const struct match_explain_range *range = &entry->ranges[r];
            is_in = is_in || range->answer == MATCH_AFFECTED;
            is_unsure = is_unsure || range->answer == MATCH_UNDECIDABLE;
            world->range_count++;
            if (range->line.count == 0)
                continue;
            world->line_count++;
            assert_int_equal(
                range->line.marks[range->line.at].is_affected, range->answer == MATCH_AFFECTED);
        }
    }
    if (record->verdict.answer == MATCH_AFFECTED)
        assert_true(is_in);
    else if (record->verdict.answer == MATCH_UNDECIDABLE)
        assert_true(is_rpm ? is_in : !is_in && is_unsure);
    else
        assert_true(!is_in || (is_rpm && record->verdict.reason.len));
}

/* A record that cannot tell is not named beside those that say "affected". */
static bool has_affected_finding(const struct match_result *result)
{
    for (size_t i = 0; i < result->finding_count; i++)
        if (result->findings[i].answer == MATCH_AFFECTED)
            return true;
    return false;
}

static void check_pair(
    struct world *world, const struct sbom_component *component, const struct advisory *advisory)
{
    struct err err = {0};
    struct match_result result;
    struct match_explanation x;
    struct match_question question = {
        .index = world->index, .component = component, .id = advisory->id};
    struct sbom sbom = {
        .components = (struct sbom_component *)(uintptr_t)component, .component_count = 1};
    assert_true(match_sbom(&result, world->index, &sbom, &world->arena, &err));
    if (!match_explain(&x, &question, &world->arena, &err))
        fail_msg("%s", err.text);
    bool is_asked = false;
    for (size_t i = 0; i < x.record_count; i++) {
        const struct match_explain_record *record = &x.records[i];
        struct text label = arena_format(
            &world->arena, "%.*s (%.*s)", TEXT_ARG(record->id), TEXT_ARG(record->source));
        if (!record->has_name)
            continue;
        bool is_said = record->is_counted && record->verdict.answer != MATCH_NOT_AFFECTED;
        bool is_outweighed =
            is_said && record->verdict.answer == MATCH_UNDECIDABLE && has_affected_finding(&result);
        if (is_said != is_in_findings(&result, label) && !is_outweighed)
            fail_msg("%.*s of %.*s %.*s", TEXT_ARG(label), TEXT_ARG(component->package),
                TEXT_ARG(component->version));
        check_entries(world, record);
        is_asked = is_asked || text_eq(record->id, advisory->id);
        world->counts[record->verdict.answer]++;
        world->pair_count++;
    }
    if (!is_asked)
        fail_msg("%.*s does not name %.*s of %.*s: %.*s", TEXT_ARG(advisory->id),
            TEXT_ARG(component->package), TEXT_ARG(component->ecosystem),
            TEXT_ARG(x.conclusion.text));
    for (size_t i = 0; i < x.finding_count; i++)
        assert_true(
            x.finding_count == 0 || x.answer == MATCH_AFFECTED || x.findings[i].answer == x.answer);
}

/* The versions at which an answer may change, and some that are listed. */
static size_t pick_versions(
    const struct advisory_affected *affected, struct text versions[VERSIONS_OF_ONE])
{
    size_t count = 0;
    for (size_t r = 0; r < affected->range_count; r++)
        for (size_t i = 0; i < affected->ranges[r].count && count < VERSIONS_OF_ONE - 2; i++)
            versions[count++] = affected->ranges[r].bounds[i].version;
    if (affected->version_count)
        versions[count++] = affected->versions[affected->version_count / 2];
    versions[count++] = TEXT("1.0.0");
    return count;
}

static void check_record(struct world *world, const struct advisory *advisory)
{
    const struct advisory_affected *affected = &advisory->affected[advisory->affected_count / 2];
    struct text versions[VERSIONS_OF_ONE];
    if (!affected->package.len || !ecosystem_find(affected->ecosystem))
        return;
    size_t count = pick_versions(affected, versions);
    for (size_t i = 0; i < count; i++) {
        struct sbom_component component = {.name = affected->package,
            .package = affected->package,
            .ecosystem = affected->ecosystem,
            .version = versions[i],
            .is_package = true};
        check_pair(world, &component, advisory);
    }
}

static void test_never_contradicts_the_matcher(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    struct world world = {0};
    struct err err = {0};
    open_real(&world, &folder);
    for (size_t i = 0; i < advisory_index_record_count(world.index); i += STRIDE) {
        struct advisory advisory;
        arena_init(&world.arena, SIZE_MAX);
        assert_true(
            advisory_index_read_record(world.index, (uint32_t)i, &advisory, &world.arena, &err));
        if (advisory.affected_count)
            check_record(&world, &advisory);
        arena_done(&world.arena);
    }
    print_message(
        "%zu pairs: %zu affected, %zu not affected, %zu undecidable; %zu ranges, %zu lines\n",
        world.pair_count, world.counts[MATCH_AFFECTED], world.counts[MATCH_NOT_AFFECTED],
        world.counts[MATCH_UNDECIDABLE], world.range_count, world.line_count);
    assert_true(world.pair_count > 5000 && world.counts[MATCH_AFFECTED] > 1000 &&
                world.counts[MATCH_NOT_AFFECTED] > 1000);
    advisory_index_free(world.index);
    folder_done(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_never_contradicts_the_matcher)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
