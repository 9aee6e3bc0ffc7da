/* SPDX-License-Identifier: Apache-2.0 */
/* Tag-value as it is turned into JSON, and what is wrong with it told by its line. tests/data/sbom has a whole document. */
#include "unit.h"

#include "base/file.h"
#include "base/limits.h"
#include "sbom/sbom.h"
#include "sbom/spdx_tag.h"

static void assert_json(const char *tags, const char *wanted)
{
    struct err err = {0};
    struct buf json;
    buf_init(&json, SIZE_MAX);
    if (!spdx_tag_to_json(&json, text_of(tags), &err))
        fail_msg("%s", err.text);
    assert_string_equal(json.at, wanted);
    buf_done(&json);
}

#define LISTS "\"files\":[],\"snippets\":[],\"hasExtractedLicensingInfos\":[],\"relationships\":["

static void test_values(void **state)
{
    (void)state;
    assert_json("", "{\"packages\":[]," LISTS "],\"creationInfo\":{}}");
    assert_json("# a note\n\n  DocumentName: a\n# no more",
        "{\"packages\":[]," LISTS "],\"name\":\"a\",\"creationInfo\":{}}");
}

static void test_texts(void **state)
{
    (void)state;
    assert_json(
        "DocumentName: a b : c \r\nDocumentComment:<text> x\n#y\n z </text>\t\nDataLicense:",
        "{\"packages\":[]," LISTS "],\"dataLicense\":\"\",\"name\":\"a b : c\","
        "\"comment\":\" x\\n#y\\n z \",\"creationInfo\":{}}");
    /* What is within a text is no tag. */
    assert_json("DocumentComment: <text>\nPackageName: a\n</text>",
        "{\"packages\":[]," LISTS "],\"comment\":\"\\nPackageName: a\\n\",\"creationInfo\":{}}");
}

static void test_objects(void **state)
{
    (void)state;
    assert_json(
        "PackageName: a\nSPDXID: SPDXRef-a\nRelationship: SPDXRef-a CONTAINS SPDXRef-b\n"
        "RelationshipComment: why\nPackageName: b\nSPDXID: SPDXRef-b\nPackageChecksum: MD5:1\n"
        "PackageChecksum: 2\nFileName: f\nSPDXID: SPDXRef-f\nPackageComment: late\nUnknownTag: x\n",
        "{\"packages\":[{\"name\":\"a\",\"SPDXID\":\"SPDXRef-a\"},{\"name\":\"b\","
        "\"SPDXID\":\"SPDXRef-b\",\"checksums\":[{\"algorithm\":\"MD5\",\"checksumValue\":\"1\"},\"2\"],"
        "\"comment\":\"late\"}],\"files\":[{\"fileName\":\"f\",\"SPDXID\":\"SPDXRef-f\"}],"
        "\"snippets\":[],\"hasExtractedLicensingInfos\":[],\"relationships\":[{\"spdxElementId\":"
        "\"SPDXRef-a\",\"relationshipType\":\"CONTAINS\",\"relatedSpdxElement\":\"SPDXRef-b\","
        "\"comment\":\"why\"}],\"creationInfo\":{}}");
}

static void assert_refused(const char *tags, const char *wanted)
{
    struct err err = {0};
    struct buf json;
    buf_init(&json, SIZE_MAX);
    assert_false(spdx_tag_to_json(&json, text_of(tags), &err));
    assert_string_equal(err.text, wanted);
    assert_int_equal(err.code, ERR_SYNTAX);
    buf_done(&json);
}

static void test_what_is_wrong_has_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *tags, *wanted;
    } cases[] = {
        {"DocumentName: a\n\nnonsense\n", "line 3: is no \"Tag: value\""},
        {"<html>: a", "line 1: is no \"Tag: value\""},
        {": a", "line 1: is no \"Tag: value\""},
        {"# x\nDocumentComment: <text>a\nb\n", "line 2: <text> is not closed"},
        {"DocumentComment: <text>", "line 1: <text> is not closed"},
        {"DocumentComment: <text>a\nb</text> c\n", "line 2: something stands behind </text>"},
        {"DocumentName: a\nDocumentName: b\n", "line 2: DocumentName: is said on line 1 already"},
        {"SPDXID: a\nPackageName: b\nSPDXID: c\nSPDXID: d\n",
            "line 4: SPDXID: is said on line 3 already"},
        {"PackageVersion: 1\n", "line 1: PackageVersion: stands before what it is said of"},
        {"RelationshipComment: 1\n",
            "line 1: RelationshipComment: stands before what it is said of"},
        {"\nPackageName: a\nPackageVersion: 1\nPackageName: b\n",
            "line 2: this package has no SPDXID"},
        {"Relationship: a CONTAINS\n", "line 1: Relationship: has fewer than three words"},
        {"PackageName: a\nSPDXID: b\nExternalRef: SECURITY\tcpe23Type\n",
            "line 3: ExternalRef: has fewer than three words"},
        {"DocumentName: a\nDocumentComment: \xff\n", "line 2: something that is not UTF-8"},
    };
    for (size_t i = 0; i < LEN_OF(cases); i++)
        assert_refused(cases[i].tags, cases[i].wanted);
}

/* Cut anywhere, a document is read or refused by its line, and never more than that. */
static void test_every_cut(void **state)
{
    (void)state;
    struct buf whole;
    struct err err = {0};
    buf_init(&whole, SIZE_MAX);
    assert_true(file_read(&whole, "tests/data/sbom/acme.tag.spdx", &err));
    size_t refused = 0;
    for (size_t len = 60; len < whole.len; len++) {
        struct arena arena;
        struct sbom sbom;
        arena_init(&arena, LIMIT_SBOM_ARENA);
        /* A copy of that size, so that a sanitizer sees reading past it. */
        char *copy = memcpy(malloc(len), whole.at, len);
        if (!sbom_read(&sbom, TEXT("x.spdx"), (struct text){copy, len}, &arena, &err)) {
            assert_int_equal(err.code, ERR_SYNTAX);
            assert_int_equal(strncmp(err.text, "x.spdx: ", 8), 0);
            refused++;
        }
        free(copy);
        arena_done(&arena);
    }
    assert_true(refused > 100);
    buf_done(&whole);
}

static void test_lines_about_one_thing(void **state)
{
    (void)state;
    struct buf tags, json;
    struct err err = {0};
    buf_init(&tags, SIZE_MAX);
    buf_init(&json, SIZE_MAX);
    for (size_t i = 0; i < LIMIT_SBOM_FACTS; i++)
        buf_add_z(&tags, "Creator:a\n");
    assert_true(spdx_tag_to_json(&json, buf_text(&tags), &err));
    buf_add_z(&tags, "Creator:a\n");
    assert_false(spdx_tag_to_json(&json, buf_text(&tags), &err));
    assert_string_equal(err.text, "line 4000001: more than 4000000 lines about one thing");
    assert_int_equal(err.code, ERR_LIMIT);
    buf_done(&tags);
    buf_done(&json);
}

static void test_number_of_notes(void **state)
{
    (void)state;
    struct buf tags, json;
    struct err err = {0};
    buf_init(&tags, SIZE_MAX);
    buf_init(&json, SIZE_MAX);
    for (size_t i = 0; i < LIMIT_SBOM_FACTS + 2; i++)
        buf_add_z(&tags, "Annotator:\n");
    assert_false(spdx_tag_to_json(&json, buf_text(&tags), &err));
    assert_string_equal(err.text, "line 4000002: more than 4000000 annotations");
    assert_int_equal(err.code, ERR_LIMIT);
    buf_done(&tags);
    buf_done(&json);
}

static void test_a_full_buffer(void **state)
{
    (void)state;
    static const char tags[] =
        "PackageName: a\nSPDXID: b\nRelationship: a CONTAINS b\nCreator: c\n";
    struct buf json;
    size_t room = 0;
    for (bool is_read = false; !is_read; room++) {
        struct err err = {0};
        buf_init(&json, room);
        is_read = spdx_tag_to_json(&json, text_of(tags), &err);
        assert_true(is_read || err.code == ERR_LIMIT);
        buf_done(&json);
    }
    assert_true(room > 150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_what_is_wrong_has_its_line),
        cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_lines_about_one_thing),
        cmocka_unit_test(test_number_of_notes),
        cmocka_unit_test(test_a_full_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
