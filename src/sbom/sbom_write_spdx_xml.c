/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX 2.3 as XML: the members of the JSON in tags, a list being a tag that stands several times. */
#include "codec/json.h"
#include "codec/xml_print.h"
#include "sbom/sbom_writer.h"

static void print_members(struct xml_print *print, yyjson_val *object);

static void print_element(struct xml_print *print, const char *name, yyjson_val *value)
{
    char room[JSON_PLAIN_SIZE];
    xml_print_begin(print, name);
    if (yyjson_is_obj(value))
        print_members(print, value);
    else
        xml_print_text(print, json_plain(value, room));
    xml_print_end(print, name);
}

/* No deeper than JSON may be, which was checked. Names are those of the standard. */
static void print_members(struct xml_print *print, yyjson_val *object)
{
    yyjson_val *key, *value, *entry;
    size_t i, count, n, entry_count;
    yyjson_obj_foreach(object, i, count, key, value)
    {
        if (!yyjson_is_arr(value))
            print_element(print, yyjson_get_str(key), value);
        yyjson_arr_foreach(value, n, entry_count, entry)
        {
            print_element(print, yyjson_get_str(key), entry);
        }
    }
}

void sbom_write_spdx_xml(struct buf *out, yyjson_val *root, struct sbom_write_lost *lost)
{
    struct xml_print print;
    xml_print_init(&print, out);
    xml_print_begin(&print, "Document");
    print_members(&print, root);
    xml_print_end(&print, "Document");
    lost->changed_count += print.changed_count;
}
