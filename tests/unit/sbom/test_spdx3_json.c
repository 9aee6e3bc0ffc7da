/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX 3 documents that are damaged, tangled or something else. tests/data/sbom has whole ones. */
#include "unit.h"

#include "base/file.h"
#include "base/limits.h"
#include "sbom/sbom.h"

#define CONTEXT "{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\","
#define GRAPH CONTEXT "\"@graph\":["
#define PACKAGE(id, name)                                                                          \
    "{\"type\":\"software_Package\",\"spdxId\":\"" id "\",\"name\":\"" name "\"}"
#define RELATION(from, type, to)                                                                   \
    "{\"type\":\"Relationship\",\"spdxId\":\"r\",\"from\":\"" from                                 \
    "\",\"relationshipType\":\"" type "\",\"to\":[" to "]}"

struct fixture {
    struct arena arena;
    struct sbom sbom;
    struct err err;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    arena_init(&f->arena, LIMIT_SBOM_ARENA);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_done(&f->arena);
    free(f);
    return 0;
}

static void read_fine(struct fixture *f, struct text document)
{
    if (!sbom_read(&f->sbom, TEXT("x.json"), document, &f->arena, &f->err))
        fail_msg("%s", f->err.text);
}

static void test_what_is_wrong_has_its_place(void **state)
{
    static const struct {
        const char *document, *wanted;
        enum err_code code;
    } rows[] = {
        {"{\"@context\":\"https://spdx.org/rdf/3.1/spdx-context.jsonld\"}",
            "@context: \"https://spdx.org/rdf/3.1/spdx-context.jsonld\" is not one that kenzen reads "
            "(that of SPDX 3.0.0 or 3.0.1)",
            ERR_UNSUPPORTED},
        {"{\"@context\":{\"name\":\"https://schema.org/name\"}}",
            "@context: \"\" is not one that kenzen reads (that of SPDX 3.0.0 or 3.0.1)",
            ERR_UNSUPPORTED},
        {GRAPH "{\"type\":\"https://spdx.org/rdf/3.0.1/terms/Software/Package\"}]}",
            "@graph[0]: the type \"https://spdx.org/rdf/3.0.1/terms/Software/Package\" is written as a "
            "full IRI; kenzen reads SPDX 3 in its compact form (\"software_Package\")",
            ERR_UNSUPPORTED},
        {CONTEXT "\"@graph\":{}}", "@graph: must be an array, not an object", ERR_SYNTAX},
        {GRAPH "{},7]}", "@graph[1]: must be an object, not a number", ERR_SYNTAX},
        {GRAPH "{\"type\":\"software_Package\",\"name\":\"a\"}]}",
            "@graph[0]: a package without an spdxId", ERR_SYNTAX},
        {GRAPH "{\"type\":\"software_Package\",\"spdxId\":\"a\"}]}", "@graph[0].name: is missing",
            ERR_SYNTAX},
        {CONTEXT "\"type\":\"software_Package\",\"spdxId\":\"a\",\"name\":7}",
            "name: must be a string, not a number", ERR_SYNTAX},
        {GRAPH
            "{\"type\":\"software_Package\",\"spdxId\":\"a\",\"name\":\"a\",\"software_packageUrl\":[]}]}",
            "@graph[0].software_packageUrl: must be a string, not an array", ERR_SYNTAX},
        {GRAPH
            "{\"type\":\"software_Package\",\"spdxId\":\"a\",\"name\":\"a\",\"externalIdentifier\":[{"
            "\"externalIdentifierType\":\"packageUrl\",\"identifier\":1}]}]}",
            "@graph[0].externalIdentifier[0].identifier: must be a string, not a number",
            ERR_SYNTAX},
        {GRAPH "{\"type\":\"Relationship\",\"to\":[]}]}",
            "@graph[0]: a relationship without a \"from\"", ERR_SYNTAX},
        {GRAPH "{\"type\":\"Relationship\",\"from\":\"a\",\"to\":\"b\"}]}",
            "@graph[0].to: must be an array, not a string", ERR_SYNTAX},
        {GRAPH "{}," RELATION("a", "dependsOn", "\"b\",7") "]}",
            "@graph[1].to[1]: must refer to an element, not be a number", ERR_SYNTAX},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        char wanted[512];
        assert_false(
            sbom_read(&f->sbom, TEXT("x.json"), text_of(rows[i].document), &f->arena, &f->err));
        snprintf(wanted, sizeof wanted, "x.json: %s", rows[i].wanted);
        assert_string_equal(f->err.text, wanted);
        assert_int_equal(f->err.code, rows[i].code);
    }
}

static void test_nothing(void **state)
{
    struct fixture *f = *state;
    read_fine(f, TEXT(GRAPH "]}"));
    assert_int_equal(f->sbom.component_count, 0);
    read_fine(f, TEXT(GRAPH "{\"type\":\"Tool\"},{},{\"type\":7,\"spdxId\":[]}]}"));
    assert_int_equal(f->sbom.component_count, 0);
}

/* Whatever refers to itself, or stands twice. */
static void test_circles(void **state)
{
    struct fixture *f = *state;
    read_fine(f,
        TEXT(GRAPH PACKAGE("a", "a") "," PACKAGE("b", "b") "," PACKAGE("a", "c") "," RELATION(
            "a", "dependsOn", "\"b\",\"a\"") "," RELATION("b", "dependsOn",
            "\"a\",\"gone\"") ",{\"type\":\"SpdxDocument\",\"spdxId\":\"d\",\"rootElement\":[\"d\",\"s\"]},"
                              "{\"type\":\"software_Sbom\",\"spdxId\":\"s\",\"rootElement\":[\"d\",\"s\"]}]}"));
    assert_int_equal(f->sbom.component_count, 2);
    assert_int_equal(f->sbom.edge_count, 2);
    assert_int_equal(f->sbom.duplicate_ref_count, 1);
    assert_int_equal(f->sbom.dangling_ref_count, 1);
    assert_text(f->sbom.components[0].name, "a");
}

/* A reference may be the element itself, wherever it stands, and be used from elsewhere. */
static void test_elements_in_elements(void **state)
{
    struct fixture *f = *state;
    read_fine(f, TEXT(GRAPH "{\"type\":\"Relationship\",\"from\":" PACKAGE(
                     "a", "a") ",\"relationshipType\":\"dependsOn\",\"to\":[" PACKAGE("b",
                     "b") ",{\"@id\":\"c\"}]}," PACKAGE("c", "c") "]}"));
    assert_int_equal(f->sbom.component_count, 3);
    assert_int_equal(f->sbom.edge_count, 2);
    assert_int_equal(f->sbom.components[2].index, 1);
}

static void test_scopes(void **state)
{
    struct fixture *f = *state;
    read_fine(f,
        TEXT(GRAPH PACKAGE("a", "a") "," PACKAGE("b", "b") "," PACKAGE("c", "c") "," PACKAGE(
            "d", "d") "," RELATION("a", "hasOptionalDependency",
            "\"b\"") ","
                     "{\"type\":\"LifecycleScopedRelationship\",\"from\":\"a\",\"relationshipType\":\"dependsOn\","
                     "\"scope\":\"development\",\"to\":[\"c\",\"d\"]},"
                     "{\"type\":\"LifecycleScopedRelationship\",\"from\":\"a\",\"relationshipType\":\"dependsOn\","
                     "\"scope\":\"runtime\",\"to\":[\"d\"]}]}"));
    assert_text(f->sbom.components[1].scope, "optional");
    assert_text(f->sbom.components[2].scope, "excluded");
    assert_text(f->sbom.components[3].scope, "");
}

#define SET(id, members)                                                                           \
    "{\"type\":\"expandedlicensing_ConjunctiveLicenseSet\",\"spdxId\":\"" id                       \
    "\",\"expandedlicensing_member\":[" members "]},"
#define MIT "\"https://spdx.org/licenses/MIT\""

static void test_mazes_of_licences(void **state)
{
    struct fixture *f = *state;
    read_fine(f, TEXT(GRAPH PACKAGE("a", "a") "," SET("x", MIT ",\"x\"")
                         RELATION("a", "hasDeclaredLicense", "\"x\"") "]}"));
    assert_text(f->sbom.components[0].license, "");
    assert_int_equal(f->sbom.ignored_count, 1);
    /* Each of eight sets holds the next ten times: a hundred million licences. */
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    buf_add_z(&buf, GRAPH PACKAGE("a", "a"));
    for (int i = 0; i < 8; i++) {
        buf_format(&buf,
            ",{\"type\":\"expandedlicensing_DisjunctiveLicenseSet\",\"spdxId\":\"%d\","
            "\"expandedlicensing_member\":[\"%d\"",
            i, i + 1);
        for (int k = 0; k < 9; k++)
            buf_format(&buf, ",\"%d\"", i + 1);
        buf_add_z(&buf, "]}");
    }
    buf_add_z(&buf, "," RELATION("a", "hasDeclaredLicense", "\"0\"") "]}");
    read_fine(f, buf_text(&buf));
    assert_text(f->sbom.components[0].license, "");
    buf_done(&buf);
}

static void test_depth(void **state)
{
    struct fixture *f = *state;
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (size_t extra = 0; extra < 2; extra++) {
        buf_cut(&buf, 0);
        buf_add_z(&buf, GRAPH);
        for (size_t i = 2; i < LIMIT_JSON_DEPTH + extra; i++)
            buf_add_z(&buf, "{\"type\":\"Bundle\",\"x\":");
        buf_add_z(&buf, "1");
        for (size_t i = 2; i < LIMIT_JSON_DEPTH + extra; i++)
            buf_add_z(&buf, "}");
        buf_add_z(&buf, "]}");
        bool is_read = sbom_read(&f->sbom, TEXT("x.json"), buf_text(&buf), &f->arena, &f->err);
        assert_int_equal(is_read, extra == 0);
    }
    assert_int_equal(f->err.code, ERR_LIMIT);
    buf_done(&buf);
}

static void test_every_cut_is_refused(void **state)
{
    struct buf whole;
    struct fixture *f = *state;
    buf_init(&whole, SIZE_MAX);
    assert_true(file_read(&whole, "tests/data/sbom/acme.spdx3.json", &f->err));
    for (size_t len = whole.len - 2; len > 0; len -= len > 200 ? 7 : 1)
        assert_false(
            sbom_read(&f->sbom, TEXT("x.json"), (struct text){whole.at, len}, &f->arena, &f->err));
    buf_done(&whole);
}

/* Whatever one value is, the document is read or refused by its place. */
static void test_every_value_of_another_type(void **state)
{
    static const char *const others[] = {"null", "7", "[]", "{}", "[[{}]]", "\"\""};
    struct buf whole, changed;
    struct fixture *f = *state;
    buf_init(&whole, SIZE_MAX);
    buf_init(&changed, SIZE_MAX);
    assert_true(file_read(&whole, "tests/data/sbom/acme.spdx3.json", &f->err));
    struct text text = buf_text(&whole);
    for (size_t at = 0; at + 2 < text.len; at++) {
        if (text.at[at] != ':' || text.at[at + 1] != ' ' || text.at[at + 2] != '"')
            continue;
        size_t end = at + 3 + (size_t)text_find(text_from(text, at + 3), '"') + 1;
        for (size_t i = 0; i < LEN_OF(others); i++) {
            buf_cut(&changed, 0);
            buf_add(&changed, text_slice(text, 0, at + 2));
            buf_add_z(&changed, others[i]);
            buf_add(&changed, text_from(text, end));
            arena_done(&f->arena);
            if (!sbom_read(&f->sbom, TEXT("x.json"), buf_text(&changed), &f->arena, &f->err))
                assert_true(strlen(f->err.text) > strlen("x.json: "));
        }
    }
    buf_done(&whole);
    buf_done(&changed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_wrong_has_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_circles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_elements_in_elements, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_scopes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_mazes_of_licences, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_depth, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_cut_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_value_of_another_type, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
