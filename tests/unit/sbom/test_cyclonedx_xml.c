/* SPDX-License-Identifier: Apache-2.0 */
/* CycloneDX XML as strangers write it: every answer is an SBOM or one error with its place. */
#include "sbom/cyclonedx_xml.h"

#include "base/limits.h"
#include "sbom/sbom.h"
#include "unit.h"

#define BOM "<bom xmlns='http://cyclonedx.org/schema/bom/1.6'>"

static void assert_json(const char *xml, const char *wanted)
{
    struct buf json;
    struct err err = {0};
    buf_init(&json, SIZE_MAX);
    if (!cyclonedx_xml_to_json(&json, text_of(xml), &err))
        fail_msg("%s", err.text);
    assert_text(buf_text(&json), wanted);
    buf_done(&json);
}

static void test_shapes(void **state)
{
    (void)state;
    static const char start[] = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\"";
    static const struct {
        const char *xml, *wanted;
    } rows[] = {
        {"", ""},
        {"<components/>", ",\"components\":[]"},
        {"<metadata><supplier><url>a</url><name>n</name><url>b</url></supplier></metadata>",
            ",\"metadata\":{\"supplier\":{\"url\":[\"a\",\"b\"],\"name\":\"n\"}}"},
        {"<metadata><tools><tool><name>t</name></tool></tools></metadata>",
            ",\"metadata\":{\"tools\":[{\"name\":\"t\"}]}"},
        {"<metadata><tools><components/></tools></metadata>",
            ",\"metadata\":{\"tools\":{\"components\":[]}}"},
        {"<components><component type='t'><name> n </name><modified>1</modified><licenses>"
         "<expression acknowledgement='declared'>MIT</expression><license><id>ISC</id></license>"
         "<expression-detailed expression='0BSD'/></licenses></component></components>",
            ",\"components\":[{\"type\":\"t\",\"name\":\"n\",\"modified\":true,\"licenses\":["
            "{\"acknowledgement\":\"declared\",\"expression\":\"MIT\"},"
            "{\"license\":{\"id\":\"ISC\"}},{\"expression\":\"0BSD\"}]}]"},
        {"<vulnerabilities><vulnerability bom-ref='v'><ratings><rating><score>9.8</score></rating>"
         "<rating><score>high</score></rating></ratings><cwes><cwe>79</cwe></cwes><affects><target>"
         "<ref>a</ref></target></affects></vulnerability></vulnerabilities>",
            ",\"vulnerabilities\":[{\"bom-ref\":\"v\",\"ratings\":[{\"score\":9.8},{\"score\":"
            "\"high\"}],\"cwes\":[79],\"affects\":[{\"ref\":\"a\"}]}]"},
        {"<dependencies><dependency ref='a'><dependency ref='b'><dependency ref='c'/></dependency>"
         "<provides ref='d'/></dependency><dependency/></dependencies>",
            ",\"dependencies\":[{\"ref\":\"a\",\"dependsOn\":[\"b\"],\"provides\":[\"d\"]},"
            "{\"ref\":\"b\",\"dependsOn\":[\"c\"]},{}]"},
        {"<services><service><data><classification flow='inbound'>PII</classification></data>"
         "</service></services>",
            ",\"services\":[{\"data\":[{\"flow\":\"inbound\",\"classification\":\"PII\"}]}]"},
        {"<unknown><name>x</name></unknown><other:components xmlns:other='urn:x'/>", ""},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        char xml[1024], wanted[1024];
        snprintf(xml, sizeof xml, BOM "%s</bom>", rows[i].xml);
        snprintf(wanted, sizeof wanted, "%s%s}", start, rows[i].wanted);
        assert_json(xml, wanted);
    }
}

static bool read_text(struct text xml, struct sbom *sbom, struct arena *arena, struct err *err)
{
    arena_init(arena, LIMIT_SBOM_ARENA);
    return sbom_read(sbom, TEXT("bom.xml"), xml, arena, err);
}

static void assert_refused(struct text xml, enum err_code code, const char *wanted)
{
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    assert_false(read_text(xml, &sbom, &arena, &err));
    assert_string_equal(err.text, wanted);
    assert_int_equal(err.code, code);
    arena_done(&arena);
}

static void test_refused(void **state)
{
    (void)state;
    assert_refused(TEXT(BOM "<components>\n<component/></components></bom>"), ERR_SYNTAX,
        "bom.xml: components[0].name: is missing");
    assert_refused(TEXT(BOM "\n<components/><components/></bom>"), ERR_SYNTAX,
        "bom.xml: 2:14: <components> stands twice in one <bom>");
    assert_refused(TEXT(BOM "<dependencies><dependency/></dependencies></bom>"), ERR_SYNTAX,
        "bom.xml: dependencies[0].ref: is missing");
    assert_refused(TEXT("<sbom xmlns='http://cyclonedx.org/schema/bom/1.6'/>"), ERR_SYNTAX,
        "bom.xml: 1:1: the outermost element is <sbom> of the namespace "
        "\"http://cyclonedx.org/schema/bom/1.6\", not CycloneDX's <bom>");
    assert_refused(TEXT("<bom xmlns='http://cyclonedx.org/schema/bom/2.0'/>"), ERR_UNSUPPORTED,
        "bom.xml: 1:1: the namespace \"http://cyclonedx.org/schema/bom/2.0\" is not one that "
        "kenzen reads (1.0 to 1.7)");
    assert_refused(TEXT("<!DOCTYPE bom [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>" BOM "&b;</bom>"),
        ERR_SYNTAX, "bom.xml: 1:15: a document type (DTD), which is not taken");
    assert_refused(
        TEXT(BOM "<components><component><name>&#0;</name></component></components></bom>"),
        ERR_SYNTAX, "bom.xml: 1:79: not XML: reference to invalid character number");
}

/* Half a kilobyte of everything, cut at every byte. */
static void test_every_cut_is_refused(void **state)
{
    (void)state;
    struct text whole =
        TEXT("<?xml version='1.0' encoding='UTF-8'?>" BOM
             "<metadata><component type='application' bom-ref='r'><name>é</name>"
             "</component></metadata><components><component type='library' bom-ref='a'>"
             "<name>a</name><version>1</version></component></components>"
             "<dependencies><dependency ref='r'><dependency ref='a'/></dependency>"
             "</dependencies></bom>");
    struct arena arena;
    struct sbom sbom;
    for (size_t len = 0; len < whole.len; len++) {
        assert_false(read_text(text_slice(whole, 0, len), &sbom, &arena, NULL));
        arena_done(&arena);
    }
    assert_true(read_text(whole, &sbom, &arena, NULL));
    assert_int_equal(sbom.component_count + sbom.edge_count, 2);
    arena_done(&arena);
}

static void test_utf16(void **state)
{
    (void)state;
    static const char ascii[] = BOM "<components><component type='library'><name>a</name>"
                                    "</component></components></bom>";
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    struct buf wide;
    buf_init(&wide, SIZE_MAX);
    buf_add(&wide, TEXT("\xff\xfe"));
    for (size_t i = 0; i < sizeof ascii - 1; i++) {
        buf_add_char(&wide, ascii[i]);
        buf_add_char(&wide, '\0');
    }
    if (!read_text(buf_text(&wide), &sbom, &arena, &err))
        fail_msg("%s", err.text);
    assert_int_equal(sbom.format, SBOM_CYCLONEDX_XML);
    assert_text(sbom.components[0].name, "a");
    arena_done(&arena);
    buf_done(&wide);
}

static void test_cycles_and_strays(void **state)
{
    (void)state;
    struct arena arena;
    struct sbom sbom;
    struct err err = {0};
    bool is_read = read_text(
        TEXT(BOM "<components><component type='library' bom-ref='a'><name>a</name></component>"
                 "<component type='library' bom-ref='b'><name>b</name></component>"
                 "<component type='library' bom-ref='a'><name>c</name></component></components>"
                 "<dependencies><dependency ref='a'><dependency ref='b'/><dependency ref='a'/>"
                 "<dependency ref='none'/></dependency>"
                 "<dependency ref='b'><dependency ref='a'/></dependency></dependencies></bom>"),
        &sbom, &arena, &err);
    if (!is_read)
        fail_msg("%s", err.text);
    assert_int_equal(sbom.edge_count, 2);
    assert_int_equal(sbom.duplicate_ref_count, 1);
    assert_int_equal(sbom.dangling_ref_count, 1);
    assert_int_equal(sbom.oddity_count, 2);
    assert_text(sbom.oddities[0].place, "components[2]");
    assert_text(sbom.oddities[0].what, "the reference \"a\" is given twice");
    assert_text(sbom.oddities[1].place, "dependencies[0].dependsOn[2]");
    assert_text(sbom.oddities[1].what, "nothing has the reference \"none\"");
    arena_done(&arena);
}

static void make_nested(struct buf *buf, size_t depth)
{
    static const char open[] = "<component type='library'><name>a</name><components>";
    buf_cut(buf, 0);
    buf_add_z(buf, BOM "<components>");
    for (size_t i = 1; i < depth; i++)
        buf_add_z(buf, open);
    buf_add_z(buf, "<component type='library'><name>a</name></component>");
    for (size_t i = 1; i < depth; i++)
        buf_add_z(buf, "</components></component>");
    buf_add_z(buf, "</components></bom>");
}

static void test_nesting(void **state)
{
    (void)state;
    struct arena arena;
    struct sbom sbom;
    struct buf buf;
    struct err err = {0};
    buf_init(&buf, SIZE_MAX);
    make_nested(&buf, LIMIT_SBOM_NESTING);
    assert_true(read_text(buf_text(&buf), &sbom, &arena, NULL));
    assert_int_equal(sbom.component_count, LIMIT_SBOM_NESTING);
    arena_done(&arena);
    make_nested(&buf, LIMIT_SBOM_NESTING + 1);
    assert_false(read_text(buf_text(&buf), &sbom, &arena, &err));
    assert_non_null(strstr(err.text, "components nested deeper than 16 levels"));
    arena_done(&arena);
    make_nested(&buf, 1000);
    assert_false(read_text(buf_text(&buf), &sbom, &arena, &err));
    assert_non_null(strstr(err.text, ": nested deeper than 64"));
    arena_done(&arena);
    buf_done(&buf);
}

/* What is odd is told up to the limit, and counted beyond it. */
static void test_many_oddities(void **state)
{
    (void)state;
    struct arena arena;
    struct sbom sbom;
    struct buf buf;
    for (size_t extra = 0; extra < 2; extra++) {
        buf_init(&buf, SIZE_MAX);
        buf_add_z(&buf, BOM "<components>");
        for (size_t i = 0; i < LIMIT_SBOM_ODDITIES + extra; i++)
            buf_add_z(&buf, "<component type='no'><name>a</name></component>");
        buf_add_z(&buf, "</components></bom>");
        assert_true(read_text(buf_text(&buf), &sbom, &arena, NULL));
        assert_int_equal(sbom.oddity_count, LIMIT_SBOM_ODDITIES);
        assert_int_equal(sbom.ignored_count, LIMIT_SBOM_ODDITIES + extra);
        arena_done(&arena);
        buf_done(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_every_cut_is_refused),
        cmocka_unit_test(test_utf16),
        cmocka_unit_test(test_cycles_and_strays),
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_many_oddities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
