/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX as XML, as it is turned into JSON. tests/data/sbom has a whole document; test_xml has what no XML may have. */
#include "unit.h"

#include "base/file.h"
#include "base/limits.h"
#include "sbom/sbom.h"
#include "sbom/spdx_xml.h"

static void assert_json(const char *xml, const char *wanted)
{
    struct err err = {0};
    struct buf json;
    buf_init(&json, SIZE_MAX);
    if (!spdx_xml_to_json(&json, text_of(xml), &err))
        fail_msg("%s", err.text);
    assert_string_equal(json.at, wanted);
    buf_done(&json);
}

static void test_values(void **state)
{
    (void)state;
    assert_json("<Document/>", "{}");
    assert_json("<Document><name> a </name><unknown><name>b</name></unknown></Document>",
        "{\"name\":\"a\"}");
    /* A list is a list with one entry too, and its entries need not stand together. */
    assert_json(
        "<Document><creationInfo><creators>a</creators></creationInfo>"
        "<packages><name>a</name></packages><name/><packages><name>b</name></packages></Document>",
        "{\"creationInfo\":{\"creators\":[\"a\"]},\"packages\":[{\"name\":\"a\"},{\"name\":\"b\"}],"
        "\"name\":\"\"}");
    assert_json("<Document><packages>text</packages></Document>", "{\"packages\":[\"text\"]}");
}

static void test_what_is_wrong_has_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *xml, *wanted;
    } rows[] = {
        {"<bom><SPDXID>a</SPDXID></bom>", "1:1: the root must be <Document>"},
        {"<Document>\n <name>a</name><name>b</name></Document>", "2:16: name: stands twice"},
        {"<Document><name><b/></name></Document>", "1:11: name: must be a text"},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct err err = {0};
        struct buf json;
        buf_init(&json, SIZE_MAX);
        assert_false(spdx_xml_to_json(&json, text_of(rows[i].xml), &err));
        assert_string_equal(err.text, rows[i].wanted);
        assert_int_equal(err.code, ERR_SYNTAX);
        buf_done(&json);
    }
}

static void assert_refused(const char *bytes, const char *wanted)
{
    struct err err = {0};
    struct arena arena;
    struct sbom sbom;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    assert_false(sbom_read(&sbom, TEXT("x.xml"), text_of(bytes), &arena, &err));
    assert_string_equal(err.text, wanted);
    arena_done(&arena);
}

static void test_documents(void **state)
{
    (void)state;
    assert_refused("<Document><SPDXID>a</SPDXID></Document>",
        "x.xml: is an SPDX document without an spdxVersion; kenzen reads CycloneDX, SPDX and lock "
        "files (docs/sbom.md)");
    assert_refused("<Document><spdxVersion>SPDX-2.1</spdxVersion></Document>",
        "x.xml: spdxVersion: \"SPDX-2.1\" is not one that kenzen reads (SPDX-2.2, SPDX-2.3)");
    assert_refused("<Document><spdxVersion>SPDX-2.3</spdxVersion><packages>a</packages></Document>",
        "x.xml: packages[0]: must be an object, not a string");
    assert_refused("<rdf:RDF xmlns:spdx=\"http://spdx.org/rdf/terms#\"/>",
        "x.xml: is SPDX as RDF/XML, which is not read; write it as JSON or tag-value; kenzen reads "
        "CycloneDX, SPDX and lock files (docs/sbom.md)");
}

static void test_every_cut_is_refused(void **state)
{
    (void)state;
    struct buf whole;
    struct err err = {0};
    buf_init(&whole, SIZE_MAX);
    assert_true(file_read(&whole, "tests/data/sbom/acme.spdx.xml", &err));
    size_t len = whole.len - strlen("\n");
    while (--len > 0) {
        struct buf json;
        buf_init(&json, SIZE_MAX);
        char *copy = memcpy(malloc(len), whole.at, len);
        assert_false(spdx_xml_to_json(&json, (struct text){copy, len}, &err));
        free(copy);
        buf_done(&json);
    }
    buf_done(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_what_is_wrong_has_its_place),
        cmocka_unit_test(test_documents),
        cmocka_unit_test(test_every_cut_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
