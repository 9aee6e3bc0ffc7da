/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <unistd.h>

#include "advisory/advisory_index_write.h"
#include "match/match_count.h"

/* One advisory in short: what the cases below are written in. Lists are joined by blanks; ranges are "introduced fixed". */
struct record {
    const char *id, *aliases, *related, *ecosystem, *package, *introduced, *fixed, *versions;
    enum advisory_kind kind;
    enum severity severity;
    bool is_withdrawn;
};

static const struct record records[] = {
    {"GHSA-1", "CVE-2020-0001", "", "npm", "lodash", "0", "4.17.21", "", 0, SEVERITY_HIGH, false},
    {"RETIRE-1", "CVE-2020-0001", "", "npm", "lodash", "0", "4.17.20", "", 0, SEVERITY_UNKNOWN,
        false},
    {"NODE-7", "GHSA-1", "", "npm", "lodash", "0", "4.17.21", "", 0, SEVERITY_LOW, false},
    {"GHSA-2", "", "", "npm", "lodash", "0", NULL, "", 0, SEVERITY_UNKNOWN, false},
    {"GHSA-3", "CVE-2020-0003", "", "npm", "lodash", "0", "9.0.0", "", 0, SEVERITY_HIGH, true},
    {"GHSA-4", "CVE-2020-0004", "", "npm", "badly", "0", "not a version", "", 0, 0, false},
    {"MAL-1", "", "", "npm", "evil", "0", NULL, "", ADVISORY_MALICIOUS, 0, false},
    {"GHSA-5", "", "", "npm", "commits", NULL, NULL, "", 0, 0, false},
    {"GHSA-6", "CVE-2020-0061 CVE-2020-0062", "", "npm", "two", "0", "2.0.0", "", 0, 0, false},
    {"PYSEC-1", "CVE-2021-0001", "", "PyPI", "flask", "0", "0.5", "0.9 1.0", 0, 0, false},
    {"ALSA-1", "", "CVE-2022-0001 CVE-2022-0002", "AlmaLinux:9", "bash", "0", "5.1.8-6.el9", "", 0,
        SEVERITY_MEDIUM, false},
    {"ALBA-1", "", "CVE-2022-0003", "AlmaLinux:9", "bash", "0", "5.1.8-9.el9", "", ADVISORY_NOTICE,
        0, false},
    {"PARTED-1", "", "", "npm", "parted", "0", "2.0.0", "", 0, SEVERITY_LOW, false},
    {"PARTED-2", "", "", "npm", "parted", "0", "3.0.0", "", 0, SEVERITY_HIGH, false},
    {"Z-JOINING", "PARTED-1 PARTED-2", "", "npm", "parted", "0", "2.0.0", "", 0, 0, false},
    {"TORN-1", "CVE-2024-0001 TORN-9", "", "npm", "torn", "0", NULL, "", 0, 0, false},
    {"TORN-2", "CVE-2024-0002 TORN-9", "", "npm", "torn", "0", NULL, "", 0, 0, false},
    {"TORN-9", "", "", "npm", "torn", "0", NULL, "", 0, 0, false},
    {"ALPINE-1", "", "CVE-2023-0002", "Alpine", "musl", "0", "1.2.5-r0", "", 0, 0, false},
    {"DSA-1", "", "CVE-2023-0001", "Debian:12", "openssl", "0", "3.0.9-1", "", 0, 0, false},
};

struct world {
    struct arena arena;
    struct advisory_index *index;
    char folder[32], path[48];
};

static struct text *split(const char *words, size_t *ret_count, struct arena *arena)
{
    struct text *list = arena_take_array(arena, 8, sizeof *list);
    struct text rest = text_of(words);
    *ret_count = 0;
    while (rest.len)
        list[(*ret_count)++] = text_cut(&rest, ' ');
    return list;
}

static struct advisory advisory_of(const struct record *record, struct arena *arena)
{
    struct advisory advisory = {.id = text_of(record->id),
        .summary = text_of(record->id),
        .kind = record->kind,
        .severity = record->severity,
        .modified_us = 1,
        .withdrawn_us = record->is_withdrawn};
    advisory.aliases = split(record->aliases, &advisory.alias_count, arena);
    advisory.related = split(record->related, &advisory.related_count, arena);
    struct advisory_affected *affected = arena_take(arena, sizeof *affected);
    *affected = (struct advisory_affected){.ecosystem = text_of(record->ecosystem),
        .package = text_of(record->package),
        .has_git_range = !record->introduced};
    affected->versions = split(record->versions, &affected->version_count, arena);
    if (record->introduced) {
        struct range_bound *bounds = arena_take_array(arena, 2, sizeof *bounds);
        bounds[0] = (struct range_bound){RANGE_INTRODUCED, text_of(record->introduced)};
        bounds[1] = (struct range_bound){RANGE_FIXED, text_of(record->fixed)};
        affected->ranges = arena_take(arena, sizeof *affected->ranges);
        *affected->ranges = (struct range){bounds, record->fixed ? 2 : 1};
        affected->range_count = 1;
    }
    advisory.affected = affected;
    advisory.affected_count = 1;
    return advisory;
}

static void must(bool is_ok, const struct err *err)
{
    if (!is_ok)
        fail_msg("%s", err->text);
}

static int make_world(void **state)
{
    static struct world world;
    struct err err = {0};
    struct advisory_index_writer *writer;
    arena_init(&world.arena, SIZE_MAX);
    snprintf(world.folder, sizeof world.folder, "/tmp/kenzen-match-XXXXXX");
    assert_non_null(mkdtemp(world.folder));
    snprintf(world.path, sizeof world.path, "%s/index", world.folder);
    must(advisory_index_write_begin(&writer, world.path, &err), &err);
    uint32_t batch = advisory_index_write_batch(writer);
    for (size_t i = 0; i < LEN_OF(records); i++) {
        struct advisory advisory = advisory_of(&records[i], &world.arena);
        must(advisory_index_write_record(writer, batch, &advisory, &err), &err);
    }
    struct advisory_facts facts = {
        .is_kev = true, .severity = SEVERITY_CRITICAL, .score_tenths = 98};
    must(advisory_index_write_facts(writer, batch, TEXT("CVE-2021-0001"), &facts, &err), &err);
    struct advisory_index_batch about = {.name = TEXT("test"), .path = TEXT("test")};
    advisory_index_write_name(writer, batch, &about);
    must(advisory_index_write_commit(writer, &err), &err);
    advisory_index_write_free(writer);
    must(advisory_index_open(&world.index, world.path, &err), &err);
    *state = &world;
    return 0;
}

static int end_world(void **state)
{
    struct world *world = *state;
    advisory_index_free(world->index);
    arena_done(&world->arena);
    char command[80];
    snprintf(command, sizeof command, "rm -rf %s", world->folder);
    return system(command);
}

static struct sbom_component component_of(
    const char *ecosystem, const char *package, const char *version)
{
    return (struct sbom_component){.name = text_of(package),
        .ecosystem = text_of(ecosystem),
        .package = text_of(package),
        .version = text_of(version),
        .is_package = true};
}

static struct match_result match_one(struct world *world, struct sbom_component component)
{
    struct err err = {0};
    struct match_result result;
    must(match_component(&result, world->index, &component, &world->arena, &err), &err);
    return result;
}

static const struct match_finding *finding_of(const struct match_result *result, const char *id)
{
    for (size_t i = 0; i < result->finding_count; i++)
        if (text_is(result->findings[i].id, id))
            return &result->findings[i];
    fail_msg("no finding %s", id);
    abort();
}

static void test_aliases_join_records(void **state)
{
    struct match_result result = match_one(*state, component_of("npm", "lodash", "4.17.19"));
    assert_int_equal(result.finding_count, 2);
    const struct match_finding *finding = finding_of(&result, "CVE-2020-0001");
    assert_int_equal(finding->answer, MATCH_AFFECTED);
    assert_int_equal(finding->record_count, 3);
    assert_int_equal(finding->alias_count, 3);
    assert_text(finding->aliases[0], "GHSA-1");
    assert_int_equal(finding->severity, SEVERITY_HIGH);
    assert_int_equal(finding->fixed_count, 1); /* not 4.17.20, which one of them still holds */
    assert_text(finding->fixed[0], "4.17.21");
    assert_int_equal(finding_of(&result, "GHSA-2")->fixed_count, 0);
}

/* The record that shows two others to be the same may be read after both. */
static void test_a_later_record_joins_earlier_ones(void **state)
{
    struct match_result result = match_one(*state, component_of("npm", "parted", "1.0.0"));
    assert_int_equal(result.finding_count, 1);
    const struct match_finding *finding = &result.findings[0];
    assert_int_equal(finding->record_count, 3);
    assert_int_equal(finding->alias_count, 2);
    assert_int_equal(finding->severity, SEVERITY_HIGH);
    assert_int_equal(finding->fixed_count, 1);
}

/* DESIGN: aliases never join groups that hold different CVEs. */
static void test_different_cves_stay_apart(void **state)
{
    struct match_result result = match_one(*state, component_of("npm", "torn", "1.0.0"));
    assert_int_equal(result.finding_count, 3);
    assert_int_equal(finding_of(&result, "CVE-2024-0001")->record_count, 1);
    assert_int_equal(finding_of(&result, "CVE-2024-0002")->record_count, 1);
    assert_int_equal(finding_of(&result, "TORN-9")->record_count, 1);
}

static void test_one_record_may_still_hold(void **state)
{
    struct match_result result = match_one(*state, component_of("npm", "lodash", "4.17.20"));
    assert_int_equal(finding_of(&result, "CVE-2020-0001")->record_count, 2);
    result = match_one(*state, component_of("npm", "lodash", "4.17.21"));
    assert_int_equal(result.finding_count, 1);
    assert_int_equal(result.checked_count, 1);
}

static void test_two_cves_are_two_findings(void **state)
{
    struct match_result result = match_one(*state, component_of("npm", "two", "1.0.0"));
    assert_int_equal(result.finding_count, 2);
    assert_int_equal(finding_of(&result, "CVE-2020-0061")->alias_count, 0);
    result = match_one(*state, component_of("AlmaLinux:9", "bash", "5.1.8-4.el9"));
    assert_int_equal(result.finding_count, 2);
    assert_int_equal(finding_of(&result, "CVE-2022-0002")->alias_count, 0);
    assert_text(finding_of(&result, "CVE-2022-0002")->records[0], "ALSA-1 (test)");
}

static void test_listed_versions_win(void **state)
{
    struct match_result result = match_one(*state, component_of("PyPI", "flask", "1.0"));
    const struct match_finding *finding = finding_of(&result, "CVE-2021-0001");
    assert_text(finding->reason, "1.0 is listed");
    assert_true(finding->facts.is_kev);
    assert_int_equal(finding->severity, SEVERITY_CRITICAL);
    result = match_one(*state, component_of("PyPI", "flask", "1.0.0"));
    assert_text(finding_of(&result, "CVE-2021-0001")->reason, "1.0.0 is listed");
    static const char *const spellings[] = {"1.0.0", "v1", "01.00", "0!1.0"};
    for (size_t i = 0; i < LEN_OF(spellings); i++)
        assert_int_equal(
            match_one(*state, component_of("PyPI", "flask", spellings[i])).finding_count, 1);
    static const char *const others[] = {"1.1", "1.0.post1", "10", "1.0+1"};
    for (size_t i = 0; i < LEN_OF(others); i++)
        assert_int_equal(
            match_one(*state, component_of("PyPI", "flask", others[i])).finding_count, 0);
}

static void test_undecidable_has_its_reason(void **state)
{
    static const struct {
        const char *package, *version, *reason;
        enum match_cause cause;
    } cases[] = {
        {"badly", "1.0.0", "not a version", MATCH_CAUSE_EVENT_UNREADABLE},
        {"badly", "one.two", "one.two", MATCH_CAUSE_VERSION_UNREADABLE},
        {"commits", "1.0.0", "commits", MATCH_CAUSE_COMMITS_ONLY},
        {"lodash", "one.two", "one.two", MATCH_CAUSE_VERSION_UNREADABLE},
        {"lodash", "", "no version", MATCH_CAUSE_NO_VERSION},
        {"badly", "", "no version", MATCH_CAUSE_NO_VERSION},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct match_result result =
            match_one(*state, component_of("npm", cases[i].package, cases[i].version));
        assert_true(result.undecidable_count > 0);
        assert_int_equal(result.findings[0].answer, MATCH_UNDECIDABLE);
        assert_true(text_find_text(result.undecidable[0].reason, text_of(cases[i].reason)) >= 0);
        assert_int_equal(result.undecidable[0].cause, cases[i].cause);
        assert_int_equal(result.findings[0].cause, cases[i].cause);
        assert_int_equal(match_undecidable_count(&result, 1), 1);
    }
}

static void test_not_covered_has_its_reason(void **state)
{
    struct match_result result = match_one(*state, component_of("crates.io", "serde", "1.0.0"));
    assert_int_equal(result.not_covered_count, 1);
    assert_text(result.not_covered[0].what, "crates.io");
    assert_int_equal(result.not_covered[0].cause, MATCH_CAUSE_NO_SOURCE);
    result = match_one(*state, component_of("AlmaLinux:8", "bash", "1-1"));
    assert_text(result.not_covered[0].what, "AlmaLinux:8");
    struct sbom_component nameless = {
        .name = TEXT("x"), .oddity = TEXT("no purl"), .is_package = true};
    result = match_one(*state, nameless);
    assert_text(result.not_covered[0].reason, "no purl");
    assert_int_equal(result.not_covered[0].cause, MATCH_CAUSE_NO_ECOSYSTEM);
    result = match_one(*state, component_of("no such", "x", "1"));
    assert_int_equal(result.not_covered[0].cause, MATCH_CAUSE_OTHER_ECOSYSTEM);
    assert_int_equal(result.checked_count, 0);
}

static void test_source_package_speaks(void **state)
{
    struct sbom_component component = component_of("Debian:12", "libssl3", "3.0.8-1");
    component.source_package = TEXT("openssl");
    component.source_version = TEXT("3.0.8-1");
    struct match_result result = match_one(*state, component);
    assert_int_equal(finding_of(&result, "CVE-2023-0001")->answer, MATCH_AFFECTED);
    assert_text(finding_of(&result, "CVE-2023-0001")->package, "openssl");
    component.source_version = TEXT("3.0.9-1");
    assert_int_equal(match_one(*state, component).finding_count, 0);
}

/* A name may hold a line feed; it must not get the answer of another package. */
/* osv-schema: a name without release speaks of every release. */
static void test_record_for_every_release(void **state)
{
    struct match_result result =
        match_one(*state, component_of("Alpine:v3.20", "musl", "1.2.4-r0"));
    assert_int_equal(finding_of(&result, "CVE-2023-0002")->answer, MATCH_AFFECTED);
    result = match_one(*state, component_of("Alpine:v3.20", "musl", "1.2.5-r0"));
    assert_int_equal(result.checked_count, 1);
    assert_int_equal(result.finding_count, 0);
    result = match_one(*state, component_of("Debian", "openssl", "3.0.8-1"));
    assert_text(result.not_covered[0].reason, "the SBOM does not say which release of it");
    assert_int_equal(result.not_covered[0].cause, MATCH_CAUSE_NO_RELEASE);
}

/* Each component is counted once, though it has findings of both kinds. */
static void test_counts_add_up(void **state)
{
    struct world *world = *state;
    struct sbom_component components[] = {
        component_of("npm", "lodash", "4.17.19"),
        component_of("npm", "two", "one.two"),
        component_of("npm", "left-pad", "1.0.0"),
        component_of("crates.io", "serde", "1.0.0"),
        component_of("PyPI", "flask", "0.1"),
        component_of("PyPI", "flask", "0.1"),
        {.name = TEXT("an operating system")},
    };
    components[4].owner_ecosystem = TEXT("Debian:12");
    components[5].owner_ecosystem = TEXT("Debian:11");
    components[4].owner_package = components[5].owner_package = TEXT("python3-flask");
    struct sbom sbom = {.components = components, .component_count = LEN_OF(components)};
    struct match_result result;
    struct match_counts counts;
    struct err err = {0};
    must(match_sbom(&result, world->index, &sbom, &world->arena, &err), &err);
    match_count(&counts, &result, &sbom);
    assert_int_equal(counts.affected, 1);
    assert_int_equal(counts.undecidable, 1);
    assert_int_equal(counts.not_affected, 1);
    assert_int_equal(counts.not_covered, 2);
    assert_int_equal(counts.owned, 1);
    assert_int_equal(counts.no_package, 1);
    sbom.component_count = 0;
    must(match_sbom(&result, world->index, &sbom, &world->arena, &err), &err);
    match_count(&counts, &result, &sbom);
    assert_int_equal(counts.affected + counts.not_affected + counts.no_package, 0);
}

static void test_names_with_any_byte_are_told_apart(void **state)
{
    struct world *world = *state;
    struct sbom_component components[] = {
        component_of("npm", "lodash\n4.17.19", "9.9.9"),
        component_of("npm", "lodash", "4.17.19\n9.9.9"),
        component_of("npm", "lodash", "4.17.19"),
    };
    struct sbom sbom = {.components = components, .component_count = LEN_OF(components)};
    struct match_result result;
    struct err err = {0};
    must(match_sbom(&result, world->index, &sbom, &world->arena, &err), &err);
    assert_int_equal(match_undecidable_count(&result, LEN_OF(components)), 1);
    assert_int_equal(result.finding_count, 4);
}

static void test_worst_comes_first_and_twins_share(void **state)
{
    struct world *world = *state;
    struct sbom_component components[] = {
        component_of("npm", "lodash", "4.17.19"),
        component_of("PyPI", "flask", "1.0"),
        component_of("npm", "evil", "1.0.0"),
        component_of("npm", "lodash", "4.17.19"),
    };
    struct sbom sbom = {.components = components, .component_count = LEN_OF(components)};
    struct match_result result;
    struct err err = {0};
    must(match_sbom(&result, world->index, &sbom, &world->arena, &err), &err);
    assert_int_equal(result.finding_count, 6);
    assert_text(result.findings[0].id, "CVE-2021-0001");
    assert_text(result.findings[1].id, "MAL-1");
    assert_text(result.findings[2].id, "CVE-2020-0001");
    assert_int_equal(result.findings[2].component, 0);
    assert_int_equal(result.findings[3].component, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_aliases_join_records),
        cmocka_unit_test(test_a_later_record_joins_earlier_ones),
        cmocka_unit_test(test_different_cves_stay_apart),
        cmocka_unit_test(test_record_for_every_release),
        cmocka_unit_test(test_names_with_any_byte_are_told_apart),
        cmocka_unit_test(test_one_record_may_still_hold),
        cmocka_unit_test(test_two_cves_are_two_findings),
        cmocka_unit_test(test_listed_versions_win),
        cmocka_unit_test(test_undecidable_has_its_reason),
        cmocka_unit_test(test_counts_add_up),
        cmocka_unit_test(test_not_covered_has_its_reason),
        cmocka_unit_test(test_source_package_speaks),
        cmocka_unit_test(test_worst_comes_first_and_twins_share),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
