/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/multipart.h"

#include "base/limits.h"

/* -- a header's value and its parameters -- */

/* Cuts the next parameter off rest: name="a \"b\"" or name=token. Returns false when there is none. */
static bool cut_param(struct text *rest, struct text *ret_name, struct text *ret_value)
{
    while (rest->len && (text_is_space(rest->at[0]) || rest->at[0] == ';'))
        *rest = text_from(*rest, 1);
    size_t equals = 0, end;
    while (equals < rest->len && rest->at[equals] != '=' && rest->at[equals] != ';')
        equals++;
    *ret_name = text_trim(text_slice(*rest, 0, equals));
    if (equals == rest->len || rest->at[equals] != '=')
        return false;
    struct text value = text_from(*rest, equals + 1);
    bool is_quoted = value.len && value.at[0] == '"';
    for (end = is_quoted; end < value.len && value.at[end] != (is_quoted ? '"' : ';'); end++)
        end += is_quoted && value.at[end] == '\\';
    if (is_quoted && end >= value.len)
        return false;
    *ret_value = is_quoted ? text_slice(value, 1, end) : text_trim(text_slice(value, 0, end));
    *rest = text_from(value, end + is_quoted);
    return true;
}

/* Returns the value of a parameter; empty when there is none. */
static struct text find_param(struct text params, const char *name)
{
    struct text rest = params, key, value;
    while (cut_param(&rest, &key, &value))
        if (text_is_nocase(key, name))
            return value;
    return (struct text){"", 0};
}

/* -- the body -- */

static struct text delimiter_of(const struct multipart *multipart)
{
    return (struct text){multipart->delimiter, multipart->delimiter_len};
}

/* Steps behind the rest of a delimiter's line. "--" ends the parts. Returns false when the line is none of a delimiter. */
static bool end_line(struct multipart *multipart, struct text after)
{
    if (text_starts(after, TEXT("--"))) {
        multipart->is_ended = true;
        return true;
    }
    size_t i = 0;
    while (i < after.len && (after.at[i] == ' ' || after.at[i] == '\t'))
        i++;
    if (!text_starts(text_from(after, i), TEXT("\r\n")))
        return false;
    multipart->rest = text_from(after, i + 2);
    return true;
}

/* Finds the next delimiter from an offset of rest on, steps behind it, and gives what stands before. */
static bool cut_delimiter(struct multipart *multipart, size_t from, struct text *ret_before)
{
    struct text rest = multipart->rest, delimiter = delimiter_of(multipart);
    for (size_t at = from; at < rest.len;) {
        ptrdiff_t found = text_find_text(text_from(rest, at), delimiter);
        if (found < 0)
            return false;
        at += (size_t)found;
        if (end_line(multipart, text_from(rest, at + delimiter.len))) {
            *ret_before = text_slice(rest, 0, at);
            return true;
        }
        at += delimiter.len;
    }
    return false;
}

bool multipart_init(
    struct multipart *ret_multipart, struct text content_type, struct text body, struct err *err)
{
    struct text params = content_type, before;
    if (!text_is_nocase(text_trim(text_cut(&params, ';')), "multipart/form-data"))
        return err_set(err, ERR_UNSUPPORTED, "the body must be multipart/form-data");
    struct text boundary = find_param(params, "boundary");
    if (boundary.len == 0 || boundary.len > MULTIPART_BOUNDARY_MAX)
        return err_set(err, ERR_SYNTAX, "Content-Type: its boundary must have 1 to %d characters",
            MULTIPART_BOUNDARY_MAX);
    struct multipart multipart = {.rest = body, .delimiter_len = boundary.len + 4};
    memcpy(multipart.delimiter, "\r\n--", 4);
    memcpy(multipart.delimiter + 4, boundary.at, boundary.len);
    /* The first delimiter may stand at the very front, without the end of a line before it. */
    struct text first = text_from(delimiter_of(&multipart), 2);
    bool is_fine = (text_starts(body, first) && end_line(&multipart, text_from(body, first.len))) ||
                   cut_delimiter(&multipart, 0, &before);
    if (!is_fine)
        return err_set(err, ERR_SYNTAX, "body: there is no line --%.*s in it, as Content-Type says",
            TEXT_ARG(boundary));
    *ret_multipart = multipart;
    return true;
}

static bool fail(
    const struct multipart *multipart, enum err_code code, const char *why, struct err *err)
{
    return err_set(err, code, "part %zu: %s", multipart->part_count, why);
}

static bool is_plain_encoding(struct text value)
{
    return text_is_nocase(value, "7bit") || text_is_nocase(value, "8bit") ||
           text_is_nocase(value, "binary");
}

static bool read_header(const struct multipart *multipart, struct text line,
    struct multipart_part *part, struct err *err)
{
    struct text name = text_cut(&line, ':'), value = text_trim(line);
    if (text_is_nocase(name, "Content-Transfer-Encoding") && !is_plain_encoding(value))
        return fail(multipart, ERR_UNSUPPORTED, "has an encoding of its own", err);
    if (!text_is_nocase(name, "Content-Disposition"))
        return true;
    text_cut(&value, ';');
    part->name = find_param(value, "name");
    part->file_name = find_param(value, "filename");
    return true;
}

static bool read_headers(struct multipart *multipart, struct multipart_part *part, struct err *err)
{
    struct text *rest = &multipart->rest;
    size_t room = LIMIT_MULTIPART_HEAD_BYTES;
    for (;;) {
        ptrdiff_t end = text_find_text(text_slice(*rest, 0, room + 2), TEXT("\r\n"));
        if (end < 0)
            return rest->len > room ? fail(multipart, ERR_LIMIT, "its headers are too long", err)
                                    : fail(multipart, ERR_SYNTAX, "its headers do not end", err);
        struct text line = text_slice(*rest, 0, (size_t)end);
        if (line.len == 0)
            return true;
        *rest = text_from(*rest, (size_t)end + 2);
        room -= (size_t)end > room ? room : (size_t)end;
        if (!read_header(multipart, line, part, err))
            return false;
    }
}

bool multipart_next(struct multipart *multipart, struct multipart_part *ret_part, struct err *err)
{
    struct multipart_part part = {.name = {"", 0}, .file_name = {"", 0}};
    if (multipart->is_ended)
        return false;
    if (++multipart->part_count > LIMIT_MULTIPART_PARTS)
        return fail(multipart, ERR_LIMIT, "there are too many", err);
    if (!read_headers(multipart, &part, err))
        return false;
    /* What ends the headers may begin the delimiter too, when there is no body. */
    size_t from = text_starts(multipart->rest, delimiter_of(multipart)) ? 0 : 2;
    if (!cut_delimiter(multipart, from, &part.body))
        return fail(multipart, ERR_SYNTAX, "does not end", err);
    part.body = text_from(part.body, 2);
    if (part.name.len == 0)
        return fail(multipart, ERR_SYNTAX, "has no name", err);
    *ret_part = part;
    return true;
}
