/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/xml.h"

#include "base/limits.h"
#include "codec/xml_print.h"
#include "unit.h"

/* A test's tree: read from a text, or the test fails. */
struct tree {
    struct arena arena;
    const struct xml_element *root;
};

static const struct xml_element *grow(struct tree *tree, struct text xml)
{
    struct err err = {0};
    arena_init(&tree->arena, SIZE_MAX);
    if (!xml_read(&tree->root, xml, &tree->arena, &err))
        fail_msg("%s", err.text);
    return tree->root;
}

static void assert_refused(struct text xml, enum err_code code, const char *wanted)
{
    struct arena arena;
    struct err err = {0};
    const struct xml_element *root = NULL;
    arena_init(&arena, SIZE_MAX);
    assert_false(xml_read(&root, xml, &arena, &err));
    assert_null(root);
    assert_string_equal(err.text, wanted);
    assert_int_equal(err.code, code);
    arena_done(&arena);
}

static void test_tree(void **state)
{
    (void)state;
    struct tree tree;
    const struct xml_element *root =
        grow(&tree, TEXT("<a x='1' y='&lt;2'>\n <b>one &amp; <![CDATA[<two>]]>&#xe9;</b>\n <c/><b> "
                         "</b><!-- no --><?no?>\n</a>"));
    assert_true(xml_is(root, "a"));
    assert_text(*xml_attribute(root, "x"), "1");
    assert_text(*xml_attribute(root, "y"), "<2");
    assert_null(xml_attribute(root, "z"));
    assert_text(root->text, "");
    const struct xml_element *b = xml_child(root, "b");
    assert_text(b->text, "one & <two>é");
    assert_ptr_equal(b->up, root);
    assert_int_equal(b->line, 2);
    assert_int_equal(b->column, 2);
    assert_text(xml_next(b)->text, " ");
    assert_null(xml_next(xml_next(b)));
    assert_text(xml_child_text(root, "b"), "one & <two>é");
    assert_text(xml_child_text(root, "none"), "");
    assert_null(xml_child(NULL, "b"));
    arena_done(&tree.arena);
}

static void test_text_around_children(void **state)
{
    (void)state;
    struct tree tree;
    assert_text(grow(&tree, TEXT("<a>one<b>two</b>three</a>"))->text, "onethree");
    assert_text(xml_child_text(tree.root, "b"), "two");
    arena_done(&tree.arena);
}

static void test_namespaces(void **state)
{
    (void)state;
    struct tree tree;
    const struct xml_element *root = grow(&tree,
        TEXT(
            "<p:a xmlns:p='urn:one' xmlns='urn:two' q='1' p:q='2'><b>two</b><p:b>one</p:b></p:a>"));
    assert_text(root->space, "urn:one");
    assert_text(root->name, "a");
    assert_int_equal(root->attribute_count, 2);
    assert_text(*xml_attribute(root, "q"), "1");
    assert_text(root->attributes[1].space, "urn:one");
    assert_text(xml_child_text(root, "b"), "one");
    assert_text(root->child->space, "urn:two");
    arena_done(&tree.arena);
    assert_refused(TEXT("<p:a/>"), ERR_SYNTAX, "1:1: not XML: unbound prefix");
    assert_refused(TEXT("<a xmlns:p='x&#10;y'/>"), ERR_SYNTAX, "1:1: not XML: syntax error");
}

static void test_encodings(void **state)
{
    (void)state;
    static const struct text same[] = {
        {"\xef\xbb\xbf<a>\xc3\xa9</a>", 12},
        {"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", 51},
        {"\xff\xfe<\0a\0>\0\xe9\0<\0/\0a\0>\0", 18},
        {"\xfe\xff\0<\0a\0>\0\xe9\0<\0/\0a\0>", 18},
    };
    for (size_t i = 0; i < LEN_OF(same); i++) {
        struct tree tree;
        assert_true(xml_is_likely(same[i]));
        assert_text(grow(&tree, same[i])->text, "é");
        arena_done(&tree.arena);
    }
    assert_refused(TEXT("<?xml version='1.0' encoding='EUC-JP'?><a/>"), ERR_UNSUPPORTED,
        "1:1: the encoding EUC-JP, which is not read; write it as UTF-8");
    assert_refused(TEXT("<?xml version='1.0' encoding='UTF-16'?><a/>"), ERR_SYNTAX,
        "1:31: not XML: encoding specified in XML declaration is incorrect");
    assert_refused(
        TEXT("<a>\xe9</a>"), ERR_SYNTAX, "1:4: not XML: not well-formed (invalid token)");
}

static void test_document_types(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;'><!ENTITY z '&y;&y;&y;'>]><a>&z;</a>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1/'> %p;]><a/>",
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct arena arena;
        struct err err = {0};
        const struct xml_element *root;
        arena_init(&arena, SIZE_MAX);
        assert_false(xml_read(&root, text_of(rows[i]), &arena, &err));
        assert_non_null(strstr(err.text, ": a document type (DTD), which is not taken"));
        arena_done(&arena);
    }
    assert_refused(TEXT("<a>&x;</a>"), ERR_SYNTAX, "1:4: not XML: undefined entity");
}

static void test_malformed(void **state)
{
    (void)state;
    assert_refused(TEXT(""), ERR_SYNTAX, "there is no XML in it: it is empty");
    assert_refused(
        TEXT("<a>\n"), ERR_SYNTAX, "2:1: not XML: it ends too early; it seems to be cut off");
    assert_refused(TEXT("<a>\n<b></a>"), ERR_SYNTAX, "2:6: not XML: mismatched tag");
    assert_refused(TEXT("<a x='1' x='2'/>"), ERR_SYNTAX, "1:10: not XML: duplicate attribute");
    assert_refused(TEXT("<a/><b/>"), ERR_SYNTAX, "1:5: not XML: junk after document element");
    assert_refused(TEXT("<a>\0</a>"), ERR_SYNTAX, "1:4: not XML: not well-formed (invalid token)");
    assert_refused(
        TEXT("<a>&#0;</a>"), ERR_SYNTAX, "1:4: not XML: reference to invalid character number");
    assert_refused(
        TEXT("<a x='&#x1b;'/>"), ERR_SYNTAX, "1:7: not XML: reference to invalid character number");
}

static void test_every_cut_is_refused(void **state)
{
    (void)state;
    struct text whole = TEXT("<?xml version='1.0'?><a x='é'><b>&#65;<![CDATA[x]]></b><!-- --></a>");
    for (size_t len = 0; len < whole.len; len++) {
        struct arena arena;
        const struct xml_element *root;
        arena_init(&arena, SIZE_MAX);
        assert_false(xml_read(&root, text_slice(whole, 0, len), &arena, NULL));
        arena_done(&arena);
    }
    struct tree tree;
    grow(&tree, whole);
    arena_done(&tree.arena);
}

static void add_repeated(struct buf *buf, const char *piece, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_add_z(buf, piece);
}

static void test_depth(void **state)
{
    (void)state;
    struct tree tree;
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    add_repeated(&buf, "<a>", LIMIT_XML_DEPTH);
    add_repeated(&buf, "</a>", LIMIT_XML_DEPTH);
    grow(&tree, buf_text(&buf));
    arena_done(&tree.arena);
    buf_cut(&buf, 0);
    add_repeated(&buf, "<a>", 100000);
    assert_refused(buf_text(&buf), ERR_LIMIT, "1:193: nested deeper than 64");
    buf_done(&buf);
}

/* A start tag of so many bytes. */
static void make_tag(struct buf *buf, size_t len)
{
    buf_cut(buf, 0);
    buf_add_z(buf, "<a x=\"");
    memset(buf_grow(buf, len - 9), 'x', len - 9);
    buf_add_z(buf, "\"/>");
}

static void test_long_tags(void **state)
{
    (void)state;
    struct tree tree;
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    make_tag(&buf, LIMIT_XML_TAG_BYTES);
    assert_int_equal(xml_attribute(grow(&tree, buf_text(&buf)), "x")->len, buf.len - 9);
    arena_done(&tree.arena);
    make_tag(&buf, LIMIT_XML_TAG_BYTES + 1);
    assert_refused(buf_text(&buf), ERR_LIMIT, "1:1: a tag or comment longer than 1 MiB");
    buf_cut(&buf, 0);
    buf_add_z(&buf, "<a>\n<!--");
    add_repeated(&buf, "x", 64 << 20);
    assert_refused(buf_text(&buf), ERR_LIMIT, "2:1: a tag or comment longer than 1 MiB");
    buf_done(&buf);
}

static void test_long_texts_and_many_names(void **state)
{
    (void)state;
    struct tree tree;
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    buf_add_z(&buf, "<a><b>");
    add_repeated(&buf, "line &gt;\n", 500000);
    buf_add_z(&buf, "</b>");
    for (size_t i = 0; i < 50000; i++)
        buf_format(&buf, "<n%zu/>", i);
    buf_add_z(&buf, "</a>");
    const struct xml_element *root = grow(&tree, buf_text(&buf));
    assert_int_equal(root->child->text.len, 7 * 500000);
    assert_non_null(xml_child(root, "n49999"));
    arena_done(&tree.arena);
    buf_done(&buf);
}

static void test_memory_has_a_cap(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    buf_add_z(&buf, "<a>");
    add_repeated(&buf, "<b x='1'>some text</b>", 1000);
    buf_add_z(&buf, "</a>");
    for (size_t cap = 0; cap < 100000; cap += 7919) {
        struct arena arena;
        struct err err = {0};
        const struct xml_element *root;
        arena_init(&arena, cap);
        assert_false(xml_read(&root, buf_text(&buf), &arena, &err));
        assert_int_equal(err.code, ERR_LIMIT);
        arena_done(&arena);
    }
    buf_done(&buf);
}

static void test_failing_has_its_place(void **state)
{
    (void)state;
    struct tree tree;
    struct err err = {0};
    grow(&tree, TEXT("<a>\n  <b/></a>"));
    assert_false(xml_fail(xml_child(tree.root, "b"), &err, ERR_SYNTAX, "%s is missing", "name"));
    assert_string_equal(err.text, "2:3: name is missing");
    arena_done(&tree.arena);
    assert_true(xml_is_likely(TEXT(" \n<a/>")));
    assert_false(xml_is_likely(TEXT("{\"a\":\"<\"}")));
    assert_false(xml_is_likely(TEXT("")));
}

static void test_printing(void **state)
{
    (void)state;
    static const char text[] = "<&>\"'\r\n\t]]>\xef\xbf\xbd\xf0\x9f\x90\xb8";
    struct xml_print print;
    struct tree tree;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    xml_print_init(&print, &out);
    xml_print_begin(&print, "a");
    xml_print_attribute(&print, "b", text_of(text));
    xml_print_begin(&print, "c");
    xml_print_text(&print, text_of(text));
    xml_print_end(&print, "c");
    xml_print_begin(&print, "d");
    xml_print_end(&print, "d");
    assert_int_equal(print.changed_count, 0);
    xml_print_begin(&print, "e");
    xml_print_text(&print, TEXT("\x00\x1b\xef\xbf\xbf"));
    xml_print_end(&print, "e");
    xml_print_end(&print, "a");
    assert_int_equal(print.changed_count, 3);
    grow(&tree, buf_text(&out));
    assert_text(*xml_attribute(tree.root, "b"), text);
    assert_text(xml_child(tree.root, "c")->text, text);
    assert_text(xml_child_text(tree.root, "e"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    assert_non_null(strstr(out.at, "\n  <d/>\n"));
    assert_true(text_ends(buf_text(&out), TEXT("</e>\n</a>\n")));
    arena_done(&tree.arena);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree),
        cmocka_unit_test(test_text_around_children),
        cmocka_unit_test(test_namespaces),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_document_types),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_every_cut_is_refused),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_long_tags),
        cmocka_unit_test(test_long_texts_and_many_names),
        cmocka_unit_test(test_memory_has_a_cap),
        cmocka_unit_test(test_failing_has_its_place),
        cmocka_unit_test(test_printing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
