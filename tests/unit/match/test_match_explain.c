/* SPDX-License-Identifier: Apache-2.0 */
#include "folder.h"

#include "advisory/advisory_import.h"
#include "base/limits.h"
#include "match/explain_table.h"
#include "match/match_explain.h"
#include "match/match_explain_find.h"
#include "match/match_explain_json.h"
#include "match/match_json.h"

struct world {
    struct folder folder;
    struct advisory_index *index;
    struct arena arena;
};

#define RECORD(id, more, affected)                                                                 \
    "{\"id\":\"" id "\",\"modified\":\"2024-05-06T00:00:00Z\"," more "\"affected\":[" affected "]}"
#define PACKAGE(ecosystem, name, rest)                                                             \
    "{\"package\":{\"ecosystem\":\"" ecosystem "\",\"name\":\"" name "\"}," rest "}"
#define RANGE(events) "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[" events "]}]"
#define FROM(v) "{\"introduced\":\"" v "\"}"
#define FIXED(v) "{\"fixed\":\"" v "\"}"
#define LAST(v) "{\"last_affected\":\"" v "\"}"
#define LIMIT(v) "{\"limit\":\"" v "\"}"
#define ALIAS(id) "\"aliases\":[\"" id "\"],"

static const char *const records[] = {
    RECORD("GHSA-1", ALIAS("CVE-2020-0001"),
        PACKAGE("npm", "lodash", RANGE(FROM("0") "," FIXED("4.17.21")))),
    RECORD("RETIRE-1", ALIAS("CVE-2020-0001"),
        PACKAGE("npm", "lodash", RANGE(FROM("1.0.0") "," LAST("4.17.19")))),
    RECORD("OTHER-1", ALIAS("CVE-2020-0001"), PACKAGE("npm", "lodash-es", RANGE(FROM("0")))),
    RECORD("GHSA-2", "", PACKAGE("npm", "lodash", RANGE(FROM("5.0.0")))),
    RECORD("GHSA-3", ALIAS("CVE-2020-0003") "\"withdrawn\":\"2024-05-07T00:00:00Z\",",
        PACKAGE("npm", "lodash", RANGE(FROM("0")))),
    RECORD("GHSA-4", "", PACKAGE("npm", "lodash", RANGE(FROM("0") "," FIXED("not a version")))),
    RECORD("GHSA-5", "",
        PACKAGE("npm", "commits",
            "\"ranges\":[{\"type\":\"GIT\",\"repo\":\"https://example.org/r\","
            "\"events\":[" FROM("0") "]}]")),
    RECORD("GHSA-6", "", PACKAGE("npm", "limited", RANGE(FROM("0") "," LIMIT("2.0.0")))),
    RECORD("PYSEC-1", ALIAS("CVE-2021-0001"),
        PACKAGE(
            "PyPI", "flask", RANGE(FROM("0") "," FIXED("0.5")) ",\"versions\":[\"0.9\",\"1.0\"]")),
    RECORD("ALSA-2024:1", "\"related\":[\"CVE-2022-0001\",\"CVE-2022-0002\"],",
        PACKAGE("AlmaLinux:9", "bash", RANGE(FROM("0") "," FIXED("5.1.8-6.el9")))),
    RECORD("ALSA-2024:2", "\"related\":[\"CVE-2022-0003\"],",
        PACKAGE("AlmaLinux:9", "perl", RANGE(FROM("0") "," FIXED("4:5.32.1-481.el9"))) "," PACKAGE(
            "AlmaLinux:9", "perl-Errno", RANGE(FROM("0") "," FIXED("1.30-481.el9")))),
    RECORD("DSA-1", "\"upstream\":[\"CVE-2023-0001\"],",
        PACKAGE("Debian:12", "openssl", RANGE(FROM("0") "," FIXED("3.0.9-1")))),
};

static int make_world(void **state)
{
    static struct world world;
    struct err err = {0};
    struct advisory_import *import;
    world.folder = folder_new();
    arena_init(&world.arena, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(records); i++)
        folder_write(
            &world.folder, arena_format(&world.arena, "in/%zu.json", i).at, text_of(records[i]));
    const char *path = folder_path(&world.folder, "index.kzi");
    if (!advisory_import_new(&import, path, NULL, &err) ||
        !advisory_import_add(import, folder_path(&world.folder, "in"), NULL, &err) ||
        !advisory_import_commit(import, false, &err))
        fail_msg("%s", err.text);
    advisory_import_free(import);
    if (!advisory_index_open(&world.index, path, &err))
        fail_msg("%s", err.text);
    *state = &world;
    return 0;
}

static int end_world(void **state)
{
    struct world *world = *state;
    advisory_index_free(world->index);
    arena_done(&world->arena);
    folder_done(&world->folder);
    return 0;
}

static struct match_explanation explain(struct world *world, const char *purl, const char *id)
{
    struct err err = {0};
    struct sbom sbom;
    struct match_explanation explanation = {0};
    if (!match_explain_read_purl(&sbom, text_of(purl), &world->arena, &err) ||
        !match_explain(&explanation,
            &(struct match_question){
                .index = world->index, .component = sbom.components, .id = text_of(id)},
            &world->arena, &err))
        fail_msg("%s", err.text);
    return explanation;
}

/* The sentence of the first step of that kind; fails when there is none. */
static struct text text_of_step(
    const struct match_explanation *explanation, enum match_step_kind kind)
{
    for (size_t i = 0; i < explanation->step_count; i++)
        if (explanation->steps[i].step.kind == kind)
            return explanation->steps[i].step.text;
    fail_msg("there is no step %s", match_step_name(kind));
    abort();
}

struct explain_case {
    const char *purl, *id;
    enum match_answer answer;
    enum match_step_kind conclusion;
    const char *words; /* part of the conclusion */
};

static const struct explain_case cases[] = {
    {"pkg:npm/lodash@4.17.20", "CVE-2020-0001", MATCH_AFFECTED, MATCH_STEP_IS_AFFECTED,
        "lodash 4.17.20 is affected by CVE-2020-0001: 0 <= 4.17.20 < 4.17.21"},
    {"pkg:npm/lodash@4.17.20", "GHSA-1", MATCH_AFFECTED, MATCH_STEP_IS_AFFECTED, "by GHSA-1"},
    {"pkg:npm/lodash@4.17.21", "CVE-2020-0001", MATCH_NOT_AFFECTED, MATCH_STEP_IS_CLEARED,
        "4.17.21 >= 4.17.21, where it is fixed (semver)"},
    {"pkg:npm/lodash@4.17.20", "RETIRE-1", MATCH_NOT_AFFECTED, MATCH_STEP_IS_CLEARED,
        "4.17.20 > 4.17.19, the last that is affected (semver)"},
    {"pkg:npm/lodash@4.17.20", "GHSA-2", MATCH_NOT_AFFECTED, MATCH_STEP_IS_CLEARED,
        "4.17.20 < 5.0.0, where it begins (semver)"},
    {"pkg:npm/lodash@4.17.20", "GHSA-3", MATCH_NOT_AFFECTED, MATCH_STEP_IS_WITHDRAWN, "withdrawn"},
    {"pkg:npm/lodash@4.17.20", "GHSA-4", MATCH_UNDECIDABLE, MATCH_STEP_IS_UNDECIDABLE,
        "not a version"},
    {"pkg:npm/lodash@4.17.20", "OTHER-1", MATCH_NOT_AFFECTED, MATCH_STEP_IS_NOT_NAMED, "no record"},
    {"pkg:npm/lodash@4.17.20", "CVE-1999-1", MATCH_NOT_COVERED, MATCH_STEP_IS_UNKNOWN_ID,
        "CVE-1999-1"},
    {"pkg:npm/lodash", "GHSA-1", MATCH_UNDECIDABLE, MATCH_STEP_IS_UNDECIDABLE, "no version"},
    {"pkg:npm/commits@1.0.0", "GHSA-5", MATCH_UNDECIDABLE, MATCH_STEP_IS_UNDECIDABLE, "commits"},
    {"pkg:npm/limited@2.0.0", "GHSA-6", MATCH_NOT_AFFECTED, MATCH_STEP_IS_CLEARED,
        "beyond the limit"},
    {"pkg:cargo/serde@1.0.0", "GHSA-1", MATCH_NOT_COVERED, MATCH_STEP_IS_NOT_COVERED,
        "no advisory source"},
    {"pkg:huggingface/x@1", "", MATCH_NOT_COVERED, MATCH_STEP_IS_NOT_COVERED, "pkg:huggingface"},
    {"pkg:deb/debian/openssl@3.0.8-1", "", MATCH_NOT_COVERED, MATCH_STEP_IS_NOT_COVERED,
        "which release"},
    {"pkg:pypi/Flask@1.0.0", "CVE-2021-0001", MATCH_AFFECTED, MATCH_STEP_IS_AFFECTED,
        "1.0.0 is listed"},
    {"pkg:pypi/flask@1.1", "CVE-2021-0001", MATCH_NOT_AFFECTED, MATCH_STEP_IS_CLEARED, ">= 0.5"},
    {"pkg:rpm/almalinux/bash@5.1.8-4.el9?distro=almalinux-9.3", "ALSA-2024:1", MATCH_AFFECTED,
        MATCH_STEP_IS_AFFECTED, "5.1.8-6.el9"},
    {"pkg:rpm/almalinux/bash@5.1.8-4.el9?distro=almalinux-9.3", "CVE-2022-0002", MATCH_AFFECTED,
        MATCH_STEP_IS_AFFECTED, "CVE-2022-0002"},
    {"pkg:rpm/almalinux/perl-Errno@1.30-481.el9?distro=almalinux-9.3&upstream="
     "perl-5.32.1-481.el9.src.rpm",
        "CVE-2022-0003", MATCH_NOT_AFFECTED, MATCH_STEP_IS_CLEARED, "1.30-481.el9 >= 1.30-481.el9"},
    {"pkg:rpm/almalinux/perl-Errno@1.30-480.el9?distro=almalinux-9.3&upstream="
     "perl-5.32.1-480.el9.src.rpm",
        "CVE-2022-0003", MATCH_AFFECTED, MATCH_STEP_IS_AFFECTED, "1.30-480.el9 < 1.30-481.el9"},
    {"pkg:pypi/flask@%3E%3D0.1", "CVE-2021-0001", MATCH_UNDECIDABLE, MATCH_STEP_IS_UNDECIDABLE,
        "is a requirement"},
    {"pkg:deb/debian/libssl3@3.0.8-1?distro=debian-12&upstream=openssl", "CVE-2023-0001",
        MATCH_AFFECTED, MATCH_STEP_IS_AFFECTED, "openssl 3.0.8-1 is affected"},
    {"pkg:npm/lodash@4.17.20", "", MATCH_AFFECTED, MATCH_STEP_HAS_FINDINGS, "1: CVE-2020-0001"},
    {"pkg:npm/lodash@4.17.21", "", MATCH_UNDECIDABLE, MATCH_STEP_HAS_UNDECIDABLE,
        "cannot be decided; known flaws in question, 1: GHSA-4"},
    {"pkg:npm/limited@3.0.0", "", MATCH_NOT_AFFECTED, MATCH_STEP_HAS_NONE, "that name it, 1"},
    {"pkg:npm/unheard-of@1.0.0", "", MATCH_NOT_AFFECTED, MATCH_STEP_HAS_NO_RECORDS,
        "no record names"},
};

static void test_conclusions(void **state)
{
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct match_explanation x = explain(*state, cases[i].purl, cases[i].id);
        bool is_right = x.answer == cases[i].answer && x.conclusion.kind == cases[i].conclusion &&
                        text_find_text(x.conclusion.text, text_of(cases[i].words)) >= 0;
        if (!is_right)
            fail_msg("%s %s: %s, %.*s", cases[i].purl, cases[i].id, match_answer_name(x.answer),
                TEXT_ARG(x.conclusion.text));
    }
}

static void test_steps_tell_where_it_comes_from(void **state)
{
    struct match_explanation x = explain(*state,
        "pkg:deb/debian/libssl3@3.0.8-1?distro=debian-12&upstream=openssl", "CVE-2023-0001");
    assert_text(text_of_step(&x, MATCH_STEP_ECOSYSTEM_DISTRO),
        "it is the package libssl3 of Debian:12, by the distro debian-12 in its package URL");
    assert_text(text_of_step(&x, MATCH_STEP_NAME_SOURCE),
        "looked up as the source package openssl 3.0.8-1 in Debian:12: records 1");
    (void)text_of_step(&x, MATCH_STEP_NAME_SKIPPED);
    (void)text_of_step(&x, MATCH_STEP_REMEDY);
    (void)text_of_step(&x, MATCH_STEP_COVERAGE);
    assert_int_equal(x.record_count, 1);
    assert_int_equal(x.records[0].link, ADVISORY_LINK_UPSTREAM);
    x = explain(*state, "pkg:npm/lodash@4.17.20", "CVE-2020-0001");
    assert_int_equal(x.record_count, 3);
    assert_text(x.records[0].id, "GHSA-1");
    assert_text(x.records[1].id, "RETIRE-1");
    assert_false(x.records[2].has_name);
    assert_text(x.records[2].others[0], "npm/lodash-es");
    const struct match_explain_range *range = &x.records[0].entries[0].ranges[0];
    assert_text(range->words, ">= 0, < 4.17.21");
    assert_text(range->comparison.text, "4.17.20 < 4.17.21 (semver)");
    assert_int_equal(range->line.count, 3);
    assert_int_equal(range->line.at, 1);
}

static void test_without_index_nothing_is_covered(void **state)
{
    struct world *world = *state;
    struct err err = {0};
    struct sbom sbom;
    struct match_explanation x;
    assert_true(match_explain_read_purl(&sbom, TEXT("pkg:npm/a@1"), &world->arena, &err));
    struct match_question question = {.component = sbom.components};
    assert_true(match_explain(&x, &question, &world->arena, &err));
    assert_int_equal(x.answer, MATCH_NOT_COVERED);
    (void)text_of_step(&x, MATCH_STEP_NO_INDEX);
    sbom.components[0].is_package = false;
    assert_true(match_explain(&x, &question, &world->arena, &err));
    assert_int_equal(x.conclusion.kind, MATCH_STEP_IS_NO_PACKAGE);
}

/* The pages have a sentence of their own for each kind, but for those that they show as a record. */
static void test_the_pages_know_every_kind(void **state)
{
    struct world *world = *state;
    FILE *file = fopen("web/src/words/explain.ts", "rb");
    struct buf words;
    char part[4096];
    assert_non_null(file);
    buf_init(&words, SIZE_MAX);
    for (size_t len; (len = fread(part, 1, sizeof part, file)) > 0;)
        buf_add(&words, (struct text){part, len});
    fclose(file);
    for (int kind = 0; kind < MATCH_STEP_KINDS; kind++) {
        const char *name = match_step_name((enum match_step_kind)kind);
        struct text key = arena_format(&world->arena, "\n  step_%s: [", name);
        bool is_record = kind == MATCH_STEP_RECORD || kind == MATCH_STEP_RECORD_ELSEWHERE;
        if (!is_record && text_find_text(buf_text(&words), key) < 0)
            fail_msg("no words for step_%s", name);
    }
    buf_done(&words);
}

/* Each kind has a name and a sentence, and no value that is given is left in braces. */
static void test_every_kind_has_words(void **state)
{
    struct world *world = *state;
    for (int kind = 0; kind < MATCH_STEP_KINDS; kind++) {
        assert_non_null(match_step_name((enum match_step_kind)kind));
        struct match_step step = match_step_make(&world->arena, (enum match_step_kind)kind, NULL);
        assert_true(step.text.len > 0);
        assert_true(text_find(step.text, '{') < 0 && text_find(step.text, '}') < 0);
    }
}

static void test_prints(void **state)
{
    struct world *world = *state;
    struct match_explanation x = explain(world, "pkg:npm/lodash@4.17.20", "CVE-2020-0001");
    struct buf out;
    struct json json;
    struct err err = {0};
    buf_init(&out, SIZE_MAX);
    explain_table_print(&x, &out);
    assert_true(text_starts(buf_text(&out), TEXT("lodash 4.17.20 is affected by CVE-2020-0001: ")));
    assert_true(
        text_find_text(buf_text(&out),
            TEXT("\n      range >= 0, < 4.17.21: in it, 4.17.20 < 4.17.21 (semver)\n")) > 0);
    buf_cut(&out, 0);
    json_print_open(&out, '{');
    match_explain_json(&out, &x,
        &(struct match_question){
            .index = world->index, .component = &(struct sbom_component){.name = TEXT("x\x1b")}});
    json_print_close(&out, '}');
    if (!json_read(&json, buf_text(&out), &err))
        fail_msg("%s", err.text);
    assert_text(json_get_text(json_root(&json), "answer"), "affected");
    json_done(&json);
    buf_done(&out);
}

/* -- finding a component -- */

static struct sbom_component component_of(struct world *world, const char *purl)
{
    struct err err = {0};
    struct sbom sbom;
    if (!match_explain_read_purl(&sbom, text_of(purl), &world->arena, &err))
        fail_msg("%s", err.text);
    return sbom.components[0];
}

static void test_finds_a_component(void **state)
{
    struct world *world = *state;
    struct sbom_component components[] = {
        component_of(world, "pkg:npm/lodash@4.17.20"),
        component_of(world, "pkg:npm/%40angular/core@17.0.0"),
        component_of(world, "pkg:npm/twice@1.0.0"),
        component_of(world, "pkg:npm/twice@2.0.0"),
        component_of(world, "pkg:npm/lodash@4.17.20"),
        component_of(world, "pkg:rpm/alma/bash@5.1-1?arch=x86_64&distro=alma-9.6"),
        {.name = TEXT("nameless"), .version = TEXT("1"), .is_package = true},
    };
    struct sbom sbom = {.components = components, .component_count = LEN_OF(components)};
    static const struct {
        const char *asked;
        int component; /* -1: it fails, with */
        enum err_code code;
        const char *words;
    } asks[] = {
        {"pkg:npm/lodash@4.17.20", 0, 0, ""},
        {"pkg:NPM/Lodash", 0, 0, ""},
        {"pkg:npm/@angular/core", 1, 0, ""},
        {"pkg:npm/twice@2.0.0", 3, 0, ""},
        {"pkg:npm/twice", -1, ERR_USAGE, "pkg:npm/twice@1.0.0, pkg:npm/twice@2.0.0"},
        {"pkg:rpm/alma/bash@5.1-1", 5, 0, ""},
        {"pkg:rpm/alma/bash?arch=x86_64", 5, 0, ""},
        {"pkg:rpm/alma/bash?arch=aarch64", -1, ERR_NOT_FOUND, "did you mean pkg:rpm/alma/bash"},
        {"pkg:npm/lodash@4.17.21", -1, ERR_NOT_FOUND, "did you mean pkg:npm/lodash@4.17.20?"},
        {"pkg:npm/lodahs", -1, ERR_NOT_FOUND, "did you mean pkg:npm/lodash@4.17.20?"},
        {"ngular/co", -1, ERR_NOT_FOUND, "did you mean pkg:npm/%40angular/core"},
        {"twi", -1, ERR_NOT_FOUND, "did you mean pkg:npm/twice@1.0.0 or pkg:npm/twice@2.0.0?"},
        {"pkg:npm/da", -1, ERR_NOT_FOUND, "no component is pkg:npm/da"},
        {"pkg:npm/entirely-different", -1, ERR_NOT_FOUND, "no component is"},
        {"pkg:", -1, ERR_SYNTAX, ""},
        {"nameless@1", 6, 0, ""},
        {"lodash", 0, 0, ""},
        {" ", -1, ERR_USAGE, "missing"},
    };
    for (size_t i = 0; i < LEN_OF(asks); i++) {
        struct match_found found = {0};
        struct err err = {0};
        bool is_found =
            match_explain_find(&found, &sbom, text_of(asks[i].asked), &world->arena, &err);
        if (is_found != (asks[i].component >= 0) ||
            (is_found && (int)found.component != asks[i].component) ||
            (!is_found && (err.code != asks[i].code ||
                              text_find_text(text_of(err.text), text_of(asks[i].words)) < 0)))
            fail_msg("%s: %s", asks[i].asked, err.text);
        assert_int_equal(found.twin_count, is_found && found.component == 0);
    }
    sbom.component_count = 0;
    struct match_found found;
    assert_false(match_explain_find(&found, &sbom, TEXT("lodash"), &world->arena, NULL));
}

/* -- more records than one reads -- */

static void test_records_have_a_limit(void **state)
{
    (void)state;
    struct folder folder = folder_new();
    struct advisory_import *import;
    struct world world = {0};
    struct err err = {0};
    arena_init(&world.arena, SIZE_MAX);
    for (size_t i = 0; i <= LIMIT_EXPLAIN_RECORDS; i++)
        folder_write(&folder, arena_format(&world.arena, "in/%zu.json", i).at,
            arena_format(&world.arena,
                RECORD("X-%04zu", "", PACKAGE("npm", "p", RANGE(FROM("0") "," FIXED("9.0.0")))),
                i));
    const char *path = folder_path(&folder, "index.kzi");
    assert_true(advisory_import_new(&import, path, NULL, &err) &&
                advisory_import_add(import, folder_path(&folder, "in"), NULL, &err) &&
                advisory_import_commit(import, false, &err));
    advisory_import_free(import);
    assert_true(advisory_index_open(&world.index, path, &err));
    struct match_explanation x = explain(&world, "pkg:npm/p@1.0.0", "");
    assert_int_equal(x.record_total, LIMIT_EXPLAIN_RECORDS + 1);
    assert_int_equal(x.record_count, LIMIT_EXPLAIN_RECORDS);
    assert_text(text_of_step(&x, MATCH_STEP_RECORDS_LEFT_OUT), "records that are left out here: 1");
    assert_int_equal(x.finding_count, LIMIT_EXPLAIN_RECORDS + 1);
    advisory_index_free(world.index);
    arena_done(&world.arena);
    folder_done(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conclusions),
        cmocka_unit_test(test_steps_tell_where_it_comes_from),
        cmocka_unit_test(test_without_index_nothing_is_covered),
        cmocka_unit_test(test_every_kind_has_words),
        cmocka_unit_test(test_the_pages_know_every_kind),
        cmocka_unit_test(test_prints),
        cmocka_unit_test(test_finds_a_component),
        cmocka_unit_test(test_records_have_a_limit),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
