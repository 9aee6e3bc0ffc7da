/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/cyclonedx_xml.h"

#include "base/limits.h"
#include "codec/json.h"
#include "codec/xml.h"
#include "sbom/cyclonedx_xml_table.h"

struct writer {
    struct buf *out;
    struct text space; /* of CycloneDX, in this document's version */
    struct err *err;
};

/* Dependencies were an extension of 1.0 and 1.1 before they became part of 1.2. */
static bool is_ours(const struct writer *w, const struct xml_element *element)
{
    return text_eq(element->space, w->space) ||
           text_is(element->space, "http://cyclonedx.org/schema/ext/dependency-graph/1.0");
}

static void print_text(struct writer *w, const char *key, struct text value)
{
    if (key)
        json_print_key(w->out, key);
    json_print_text(w->out, text_trim(value));
}

/* What is no number stays the text that it is, for the reader to judge. */
static void print_number(struct writer *w, const char *key, struct text value)
{
    struct text t = text_trim(value);
    int64_t whole;
    double number;
    if (text_read_i64(t, &whole)) {
        if (key)
            json_print_key(w->out, key);
        json_print_int(w->out, whole);
    } else if (key && text_read_double(t, &number)) {
        json_print_member_double(w->out, key, number);
    } else {
        print_text(w, key, t);
    }
}

/* XML Schema, 3.2.2: true, false, 1 and 0. */
static void print_flag(struct writer *w, const char *key, struct text value)
{
    struct text t = text_trim(value);
    bool is_true = text_is(t, "true") || text_is(t, "1");
    if (is_true || text_is(t, "false") || text_is(t, "0"))
        json_print_member_bool(w->out, key, is_true);
    else
        print_text(w, key, t);
}

static void print_plain(
    struct writer *w, const char *key, enum cyclonedx_xml_kind kind, struct text value)
{
    if (kind == CYCLONEDX_XML_NUMBER)
        print_number(w, key, value);
    else if (kind == CYCLONEDX_XML_FLAG)
        print_flag(w, key, value);
    else
        print_text(w, key, value);
}

static bool print_value(struct writer *w, const char *key, enum cyclonedx_xml_kind kind,
    const struct xml_element *element);

static void print_bracket(struct writer *w, const char *key, char bracket)
{
    if (key)
        json_print_member_open(w->out, key, bracket);
    else
        json_print_open(w->out, bracket);
}

static bool print_list(struct writer *w, const char *key, enum cyclonedx_xml_kind kind,
    const struct xml_element *element)
{
    print_bracket(w, key, '[');
    for (const struct xml_element *item = element->child; item; item = item->next)
        if (is_ours(w, item) && !print_value(w, NULL, kind, item))
            return false;
    json_print_close(w->out, ']');
    return true;
}

static bool print_many(struct writer *w, const char *key, enum cyclonedx_xml_kind kind,
    const struct xml_element *first)
{
    print_bracket(w, key, '[');
    for (const struct xml_element *item = first; item; item = xml_next(item))
        if (!print_value(w, NULL, kind, item))
            return false;
    json_print_close(w->out, ']');
    return true;
}

/* An entry without a reference becomes an empty one, which leads nowhere and is told as such. */
static void print_ref(struct writer *w, const char *key, const struct xml_element *element)
{
    const struct text *ref = xml_attribute(element, "ref");
    print_text(w, key, ref ? *ref : TEXT(""));
}

static void print_refs(
    struct writer *w, const struct xml_element *element, const char *name, const char *key)
{
    const struct xml_element *item = element->child;
    while (item && !(is_ours(w, item) && xml_is(item, name)))
        item = item->next;
    if (!item)
        return;
    json_print_member_open(w->out, key, '[');
    for (; item; item = xml_next(item))
        print_ref(w, NULL, item);
    json_print_close(w->out, ']');
}

/* Returns the element that comes next in the document, inside of top; NULL after the last. */
static const struct xml_element *step(
    const struct xml_element *element, const struct xml_element *top)
{
    if (element->child)
        return element->child;
    while (element != top && !element->next)
        element = element->up;
    return element == top ? NULL : element->next;
}

/* Dependencies may be nested: each that stands in the list itself, or has others in it, is an entry of JSON's list. */
static void print_dependencies(
    struct writer *w, const char *key, const struct xml_element *dependencies)
{
    json_print_member_open(w->out, key, '[');
    for (const struct xml_element *e = dependencies; (e = step(e, dependencies));) {
        bool is_entry =
            xml_is(e, "dependency") && is_ours(w, e) && (e->up == dependencies || e->child);
        if (!is_entry)
            continue;
        json_print_open(w->out, '{');
        if (xml_attribute(e, "ref"))
            print_ref(w, "ref", e);
        print_refs(w, e, "dependency", "dependsOn");
        print_refs(w, e, "provides", "provides");
        json_print_close(w->out, '}');
    }
    json_print_close(w->out, ']');
}

static bool print_child(
    struct writer *w, const struct cyclonedx_xml_row *row, const struct xml_element *child)
{
    const char *key = row->key ? row->key : row->name;
    switch (row->how) {
    case CYCLONEDX_XML_ONE: return print_value(w, key, row->kind, child);
    case CYCLONEDX_XML_MANY: return print_many(w, key, row->kind, child);
    case CYCLONEDX_XML_LIST: return print_list(w, key, row->kind, child);
    case CYCLONEDX_XML_LIST_OF_TOOLS:
        if (xml_child(child, "components") || xml_child(child, "services"))
            return print_value(w, key, CYCLONEDX_XML_TOOLS, child);
        return print_list(w, key, row->kind, child);
    case CYCLONEDX_XML_DEPENDENCIES: print_dependencies(w, key, child); break;
    case CYCLONEDX_XML_ATTRIBUTE:
    case CYCLONEDX_XML_CONTENT: break;
    }
    return true;
}

/* Returns the number of the row for a child; the count of rows when there is none. */
static size_t find_row(struct cyclonedx_xml_rows rows, const struct xml_element *child)
{
    size_t i = 0;
    while (
        i < rows.count && (rows.at[i].how < CYCLONEDX_XML_ONE || !xml_is(child, rows.at[i].name)))
        i++;
    return i;
}

static bool print_children(
    struct writer *w, struct cyclonedx_xml_rows rows, const struct xml_element *element)
{
    uint64_t seen = 0;
    for (const struct xml_element *child = element->child; child; child = child->next) {
        size_t i = is_ours(w, child) ? find_row(rows, child) : rows.count;
        if (i == rows.count)
            continue;
        bool is_new = !(seen & (UINT64_C(1) << i));
        seen |= UINT64_C(1) << i;
        if (!is_new && rows.at[i].how != CYCLONEDX_XML_MANY)
            return xml_fail(child, w->err, ERR_SYNTAX, "<%.*s> stands twice in one <%.*s>",
                TEXT_ARG(child->name), TEXT_ARG(element->name));
        if (is_new && !print_child(w, &rows.at[i], child))
            return false;
    }
    return true;
}

static void print_own(
    struct writer *w, struct cyclonedx_xml_rows rows, const struct xml_element *element)
{
    for (size_t i = 0; i < rows.count && rows.at[i].how < CYCLONEDX_XML_ONE; i++) {
        const struct cyclonedx_xml_row *row = &rows.at[i];
        const struct text *value =
            row->how == CYCLONEDX_XML_CONTENT ? &element->text : xml_attribute(element, row->name);
        if (value)
            print_plain(w, row->key ? row->key : row->name, row->kind, *value);
    }
}

static bool print_members(
    struct writer *w, enum cyclonedx_xml_kind kind, const struct xml_element *element)
{
    struct cyclonedx_xml_rows rows = cyclonedx_xml_table_rows(kind);
    print_own(w, rows, element);
    return print_children(w, rows, element);
}

static bool print_object(struct writer *w, const char *key, enum cyclonedx_xml_kind kind,
    const struct xml_element *element)
{
    print_bracket(w, key, '{');
    if (!print_members(w, kind, element))
        return false;
    json_print_close(w->out, '}');
    return true;
}

/* In JSON a licence stands in an object of its own, an expression does not. */
static bool print_license(struct writer *w, const struct xml_element *element)
{
    if (xml_is(element, "expression"))
        return print_object(w, NULL, CYCLONEDX_XML_EXPRESSION, element);
    if (xml_is(element, "expression-detailed"))
        return print_object(w, NULL, CYCLONEDX_XML_EXPRESSION_DETAILED, element);
    json_print_open(w->out, '{');
    if (!print_object(w, "license", CYCLONEDX_XML_LICENSE, element))
        return false;
    json_print_close(w->out, '}');
    return true;
}

static bool print_data(struct writer *w, const struct xml_element *element)
{
    const struct xml_element *inner = xml_child(element, "classification");
    const struct xml_element *classification = inner ? inner : element;
    const struct text *flow = xml_attribute(classification, "flow");
    json_print_open(w->out, '{');
    if (flow)
        print_text(w, "flow", *flow);
    print_text(w, "classification", classification->text);
    json_print_close(w->out, '}');
    return true;
}

/* Writes a value, as a member or, where key is NULL, as an entry. The depth of the tree bounds the recursion. */
static bool print_value(struct writer *w, const char *key, enum cyclonedx_xml_kind kind,
    const struct xml_element *element)
{
    if (kind >= CYCLONEDX_XML_BOM)
        return print_object(w, key, kind, element);
    if (kind == CYCLONEDX_XML_LICENSE_CHOICE)
        return print_license(w, element);
    if (kind == CYCLONEDX_XML_DATA)
        return print_data(w, element);
    if (kind == CYCLONEDX_XML_REF)
        print_ref(w, key, element);
    else
        print_plain(w, key, kind, element->text);
    return true;
}

/* Gives the version that the namespace of a root element tells. */
static bool read_version(const struct xml_element *root, struct text *ret_version, struct err *err)
{
    static const struct text start = {"http://cyclonedx.org/schema/bom/", 32};
    static const char *const known[] = {"1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"};
    struct text shown = text_slice(root->space, 0, 80);
    if (!xml_is(root, "bom") || !text_starts(root->space, start))
        return xml_fail(root, err, ERR_SYNTAX,
            "the outermost element is <%.*s> of the namespace \"%.*s\", not CycloneDX's <bom>",
            TEXT_ARG(text_slice(root->name, 0, 80)), TEXT_ARG(shown));
    *ret_version = text_from(root->space, start.len);
    for (size_t i = 0; i < LEN_OF(known); i++)
        if (text_is(*ret_version, known[i]))
            return true;
    return xml_fail(root, err, ERR_UNSUPPORTED,
        "the namespace \"%.*s\" is not one that kenzen reads (1.0 to 1.7)", TEXT_ARG(shown));
}

static bool print_bom(struct buf *out, const struct xml_element *root, struct err *err)
{
    struct writer w = {out, root->space, err};
    struct text version;
    if (!read_version(root, &version, err))
        return false;
    json_print_open(out, '{');
    json_print_member_z(out, "bomFormat", "CycloneDX");
    json_print_member(out, "specVersion", version);
    if (!print_members(&w, CYCLONEDX_XML_BOM, root))
        return false;
    json_print_close(out, '}');
    return buf_check(out, err);
}

bool cyclonedx_xml_to_json(struct buf *out, struct text bytes, struct err *err)
{
    struct arena arena;
    const struct xml_element *root;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_fine = xml_read(&root, bytes, &arena, err) && print_bom(out, root, err);
    arena_done(&arena);
    return is_fine;
}
