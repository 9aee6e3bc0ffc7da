/* SPDX-License-Identifier: Apache-2.0 */
/* osv-schema's "Evaluation", rule by rule, from the JSON of a record through what the index keeps of it to the verdict. */
#include "unit.h"

#include "advisory/advisory_blob.h"
#include "advisory/osv.h"
#include "codec/json.h"
#include "match/match_record.h"

struct evaluation_case {
    const char *affected;             /* the members of affected[]; {"p":…} stands for a package */
    const char *in, *out, *undecided; /* versions with spaces between */
};

#define PACKAGE "\"package\":{\"ecosystem\":\"npm\",\"name\":\"p\"}"
#define ECOSYSTEM(events) "{\"type\":\"ECOSYSTEM\",\"events\":[" events "]}"
#define BITNAMI "\"package\":{\"ecosystem\":\"Bitnami\",\"name\":\"p\"}"
#define SEMVER(events) "{\"type\":\"SEMVER\",\"events\":[" events "]}"
#define GIT "{\"type\":\"GIT\",\"repo\":\"https://x.test\",\"events\":[{\"introduced\":\"0\"}]}"
#define RANGES(list) "\"ranges\":[" list "]"
#define LIST(list) "\"versions\":[" list "]"
#define FROM(version) "{\"introduced\":\"" version "\"}"
#define FIXED(version) "{\"fixed\":\"" version "\"}"
#define LAST(version) "{\"last_affected\":\"" version "\"}"
#define LIMIT(version) "{\"limit\":\"" version "\"}"
#define ONE(members) "{" PACKAGE "," members "}"
#define OF(ecosystem, members)                                                                     \
    "{\"package\":{\"ecosystem\":\"" ecosystem "\",\"name\":\"a\"}," members "}"
#define LAST_KNOWN(value) "\"database_specific\":{\"last_known_affected_version_range\":" value "}"

static const struct evaluation_case cases[] = {
    /* events in any order */
    {ONE(RANGES(ECOSYSTEM(FROM("1.0.0") "," FIXED("2.0.0")))), "1.0.0 1.9.9 2.0.0-rc.1",
        "0.9.9 1.0.0-rc.1 2.0.0", ""},
    {ONE(RANGES(ECOSYSTEM(FIXED("2.0.0") "," FROM("1.0.0")))), "1.0.0 1.9.9", "0.9.9 2.0.0", ""},
    {ONE(RANGES(ECOSYSTEM(FIXED("4.0.0") "," FROM("1.0.0") "," FROM("3.0.0") "," FIXED("2.0.0")))),
        "1.5.0 3.0.0 3.9.0", "0.5.0 2.5.0 4.0.0", ""},
    /* "0" lies below everything, and below "0" */
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," FIXED("1.0.0")))), "0.0.0-alpha 0 0.9.9", "1.0.0", ""},
    {ONE(RANGES(ECOSYSTEM(FROM("0")))), "0.0.1 99.0.0", "", ""},
    /* last_affected is in, the next version not; limit is out */
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," LAST("1.0.0")))), "1.0.0", "1.0.1", ""},
    {ONE(RANGES(ECOSYSTEM(FROM("1.0.0") "," LAST("1.0.0")))), "1.0.0", "0.9.9 1.0.1", ""},
    {ONE(RANGES(ECOSYSTEM(LAST("1.0.0") "," FROM("1.0.0")))), "1.0.0", "0.9.9 1.0.1", ""},
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," LIMIT("2.0.0")))), "1.9.9", "2.0.0 3.0.0", ""},
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," LIMIT("*")))), "3.0.0", "", ""},
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," FIXED("1.0.0") "," FROM("2.0.0") "," LIMIT("2.5.0")))),
        "0.9.0 2.4.0", "1.5.0 2.5.0", ""},
    /* several ranges: one suffices, whatever their order */
    {ONE(RANGES(ECOSYSTEM(FROM("3.0.0") "," FIXED("3.1.0")) "," ECOSYSTEM(
         FROM("1.0.0") "," FIXED("1.1.0")))),
        "1.0.5 3.0.5", "2.0.0 3.1.0", ""},
    /* GIT ranges say nothing of versions, before or behind others */
    {ONE(RANGES(GIT "," ECOSYSTEM(FROM("0") "," FIXED("1.0.0")))), "0.5.0", "1.0.0", ""},
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," FIXED("1.0.0")) "," GIT)), "0.5.0", "1.0.0", ""},
    {ONE(RANGES(GIT) "," LIST("\"1.0.0\"")), "1.0.0", "2.0.0", ""},
    {ONE(RANGES(GIT)), "", "", "1.0.0"},
    /* listed versions win over ranges; either suffices */
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," FIXED("1.0.0"))) "," LIST("\"1.5.0\",\"3.0.0\"")),
        "0.5.0 1.5.0 v1.5 3.0.0", "1.0.0 2.0.0", ""},
    {ONE(LIST("\"1.5.0\"")), "1.5.0", "1.4.0", "strange"},
    {ONE(LIST("\"strange\"")), "strange", "1.0.0", "other"},
    /* neither */
    {ONE("\"database_specific\":{\"x\":1}"), "", "", "1.0.0"},
    {ONE(LIST("") "," RANGES("")), "", "", "1.0.0"},
    {ONE(RANGES(ECOSYSTEM(""))), "", "", "1.0.0"},
    {ONE("\"ecosystem_specific\":{}"), "", "", "1.0.0"},
    /* several entries of one package: one suffices; one that says nothing leaves the others' "no" undecided */
    {ONE(RANGES(ECOSYSTEM(FROM("1.0.0") "," FIXED("1.1.0")))) "," ONE(LIST("\"5.0.0\"")),
        "1.0.5 5.0.0", "2.0.0", ""},
    {ONE(LIST("\"5.0.0\"")) "," ONE("\"database_specific\":{}"), "5.0.0", "", "1.0.0"},
    {ONE("\"database_specific\":{}") "," ONE(LIST("\"5.0.0\"")), "5.0.0", "", "1.0.0"},
    /* Bitnami's ranges say X-0 where X and all of it begins; in its versions -0 is the first build */
    {"{" BITNAMI "," RANGES(SEMVER(FROM("1.21.0-0") "," FIXED("1.21.3"))) "}",
        "1.21.0 1.21.0-0 1.21.2-5", "1.20.9-4 1.21.3 1.21.3-0 1.21.3-2", ""},
    {"{" BITNAMI
     "," RANGES(SEMVER(FROM("0") "," FIXED("1.23.5") "," FROM("1.24.0-0") "," FIXED("1.24.0"))) "}",
        "1.23.4-1", "1.23.5 1.24.0 1.24.0-0 1.24.0-3 1.25.0", ""},
    /* what cannot be read */
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," FIXED("one")))), "", "", "0.5.0"},
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," FIXED("one"))) "," LIST("\"0.5.0\"")), "0.5.0", "",
        "0.6.0"},
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," FIXED("one")) "," ECOSYSTEM(FROM("2.0.0")))), "2.0.0", "",
        "1.0.0"},
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," FIXED("1.0.0")))), "", "", "strange"},
    /* where all versions are affected, it does not matter what this one is called */
    {ONE(RANGES(ECOSYSTEM(FROM("0")))), "strange ^1.0 latest", "", ""},
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," LIMIT("*")))), "strange", "", ""},
    {ONE(RANGES(ECOSYSTEM(FROM("0") "," LIMIT("2")))), "", "", "strange"},
    {ONE(RANGES(ECOSYSTEM(FROM("1.0.0")))), "", "", "strange"},
    {ONE(RANGES(ECOSYSTEM(FROM("0"))) "," LAST_KNOWN("\"<= 1.2.3\"")), "1.0.0", "", "strange"},
    /* requirements, placeholders, branches and commits are no versions, though the order would take them for some */
    {OF("PyPI", RANGES(ECOSYSTEM(FROM("3.0") "," FIXED("4.0.1")))), "3.0", "4.0.1 trunk",
        ">=4.0 2.* latest ~3.0 11bd71901bbe5b1630ceea73d27597364c9af683"},
    {OF("Maven", RANGES(ECOSYSTEM(FROM("1.0") "," FIXED("1.5")))), "1.2", "1.5 Finchley",
        "[1.0,2.0) ${revision} LATEST 1.+ unspecified"},
    {OF("Packagist", RANGES(ECOSYSTEM(FROM("1.0.0") "," FIXED("2.0.0")))), "v1.2", "2.0.0",
        "dev-master 1.* 1.0@beta"},
    {OF("Packagist",
         RANGES(ECOSYSTEM(FROM("1.0.0") "," FIXED("2.0.0"))) "," LIST("\"dev-master\"")),
        "dev-master", "", "dev-main"},
    /* the major version of an action moves */
    {OF("GitHub Actions", RANGES(ECOSYSTEM(FROM("4.0.0") "," FIXED("4.1.3")))), "v4.1.2",
        "v3 v5 v4.1.3 v4.2 3.*.*", "v4 4.*.* v4.1 main"},
    {OF("GitHub Actions", RANGES(ECOSYSTEM(FROM("4.1.0") "," FIXED("4.2.0")))), "v4.1", "v4.2 v4.0",
        "v4"},
    {OF("GitHub Actions", RANGES(ECOSYSTEM(FROM("0") "," LAST("45.0.7")))), "v44 v45.0.7", "v46",
        "v45 v45.0"},
    {OF("GitHub Actions", RANGES(ECOSYSTEM(FROM("0") "," FIXED("46.0.0")))), "v45 v45.0", "v46",
        ""},
    {OF("GitHub Actions", LIST("\"4.1.0\"")), "v4.1.0", "v3", "v4 v4.1"},
    {OF("GitHub Actions", LIST("\"v4\"")), "v4", "v3", ""},
};

struct sample {
    struct json json;
    struct arena arena;
    struct buf blob;
    struct advisory advisory;
};

static void read_sample(struct sample *sample, const char *affected)
{
    struct err err = {0};
    arena_init(&sample->arena, SIZE_MAX);
    struct text text = arena_format(&sample->arena,
        "{\"id\":\"X-1\",\"modified\":\"2024-01-01T00:00:00Z\",\"affected\":[%s]}", affected);
    if (!json_read(&sample->json, text, &err) ||
        !osv_read(&sample->advisory, json_root(&sample->json), &sample->arena, &err))
        fail_msg("%s: %s", affected, err.text);
    buf_init(&sample->blob, SIZE_MAX);
    assert_true(advisory_blob_write(&sample->blob, &sample->advisory, &err));
    assert_true(advisory_blob_read(
        &sample->advisory, buf_text(&sample->blob), 0, SIZE_MAX, &sample->arena, &err));
}

static void end_sample(struct sample *sample)
{
    json_done(&sample->json);
    buf_done(&sample->blob);
    arena_done(&sample->arena);
}

static void check(
    struct sample *sample, const char *affected, const char *versions, enum match_answer wanted)
{
    const struct ecosystem *ecosystem = ecosystem_find(sample->advisory.affected[0].ecosystem);
    struct text rest = text_of(versions);
    while (rest.len) {
        struct text version = text_cut(&rest, ' ');
        struct match_verdict got =
            match_record_judge(ecosystem, &sample->advisory, version, &sample->arena);
        if (got.answer != wanted)
            fail_msg("%s: %.*s is judged %d, not %d", affected, TEXT_ARG(version), (int)got.answer,
                (int)wanted);
        assert_true(wanted == MATCH_NOT_AFFECTED || got.reason.len > 0);
    }
}

static void test_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        struct sample sample;
        read_sample(&sample, cases[i].affected);
        check(&sample, cases[i].affected, cases[i].in, MATCH_AFFECTED);
        check(&sample, cases[i].affected, cases[i].out, MATCH_NOT_AFFECTED);
        check(&sample, cases[i].affected, cases[i].undecided, MATCH_UNDECIDABLE);
        end_sample(&sample);
    }
}

/* GitHub's "last known affected" tells why, and changes no verdict. */
static void test_last_known_affected(void **state)
{
    static const struct {
        const char *affected, *version, *reason;
        enum match_answer answer;
    } last[] = {
        {ONE(RANGES(ECOSYSTEM(FROM("1.0.0"))) "," LAST_KNOWN("\"<= 1.2.3\"")), "1.2.3",
            "1.2.3 is at or above 1.0.0, and no version is known to end it; it is among those known to be "
            "affected, <= 1.2.3",
            MATCH_AFFECTED},
        {ONE(RANGES(ECOSYSTEM(FROM("1.0.0"))) "," LAST_KNOWN("\"<= 1.2.3\"")), "1.2.4",
            "1.2.4 is at or above 1.0.0, and no version is known to end it; known to be affected are "
            "<= 1.2.3, and of this one nothing is known",
            MATCH_AFFECTED},
        {ONE(RANGES(ECOSYSTEM(FROM("0"))) "," LAST_KNOWN("\"< 2\"")), "2.0.0",
            "2.0.0 is at or above 0, and no version is known to end it; known to be affected are < 2, and "
            "of this one nothing is known",
            MATCH_AFFECTED},
        {ONE(RANGES(ECOSYSTEM(FROM("1.0.0"))) "," LAST_KNOWN("\"up to 2\"")), "1.2.4",
            "1.2.4 is at or above 1.0.0, and no version is known to end it; what the record says of the last "
            "known affected versions, \"up to 2\", cannot be read: column 1: one of <, <=, =, !=, >=, >, << "
            "and >> must stand before a version",
            MATCH_AFFECTED},
        {ONE(RANGES(ECOSYSTEM(FROM("1.0.0"))) "," LAST_KNOWN("7")), "1.2.4",
            "1.2.4 is at or above 1.0.0, and no version is known to end it; what the record says of the last "
            "known affected versions, \"a number\", cannot be read: column 1: one of <, <=, =, !=, >=, >, << "
            "and >> must stand before a version",
            MATCH_AFFECTED},
        /* ranges with an end speak for themselves */
        {ONE(RANGES(ECOSYSTEM(FROM("1.0.0") "," FIXED("2.0.0"))) "," LAST_KNOWN("\"<= 1.2.3\"")),
            "1.5.0", "1.0.0 <= 1.5.0 < 2.0.0", MATCH_AFFECTED},
        {ONE(RANGES(ECOSYSTEM(FROM("1.0.0"))) "," LAST_KNOWN("\"<= 1.2.3\"")), "0.9.0", "",
            MATCH_NOT_AFFECTED},
        {ONE(LAST_KNOWN("\"<= 1.2.3\"")), "1.0.0", "the advisory names no versions",
            MATCH_UNDECIDABLE},
    };
    (void)state;
    const struct ecosystem *npm = ecosystem_find(TEXT("npm"));
    for (size_t i = 0; i < LEN_OF(last); i++) {
        struct sample sample;
        read_sample(&sample, last[i].affected);
        struct match_verdict got =
            match_record_judge(npm, &sample.advisory, text_of(last[i].version), &sample.arena);
        assert_int_equal(got.answer, last[i].answer);
        assert_text(got.reason, last[i].reason);
        end_sample(&sample);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_last_known_affected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
