/* SPDX-License-Identifier: Apache-2.0 */
/* CycloneDX 1.6 as XML, by the table that its reader goes by. */
#include <stdio.h>

#include "codec/json.h"
#include "codec/xml_print.h"
#include "sbom/cyclonedx_xml_table.h"
#include "sbom/sbom_writer.h"

static void print_value(
    struct xml_print *print, const char *name, enum cyclonedx_xml_kind kind, yyjson_val *value);

static void print_each(
    struct xml_print *print, const char *name, enum cyclonedx_xml_kind kind, yyjson_val *list)
{
    yyjson_val *item;
    size_t i, count;
    yyjson_arr_foreach(list, i, count, item)
    {
        print_value(print, name, kind, item);
    }
}

static void print_ref(struct xml_print *print, const char *name, yyjson_val *ref)
{
    char room[JSON_PLAIN_SIZE];
    xml_print_begin(print, name);
    xml_print_attribute(print, "ref", json_plain(ref, room));
}

/* What an element depends on stands inside of it. */
static void print_dependencies(struct xml_print *print, yyjson_val *list)
{
    yyjson_val *item;
    size_t i, count;
    yyjson_arr_foreach(list, i, count, item)
    {
        print_ref(print, "dependency", json_get(item, "ref"));
        print_each(print, "dependency", CYCLONEDX_XML_REF, json_get(item, "dependsOn"));
        print_each(print, "provides", CYCLONEDX_XML_REF, json_get(item, "provides"));
        xml_print_end(print, "dependency");
    }
}

static void print_list(
    struct xml_print *print, const struct cyclonedx_xml_row *row, yyjson_val *value)
{
    xml_print_begin(print, row->name);
    if (row->how == CYCLONEDX_XML_DEPENDENCIES)
        print_dependencies(print, value);
    else
        print_each(print, row->item, row->kind, value);
    xml_print_end(print, row->name);
}

static void print_row(
    struct xml_print *print, const struct cyclonedx_xml_row *row, yyjson_val *value)
{
    char room[JSON_PLAIN_SIZE];
    if (row->how == CYCLONEDX_XML_ATTRIBUTE)
        xml_print_attribute(print, row->name, json_plain(value, room));
    else if (row->how == CYCLONEDX_XML_CONTENT)
        xml_print_text(print, json_plain(value, room));
    else if (row->how == CYCLONEDX_XML_MANY)
        print_each(print, row->name, row->kind, value);
    else if (row->how == CYCLONEDX_XML_LIST_OF_TOOLS && yyjson_is_obj(value))
        print_value(print, row->name, CYCLONEDX_XML_TOOLS, value);
    else if (row->how == CYCLONEDX_XML_ONE)
        print_value(print, row->name, row->kind, value);
    else
        print_list(print, row, value);
}

static void print_members(struct xml_print *print, enum cyclonedx_xml_kind kind, yyjson_val *object)
{
    struct cyclonedx_xml_rows rows = cyclonedx_xml_table_rows(kind);
    for (size_t i = 0; i < rows.count; i++) {
        const struct cyclonedx_xml_row *row = &rows.at[i];
        yyjson_val *value = json_get(object, row->key ? row->key : row->name);
        if (value)
            print_row(print, row, value);
    }
}

/* A licence or an expression is told by its element. */
static void print_license(struct xml_print *print, yyjson_val *choice)
{
    yyjson_val *license = json_get(choice, "license");
    if (license)
        print_value(print, "license", CYCLONEDX_XML_LICENSE, license);
    else
        print_value(print, "expression", CYCLONEDX_XML_EXPRESSION, choice);
}

/* No deeper than JSON may be, which was checked. */
static void print_value(
    struct xml_print *print, const char *name, enum cyclonedx_xml_kind kind, yyjson_val *value)
{
    char room[JSON_PLAIN_SIZE];
    if (kind == CYCLONEDX_XML_LICENSE_CHOICE) {
        print_license(print, value);
        return;
    }
    if (kind == CYCLONEDX_XML_REF)
        print_ref(print, name, value);
    else
        xml_print_begin(print, name);
    if (kind >= CYCLONEDX_XML_BOM)
        print_members(print, kind, value);
    else if (kind != CYCLONEDX_XML_REF)
        xml_print_text(print, json_plain(value, room));
    xml_print_end(print, name);
}

void sbom_write_cyclonedx_xml(struct buf *out, yyjson_val *root, struct sbom_write_lost *lost)
{
    struct xml_print print;
    char space[64];
    struct text version = json_get_text(root, "specVersion");
    snprintf(space, sizeof space, "http://cyclonedx.org/schema/bom/%.*s", TEXT_ARG(version));
    xml_print_init(&print, out);
    xml_print_begin(&print, "bom");
    xml_print_attribute(&print, "xmlns", text_of(space));
    print_members(&print, CYCLONEDX_XML_BOM, root);
    xml_print_end(&print, "bom");
    lost->changed_count += print.changed_count;
}
