/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx_tag.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "codec/json.h"
#include "sbom/spdx_tag_table.h"

static const char *const lists[SPDX_TAG_SECTIONS] = {
    [SPDX_TAG_PACKAGE] = "packages",
    [SPDX_TAG_FILE] = "files",
    [SPDX_TAG_SNIPPET] = "snippets",
    [SPDX_TAG_LICENSE] = "hasExtractedLicensingInfos",
    [SPDX_TAG_RELATION] = "relationships",
};

/* A tag and its value, which borrows from the document. */
struct line {
    const struct spdx_tag_row *row;
    struct text value;
    size_t number;
};

/* The lines of the object that is being read. */
struct object {
    VEC(struct line);
};

/* Notes stand anywhere and name what they are about: those of one thing are chained. */
struct note {
    struct text annotator, comment;
    uint32_t next, last; /* last: of the chain, kept in its first */
};

struct reader {
    struct text rest; /* what is not read yet */
    size_t number;    /* of the line in hand */
    struct object objects[SPDX_TAG_SECTIONS];
    enum spdx_tag_section here;
    struct {
        VEC(struct note);
    } notes;
    struct map noted;                    /* SPDXID → first note */
    struct buf *outs[SPDX_TAG_SECTIONS]; /* where finished objects go; NULL: nowhere */
};

#define NO_NOTE UINT32_MAX

static bool fail_line(size_t number, struct err *err, const char *why)
{
    return err_set(err, ERR_SYNTAX, "line %zu: %s", number, why);
}

static size_t count_lines(struct text t)
{
    size_t count = 0;
    for (const char *end = t.at + t.len, *at = t.at;
        t.len && (at = memchr(at, '\n', (size_t)(end - at))); at++)
        count++;
    return count;
}

/* Takes a value over many lines from <text> to </text>; begun is what stands behind the tag. */
static bool take_text(
    struct reader *reader, struct text begun, struct text *ret_value, struct err *err)
{
    const char *end = reader->rest.at ? reader->rest.at + reader->rest.len : begun.at + begun.len;
    struct text all = {begun.at + 6, (size_t)(end - begun.at) - 6};
    ptrdiff_t close = text_find_text(all, TEXT("</text>"));
    if (close < 0)
        return fail_line(reader->number, err, "<text> is not closed");
    struct text behind = text_from(all, (size_t)close + 7);
    *ret_value = text_slice(all, 0, (size_t)close);
    reader->number += count_lines(*ret_value);
    if (text_trim(text_cut(&behind, '\n')).len)
        return fail_line(reader->number, err, "something stands behind </text>");
    reader->rest = behind;
    return true;
}

static bool is_word(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (!text_is_alpha(t.at[i]))
            return false;
    return t.len > 0;
}

static const struct spdx_tag_row *find_row(struct text tag)
{
    for (size_t i = 0; i < spdx_tag_row_count; i++)
        if (text_eq(spdx_tag_rows[i].tag, tag))
            return &spdx_tag_rows[i];
    return NULL;
}

/* Reads the next line that has a tag; ret_line->row is NULL at the end, and of a tag that nobody reads. */
static bool next_line(
    struct reader *reader, struct line *ret_line, bool *ret_is_end, struct err *err)
{
    *ret_line = (struct line){.row = NULL};
    while (reader->rest.at) {
        struct text line = text_trim(text_cut(&reader->rest, '\n'));
        reader->number++;
        if (!line.len || line.at[0] == '#')
            continue;
        ptrdiff_t colon = text_find(line, ':');
        struct text tag = text_slice(line, 0, colon < 0 ? 0 : (size_t)colon);
        if (!is_word(tag))
            return fail_line(reader->number, err, "is no \"Tag: value\"");
        size_t number = reader->number;
        struct text value = text_trim(text_from(line, (size_t)colon + 1));
        if (text_starts(value, TEXT("<text>")) && !take_text(reader, value, &value, err))
            return false;
        *ret_line = (struct line){find_row(tag), value, number};
        return true;
    }
    *ret_is_end = true;
    return true;
}

static const struct line *find_line(const struct object *object, struct text tag)
{
    for (size_t i = 0; i < object->len; i++)
        if (text_eq(object->at[i].row->tag, tag))
            return &object->at[i];
    return NULL;
}

static struct text value_of(const struct object *object, struct text tag)
{
    const struct line *line = find_line(object, tag);
    return line ? line->value : (struct text){"", 0};
}

/* "SHA1: 85ed…" as an object; what is none stays a string, which the reader counts. */
static void print_checksum(struct buf *out, struct text value)
{
    struct text rest = value, name = text_trim(text_cut(&rest, ':'));
    if (!rest.at) {
        json_print_text(out, value);
        return;
    }
    json_print_open(out, '{');
    json_print_member(out, "algorithm", name);
    json_print_member(out, "checksumValue", text_trim(rest));
    json_print_close(out, '}');
}

/* Cuts the next word off. */
static struct text cut_word(struct text *rest)
{
    size_t len = 0;
    *rest = text_trim(*rest);
    while (len < rest->len && !text_is_space(rest->at[len]))
        len++;
    struct text word = text_slice(*rest, 0, len);
    *rest = text_trim(text_from(*rest, len));
    return word;
}

/* Three words, the last of which may be longer: "SECURITY cpe23Type cpe:2.3:…", "SPDXRef-a DEPENDS_ON SPDXRef-b". */
static bool print_three(
    struct buf *out, const struct line *line, const char *const members[3], struct err *err)
{
    struct text rest = line->value, first = cut_word(&rest), second = cut_word(&rest);
    if (!rest.len)
        return err_set(err, ERR_SYNTAX, "line %zu: %.*s: has fewer than three words", line->number,
            TEXT_ARG(line->row->tag));
    json_print_member(out, members[0], first);
    json_print_member(out, members[1], second);
    json_print_member(out, members[2], rest);
    return true;
}

static bool print_relationship(struct buf *out, const struct line *line, struct err *err)
{
    static const char *const members[] = {
        "spdxElementId", "relationshipType", "relatedSpdxElement"};
    return print_three(out, line, members, err);
}

static bool print_reference(struct buf *out, const struct line *line, struct err *err)
{
    static const char *const members[] = {"referenceCategory", "referenceType", "referenceLocator"};
    json_print_open(out, '{');
    bool is_fine = print_three(out, line, members, err);
    json_print_close(out, '}');
    return is_fine;
}

static bool print_value(struct buf *out, const struct line *line, struct err *err)
{
    switch (line->row->form) {
    case SPDX_TAG_ONE: json_print_member(out, line->row->member, line->value); break;
    case SPDX_TAG_LIST: json_print_text(out, line->value); break;
    case SPDX_TAG_CHECKSUM: print_checksum(out, line->value); break;
    case SPDX_TAG_REFERENCE: return print_reference(out, line, err);
    case SPDX_TAG_RELATIONSHIP: return print_relationship(out, line, err);
    }
    return true;
}

/* All lines of one tag, in a list where there may be many. */
static bool print_row(
    struct buf *out, const struct object *object, const struct spdx_tag_row *row, struct err *err)
{
    bool is_list = row->form != SPDX_TAG_ONE && row->form != SPDX_TAG_RELATIONSHIP, is_open = false,
         is_fine = true;
    for (size_t i = 0; i < object->len && is_fine; i++) {
        if (object->at[i].row != row)
            continue;
        if (is_list && !is_open)
            json_print_member_open(out, row->member, '[');
        is_open = is_list;
        is_fine = print_value(out, &object->at[i], err);
    }
    if (is_open)
        json_print_close(out, ']');
    return is_fine;
}

static void print_notes(struct buf *out, const struct reader *reader, struct text id)
{
    uint32_t at;
    if (!id.len || !map_find(&reader->noted, id, &at))
        return;
    json_print_member_open(out, "annotations", '[');
    for (; at != NO_NOTE; at = reader->notes.at[at].next) {
        json_print_open(out, '{');
        json_print_member(out, "annotator", reader->notes.at[at].annotator);
        json_print_member(out, "comment", reader->notes.at[at].comment);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

/* The members of an object, in the order of the table. */
static bool print_members(
    struct buf *out, const struct reader *reader, enum spdx_tag_section section, struct err *err)
{
    const struct object *object = &reader->objects[section];
    for (size_t i = 0; i < spdx_tag_row_count; i++)
        if (spdx_tag_is_of(&spdx_tag_rows[i], section) &&
            !print_row(out, object, &spdx_tag_rows[i], err))
            return false;
    if (section == SPDX_TAG_PACKAGE || section == SPDX_TAG_DOCUMENT)
        print_notes(out, reader, value_of(object, TEXT("SPDXID")));
    return true;
}

static void add_note(struct reader *reader, const struct object *object)
{
    struct text ref = value_of(object, TEXT("SPDXREF"));
    uint32_t at = (uint32_t)reader->notes.len, first;
    *VEC_ADD(&reader->notes) = (struct note){value_of(object, TEXT("Annotator")),
        value_of(object, TEXT("AnnotationComment")), NO_NOTE, at};
    if (map_add(&reader->noted, ref, at, &first))
        return;
    reader->notes.at[reader->notes.at[first].last].next = at;
    reader->notes.at[first].last = at;
}

/* Writes an object whose lines are all there, if there is one. */
static bool finish(struct reader *reader, enum spdx_tag_section section, struct err *err)
{
    struct object *object = &reader->objects[section];
    struct buf *out = reader->outs[section];
    if (!object->len || !lists[section] || !out)
        return true;
    if (section == SPDX_TAG_PACKAGE && !find_line(object, TEXT("SPDXID")))
        return fail_line(object->at[0].number, err, "this package has no SPDXID");
    json_print_open(out, '{');
    bool is_fine = print_members(out, reader, section, err);
    json_print_close(out, '}');
    object->len = 0;
    return is_fine;
}

static bool add_line(
    struct reader *reader, enum spdx_tag_section section, const struct line *line, struct err *err)
{
    struct object *object = &reader->objects[section];
    const struct spdx_tag_row *row = line->row;
    if (!row->begins && lists[section] && !object->len)
        return err_set(err, ERR_SYNTAX, "line %zu: %.*s: stands before what it is said of",
            line->number, TEXT_ARG(row->tag));
    const struct line *former = row->form == SPDX_TAG_ONE ? find_line(object, row->tag) : NULL;
    if (former)
        return err_set(err, ERR_SYNTAX, "line %zu: %.*s: is said on line %zu already", line->number,
            TEXT_ARG(row->tag), former->number);
    if (object->len >= LIMIT_SBOM_FACTS)
        return err_set(err, ERR_LIMIT, "line %zu: more than %zu lines about one thing",
            line->number, LIMIT_SBOM_FACTS);
    *VEC_ADD(object) = *line;
    return true;
}

static bool read_line(struct reader *reader, const struct line *line, struct err *err)
{
    enum spdx_tag_section section =
        line->row->section == SPDX_TAG_HERE ? reader->here : line->row->section;
    if (section == SPDX_TAG_ANNOTATION)
        return true; /* read before */
    if (line->row->begins && !finish(reader, section, err))
        return false;
    if (line->row->begins && (section == SPDX_TAG_PACKAGE || section == SPDX_TAG_FILE))
        reader->here = section;
    return add_line(reader, section, line, err);
}

static bool read_note(struct reader *reader, const struct line *line, struct err *err)
{
    struct object *object = &reader->objects[SPDX_TAG_ANNOTATION];
    if (line->row->section != SPDX_TAG_ANNOTATION)
        return true;
    if (reader->notes.len >= LIMIT_SBOM_FACTS)
        return err_set(
            err, ERR_LIMIT, "line %zu: more than %zu annotations", line->number, LIMIT_SBOM_FACTS);
    if (line->row->begins && object->len)
        add_note(reader, object);
    if (line->row->begins)
        object->len = 0;
    return add_line(reader, SPDX_TAG_ANNOTATION, line, err);
}

static bool read_all(struct reader *reader, struct text bytes,
    bool (*read)(struct reader *, const struct line *, struct err *), struct err *err)
{
    bool is_end = false;
    reader->rest = bytes;
    reader->number = 0;
    while (!is_end) {
        struct line line;
        if (!next_line(reader, &line, &is_end, err) || (line.row && !read(reader, &line, err)))
            return false;
    }
    return true;
}

static bool print_document(struct buf *out, struct reader *reader, struct err *err)
{
    for (enum spdx_tag_section section = SPDX_TAG_PACKAGE; section < SPDX_TAG_SECTIONS; section++)
        if (!finish(reader, section, err))
            return false;
    json_print_close(out, ']');
    for (enum spdx_tag_section section = SPDX_TAG_FILE; section <= SPDX_TAG_RELATION; section++) {
        json_print_member_open(out, lists[section], '[');
        buf_add(out, buf_text(reader->outs[section]));
        json_print_close(out, ']');
        if (!buf_check(reader->outs[section], err))
            return false;
    }
    if (!print_members(out, reader, SPDX_TAG_DOCUMENT, err))
        return false;
    json_print_member_open(out, "creationInfo", '{');
    bool is_fine = print_members(out, reader, SPDX_TAG_CREATION, err);
    json_print_close(out, '}');
    return is_fine;
}

/* Notes first: what they are about may have passed when they come. Packages, the most of a document, go straight to out. */
static bool read_document(
    struct buf *out, struct reader *reader, struct text bytes, struct err *err)
{
    if (!read_all(reader, bytes, read_note, err))
        return false;
    if (reader->objects[SPDX_TAG_ANNOTATION].len)
        add_note(reader, &reader->objects[SPDX_TAG_ANNOTATION]);
    json_print_open(out, '{');
    json_print_member_open(out, lists[SPDX_TAG_PACKAGE], '[');
    bool is_fine = read_all(reader, bytes, read_line, err) && print_document(out, reader, err);
    json_print_close(out, '}');
    return is_fine && buf_check(out, err);
}

bool spdx_tag_to_json(struct buf *out, struct text bytes, struct err *err)
{
    ptrdiff_t bad = text_find_bad_utf8(bytes);
    if (bad >= 0)
        return fail_line(
            1 + count_lines(text_slice(bytes, 0, (size_t)bad)), err, "something that is not UTF-8");
    struct reader reader = {.here = SPDX_TAG_DOCUMENT};
    struct buf bufs[SPDX_TAG_SECTIONS];
    for (size_t i = 0; i < SPDX_TAG_SECTIONS; i++) {
        buf_init(&bufs[i], out->max_bytes);
        reader.outs[i] = i == SPDX_TAG_PACKAGE ? out : &bufs[i];
    }
    bool is_fine = read_document(out, &reader, bytes, err);
    for (size_t i = 0; i < SPDX_TAG_SECTIONS; i++) {
        buf_done(&bufs[i]);
        VEC_DONE(&reader.objects[i]);
    }
    VEC_DONE(&reader.notes);
    map_done(&reader.noted);
    return is_fine;
}
