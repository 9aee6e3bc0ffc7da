/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/xml.h"

#include <expat.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/rand.h"
#include "base/vec.h"

/* Newer versions of expat call what Debian 12's has deprecated, and have other functions for it that Debian 12's has not. */
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

/* Between the URI of a namespace and a local name, as expat joins them: no URI has it, and expat refuses one that does. */
#define BETWEEN '\n'

enum { STEP_BYTES = 256 << 10 };

static const char too_long[] = "a tag or comment longer than 1 MiB";
_Static_assert(LIMIT_XML_TAG_BYTES == 1 << 20, "as it is told");
_Static_assert(LIMIT_XML_DEPTH == 64, "as it is told");

struct name {
    struct text written; /* as expat joins them */
    struct text space, local;
    uint32_t follower; /* the name that came behind it the last time */
};

struct names {
    VEC(struct name);
};

/* An open element, what it says so far, and its last child. */
struct level {
    struct xml_element *element, *last;
    struct buf text;
};

struct reader {
    XML_Parser parser;
    struct arena *arena;
    struct err *err;
    const struct xml_element *root;
    struct map known; /* a name as expat writes it → its place in names */
    struct names names;
    uint32_t last_name;
    struct level levels[LIMIT_XML_DEPTH];
    size_t depth;
    bool is_stopped; /* err says why */
};

static uint32_t line_of(const struct reader *reader)
{
    return (uint32_t)XML_GetCurrentLineNumber(reader->parser);
}

static uint32_t column_of(const struct reader *reader)
{
    return (uint32_t)XML_GetCurrentColumnNumber(reader->parser) + 1;
}

static void stop(struct reader *reader, enum err_code code, const char *why)
{
    if (reader->is_stopped)
        return;
    reader->is_stopped = true;
    (void)XML_StopParser(reader->parser, XML_FALSE);
    err_set(reader->err, code, "%u:%u: %s", line_of(reader), column_of(reader), why);
}

static void stop_spent(struct reader *reader)
{
    if (!reader->is_stopped && !arena_check(reader->arena, reader->err))
        reader->is_stopped = true;
    (void)XML_StopParser(reader->parser, XML_FALSE);
}

static struct name split_name(struct text written)
{
    ptrdiff_t between = text_find(written, BETWEEN);
    struct name name = {.written = written, .space = {"", 0}, .local = written};
    if (between >= 0) {
        name.space = text_slice(written, 0, (size_t)between);
        name.local = text_from(written, (size_t)between + 1);
    }
    return name;
}

static uint32_t intern_name(struct reader *reader, struct text written)
{
    uint32_t at;
    if (map_find(&reader->known, written, &at))
        return at;
    written = arena_text(reader->arena, written);
    at = (uint32_t)reader->names.len;
    *VEC_ADD(&reader->names) = split_name(written);
    map_add(&reader->known, written, at, NULL);
    return at;
}

/* A document has few names, each many times and mostly in the same order: they are kept once, and the follower is tried
   before they are looked up. */
static struct name find_name(struct reader *reader, const char *z)
{
    struct text written = text_of(z);
    struct names *names = &reader->names;
    uint32_t last = reader->last_name;
    uint32_t at = last < names->len ? names->at[last].follower : 0;
    if (at >= names->len || !text_eq(names->at[at].written, written)) {
        at = intern_name(reader, written);
        names->at[last < names->len ? last : at].follower = at;
    }
    reader->last_name = at;
    return names->at[at];
}

static void add_attributes(struct reader *reader, struct xml_element *element, const char **written)
{
    size_t count = 0;
    while (written[2 * count])
        count++;
    struct xml_attribute *attributes = arena_take_array(reader->arena, count, sizeof *attributes);
    for (size_t i = 0; attributes && i < count; i++) {
        struct name name = find_name(reader, written[2 * i]);
        attributes[i].space = name.space;
        attributes[i].name = name.local;
        attributes[i].value = arena_text(reader->arena, text_of(written[2 * i + 1]));
    }
    element->attributes = attributes;
    element->attribute_count = attributes ? count : 0;
}

/* Makes element the last of what stands in the innermost open one. */
static void hang_up(struct reader *reader, struct xml_element *element)
{
    struct level *up = reader->depth ? &reader->levels[reader->depth - 1] : NULL;
    if (!up) {
        reader->root = element;
        return;
    }
    element->up = up->element;
    if (up->last)
        up->last->next = element;
    else
        up->element->child = element;
    up->last = element;
}

static void on_start(void *data, const char *written, const char **attributes)
{
    struct reader *reader = data;
    if (reader->is_stopped)
        return;
    if ((size_t)XML_GetCurrentByteCount(reader->parser) > LIMIT_XML_TAG_BYTES) {
        stop(reader, ERR_LIMIT, too_long);
        return;
    }
    if (reader->depth == LIMIT_XML_DEPTH) {
        stop(reader, ERR_LIMIT, "nested deeper than 64");
        return;
    }
    struct xml_element *element = arena_take(reader->arena, sizeof *element);
    if (!element) {
        stop_spent(reader);
        return;
    }
    struct name name = find_name(reader, written);
    element->space = name.space;
    element->name = name.local;
    element->text = (struct text){"", 0};
    element->line = line_of(reader);
    element->column = column_of(reader);
    add_attributes(reader, element, attributes);
    hang_up(reader, element);
    struct level *level = &reader->levels[reader->depth++];
    level->element = element;
    level->last = NULL;
    buf_cut(&level->text, 0);
    if (reader->arena->is_spent)
        stop_spent(reader);
}

static void on_text(void *data, const char *at, int len)
{
    struct reader *reader = data;
    if (!reader->is_stopped && reader->depth)
        buf_add(&reader->levels[reader->depth - 1].text, (struct text){at, (size_t)len});
}

static void on_end(void *data, const char *written)
{
    struct reader *reader = data;
    (void)written;
    if (reader->is_stopped)
        return;
    struct level *level = &reader->levels[--reader->depth];
    struct text text = buf_text(&level->text);
    bool is_layout = level->element->child && !text_trim(text).len;
    if (text.len && !is_layout)
        level->element->text = arena_text(reader->arena, text);
    if (reader->arena->is_spent)
        stop_spent(reader);
}

static void on_document_type(
    void *data, const char *name, const char *system, const char *public, int has_own)
{
    (void)name, (void)system, (void)public, (void)has_own;
    stop(data, ERR_SYNTAX, "a document type (DTD), which is not taken");
}

static int on_encoding(void *data, const char *name, XML_Encoding *encoding)
{
    struct reader *reader = data;
    (void)encoding;
    if (!reader->is_stopped) {
        err_set(reader->err, ERR_UNSUPPORTED,
            "%u:%u: the encoding %.40s, which is not read; write it as UTF-8", line_of(reader),
            column_of(reader), name);
        reader->is_stopped = true;
    }
    return XML_STATUS_ERROR;
}

static bool fail_parse(struct reader *reader)
{
    enum XML_Error code = XML_GetErrorCode(reader->parser);
    bool is_cut = code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN ||
                  code == XML_ERROR_PARTIAL_CHAR || code == XML_ERROR_UNCLOSED_CDATA_SECTION;
    if (reader->is_stopped)
        return false;
    if (code == XML_ERROR_NO_MEMORY)
        err_panic("out of memory");
    return err_set(reader->err, ERR_SYNTAX, "%u:%u: not XML: %s", line_of(reader),
        column_of(reader),
        is_cut ? "it ends too early; it seems to be cut off" : XML_ErrorString(code));
}

/* In steps, since expat copies what it is given. What is left over from one step to the next is looked at again each time: its
   limit keeps that short. */
static bool parse(struct reader *reader, struct text bytes)
{
    for (size_t at = 0; at < bytes.len;) {
        struct text step = text_slice(bytes, at, at + STEP_BYTES);
        at += step.len;
        bool is_last = at == bytes.len;
        if (XML_Parse(reader->parser, step.at, (int)step.len, is_last) != XML_STATUS_OK ||
            reader->is_stopped)
            return fail_parse(reader);
        XML_Index done = XML_GetCurrentByteIndex(reader->parser);
        if (!is_last && done >= 0 && at - (size_t)done > LIMIT_XML_TAG_BYTES + STEP_BYTES) {
            stop(reader, ERR_LIMIT, too_long);
            return false;
        }
    }
    return true;
}

static void init(struct reader *reader)
{
    XML_Parser parser = XML_ParserCreateNS(NULL, BETWEEN);
    if (!parser)
        err_panic("out of memory");
    reader->parser = parser;
    XML_SetUserData(parser, reader);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_document_type);
    XML_SetUnknownEncodingHandler(parser, on_encoding, reader);
    (void)XML_SetHashSalt(parser, (unsigned long)rand_process_key()[0]);
    for (size_t i = 0; i < LEN_OF(reader->levels); i++)
        buf_init(&reader->levels[i].text, SIZE_MAX);
}

static void done(struct reader *reader)
{
    for (size_t i = 0; i < LEN_OF(reader->levels); i++)
        buf_done(&reader->levels[i].text);
    map_done(&reader->known);
    VEC_DONE(&reader->names);
    XML_ParserFree(reader->parser);
}

bool xml_read(
    const struct xml_element **ret_root, struct text bytes, struct arena *arena, struct err *err)
{
    if (!bytes.len)
        return err_set(err, ERR_SYNTAX, "there is no XML in it: it is empty");
    struct reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        err_panic("out of memory");
    reader->arena = arena;
    reader->err = err;
    init(reader);
    bool is_read = parse(reader, bytes) && arena_check(arena, err);
    if (is_read)
        *ret_root = reader->root;
    done(reader);
    free(reader);
    return is_read;
}

static bool is_named(const struct xml_element *element, struct text space, struct text name)
{
    return text_eq(element->name, name) && text_eq(element->space, space);
}

const struct xml_element *xml_child(const struct xml_element *element, const char *name)
{
    const struct xml_element *child = element ? element->child : NULL;
    while (child && !is_named(child, element->space, text_of(name)))
        child = child->next;
    return child;
}

const struct xml_element *xml_next(const struct xml_element *element)
{
    const struct xml_element *next = element->next;
    while (next && !is_named(next, element->space, element->name))
        next = next->next;
    return next;
}

struct text xml_child_text(const struct xml_element *element, const char *name)
{
    const struct xml_element *child = xml_child(element, name);
    return child ? text_trim(child->text) : (struct text){"", 0};
}

const struct text *xml_attribute(const struct xml_element *element, const char *name)
{
    for (size_t i = 0; element && i < element->attribute_count; i++)
        if (!element->attributes[i].space.len && text_is(element->attributes[i].name, name))
            return &element->attributes[i].value;
    return NULL;
}

bool xml_is(const struct xml_element *element, const char *name)
{
    return text_is(element->name, name);
}

bool xml_fail(
    const struct xml_element *element, struct err *err, enum err_code code, const char *format, ...)
{
    char why[ERR_TEXT_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    return err_set(err, code, "%u:%u: %s", element->line, element->column, why);
}

/* XML 1.0, appendix F: the first character of a document is a "<", or white space where no declaration follows. */
bool xml_is_likely(struct text bytes)
{
    static const char marks[][4] = {"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"};
    for (size_t i = 0; i < LEN_OF(marks); i++)
        if (text_starts(bytes, text_of(marks[i]))) {
            bytes = text_from(bytes, strlen(marks[i]));
            break;
        }
    size_t at = 0;
    while (at < bytes.len && (text_is_space(bytes.at[at]) || !bytes.at[at]))
        at++;
    return at < bytes.len && bytes.at[at] == '<';
}
