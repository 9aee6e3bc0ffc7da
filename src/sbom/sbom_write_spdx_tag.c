/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX 2.3 as tag-value. */
#include "codec/json.h"
#include "sbom/sbom_writer.h"
#include "sbom/spdx_tag_table.h"

struct printer {
    struct buf *out;
    struct sbom_write_lost *lost;
    struct buf value;  /* of the line in hand */
    yyjson_val *noted; /* the id of what a note is of */
};

/* Whether a value ends elsewhere than its line when it is written as it is, for our reader or one that knows more line ends. */
static bool needs_marks(struct text value)
{
    for (size_t i = 0; i < value.len; i++)
        if (text_control_len(text_from(value, i)))
            return true;
    return text_trim(value).len < value.len || text_starts(value, TEXT("<text>"));
}

/* Nothing in a marked text can be written another way: its own end mark gets a space. */
static void print_marked(struct printer *p, struct text rest)
{
    static const struct text mark = {"</text>", 7};
    buf_add_z(p->out, "<text>");
    for (ptrdiff_t at; (at = text_find_text(rest, mark)) >= 0; p->lost->changed_count++) {
        buf_add(p->out, text_slice(rest, 0, (size_t)at));
        buf_add_z(p->out, "</text >");
        rest = text_from(rest, (size_t)at + mark.len);
    }
    buf_add(p->out, rest);
    buf_add(p->out, mark);
}

/* Writes the line of a tag, and begins the next value. */
static void print_line(struct printer *p, const struct spdx_tag_row *row)
{
    struct text value = buf_text(&p->value);
    buf_format(p->out, "%s: ", row->tag.at);
    if (needs_marks(value))
        print_marked(p, value);
    else
        buf_add(p->out, value);
    buf_add_char(p->out, '\n');
    buf_cut(&p->value, 0);
}

static void add_plain(struct printer *p, yyjson_val *value, const char *before)
{
    char room[JSON_PLAIN_SIZE];
    buf_add_z(&p->value, before);
    buf_add(&p->value, json_plain(value, room));
}

/* Members of an object one behind the other: "SECURITY cpe23Type cpe:2.3:…". */
static void print_parts(struct printer *p, const struct spdx_tag_row *row, yyjson_val *object,
    const char *const *parts, const char *between)
{
    for (size_t i = 0; parts[i]; i++)
        add_plain(p, json_get(object, parts[i]), i ? between : "");
    print_line(p, row);
}

static void print_entry(struct printer *p, const struct spdx_tag_row *row, yyjson_val *entry)
{
    static const char *const checksum[] = {"algorithm", "checksumValue", NULL};
    static const char *const reference[] = {
        "referenceCategory", "referenceType", "referenceLocator", NULL};
    if (row->form == SPDX_TAG_CHECKSUM) {
        print_parts(p, row, entry, checksum, ": ");
    } else if (row->form == SPDX_TAG_REFERENCE) {
        print_parts(p, row, entry, reference, " ");
    } else {
        add_plain(p, entry, "");
        print_line(p, row);
    }
}

static void print_row(struct printer *p, const struct spdx_tag_row *row, yyjson_val *object)
{
    static const char *const relationship[] = {
        "spdxElementId", "relationshipType", "relatedSpdxElement", NULL};
    yyjson_val *value = row->member ? json_get(object, row->member) : NULL, *entry;
    if (text_is(row->tag, "SPDXREF"))
        value = p->noted; /* where it stands does not tell (2.3, 12.4) */
    size_t i, count;
    if (row->form == SPDX_TAG_RELATIONSHIP)
        print_parts(p, row, object, relationship, " ");
    else if (row->form == SPDX_TAG_ONE && value)
        print_entry(p, row, value);
    yyjson_arr_foreach(value, i, count, entry)
    {
        print_entry(p, row, entry);
    }
}

static void print_section(struct printer *p, enum spdx_tag_section section, yyjson_val *object)
{
    for (size_t i = 0; i < spdx_tag_row_count; i++)
        if (spdx_tag_is_of(&spdx_tag_rows[i], section))
            print_row(p, &spdx_tag_rows[i], object);
}

static void print_list(
    struct printer *p, enum spdx_tag_section section, yyjson_val *list, const char *before)
{
    yyjson_val *item, *note;
    size_t i, count, n, note_count;
    yyjson_arr_foreach(list, i, count, item)
    {
        buf_add_z(p->out, before);
        print_section(p, section, item);
        p->noted = json_get(item, "SPDXID");
        yyjson_arr_foreach(json_get(item, "annotations"), n, note_count, note)
        {
            print_section(p, SPDX_TAG_ANNOTATION, note);
        }
    }
}

void sbom_write_spdx_tag(struct buf *out, yyjson_val *root, struct sbom_write_lost *lost)
{
    struct printer p = {.out = out, .lost = lost};
    buf_init(&p.value, out->max_bytes);
    print_section(&p, SPDX_TAG_DOCUMENT, root);
    print_section(&p, SPDX_TAG_CREATION, json_get(root, "creationInfo"));
    print_list(&p, SPDX_TAG_PACKAGE, json_get(root, "packages"), "\n");
    print_list(&p, SPDX_TAG_LICENSE, json_get(root, "hasExtractedLicensingInfos"), "\n");
    buf_add_char(out, '\n');
    print_list(&p, SPDX_TAG_RELATION, json_get(root, "relationships"), "");
    buf_done(&p.value);
}
