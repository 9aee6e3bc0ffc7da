/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/purl.h"

#include "base/limits.h"

static bool fail(struct err *err, const char *why)
{
    return err_set(err, ERR_SYNTAX, "not a package URL: %s", why);
}

/* Decodes %XX; a part without it stays where it is. The result is UTF-8 (5.4), and without the NUL that would end it too
   early in other programs. */
static bool decode(struct text *part, struct arena *arena, struct err *err)
{
    if (text_find(*part, '%') < 0)
        return true;
    char *at = arena_take(arena, part->len);
    if (!at)
        return arena_check(arena, err);
    size_t len = 0;
    for (size_t i = 0; i < part->len; i++) {
        if (part->at[i] != '%') {
            at[len++] = part->at[i];
            continue;
        }
        int byte = text_escaped_byte(text_from(*part, i));
        if (byte <= 0)
            return fail(err, "'%' is not followed by two hexadecimal digits of a character");
        at[len++] = (char)byte;
        i += 2;
    }
    *part = (struct text){at, len};
    return text_find_bad_utf8(*part) < 0 || fail(err, "what its percent signs encode is not UTF-8");
}

/* Segments are told apart by their slashes, so none may hide one (5.6.3, 5.6.7). */
static bool decode_path(struct text *path, struct arena *arena, struct err *err)
{
    for (size_t i = 0; i < path->len; i++)
        if (text_escaped_byte(text_from(*path, i)) == '/')
            return fail(err, "an encoded slash in its namespace or subpath");
    return decode(path, arena, err);
}

/* Cuts what is behind the last c off *rest and returns it; without c returns {NULL, 0}. */
static struct text cut_last(struct text *rest, char c)
{
    ptrdiff_t at = text_find_last(*rest, c);
    if (at < 0)
        return (struct text){NULL, 0};
    struct text part = text_from(*rest, (size_t)at + 1);
    rest->len = (size_t)at;
    return part;
}

/* Where the '@' before the version is, or -1. An '@' that begins a segment which others follow is an npm scope that should
   have been encoded, and usually is not. */
static ptrdiff_t find_version(struct text rest)
{
    ptrdiff_t at = text_find_last(rest, '@');
    if (at < 0)
        return -1;
    bool begins_segment = at == 0 || rest.at[at - 1] == '/';
    bool is_last_segment = text_find(text_from(rest, (size_t)at), '/') < 0;
    return begins_segment && !is_last_segment ? -1 : at;
}

static bool read_path(struct purl *purl, struct text rest, struct arena *arena, struct err *err)
{
    ptrdiff_t at = find_version(rest);
    if (at >= 0) {
        purl->version = text_from(rest, (size_t)at + 1);
        rest.len = (size_t)at;
        if (at == 0 || rest.at[at - 1] == '/')
            return fail(err, "no name");
    }
    while (rest.len && rest.at[rest.len - 1] == '/')
        rest.len--;
    ptrdiff_t slash = text_find_last(rest, '/');
    purl->name = text_from(rest, (size_t)(slash + 1));
    purl->space = text_slice(rest, 0, slash < 0 ? 0 : (size_t)slash);
    return decode(&purl->version, arena, err) && decode(&purl->name, arena, err) &&
           decode_path(&purl->space, arena, err);
}

static bool read_qualifiers(
    struct purl *purl, struct text list, struct arena *arena, struct err *err)
{
    size_t most = 1;
    for (size_t i = 0; i < list.len; i++)
        most += list.at[i] == '&';
    purl->qualifiers = arena_take_array(arena, most, sizeof *purl->qualifiers);
    if (!purl->qualifiers)
        return arena_check(arena, err);
    while (list.at) {
        struct text value = text_cut(&list, '&');
        if (value.len == 0)
            continue;
        struct text key = text_cut(&value, '=');
        if (!value.at)
            return fail(err, "a qualifier without '='");
        if (!decode(&value, arena, err))
            return false;
        purl->qualifiers[purl->qualifier_count++] = (struct purl_qualifier){key, value};
    }
    return true;
}

static bool check_characters(struct text s, struct err *err)
{
    if (s.len > LIMIT_PURL_BYTES)
        return err_set(err, ERR_LIMIT, "a package URL of %zu bytes; at most %zu are read", s.len,
            LIMIT_PURL_BYTES);
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] < 0x20 || s.at[i] == 0x7f)
            return fail(err, "a control character in it");
    return text_find_bad_utf8(s) < 0 || fail(err, "not UTF-8");
}

bool purl_read(struct purl *ret_purl, struct text s, struct arena *arena, struct err *err)
{
    if (!check_characters(s, err))
        return false;
    struct purl purl = {0};
    struct text rest = s;
    purl.subpath = cut_last(&rest, '#');
    struct text qualifiers = cut_last(&rest, '?');
    struct text scheme = text_cut(&rest, ':');
    if (!rest.at || !text_is_nocase(scheme, "pkg"))
        return fail(err, "it does not begin with 'pkg:'");
    while (rest.len && rest.at[0] == '/')
        rest = text_from(rest, 1);
    purl.type = text_cut(&rest, '/');
    if (!rest.at)
        return fail(err, "no '/' between a type and a name");
    if (!read_path(&purl, rest, arena, err) || !read_qualifiers(&purl, qualifiers, arena, err) ||
        !decode_path(&purl.subpath, arena, err) || !purl_check(&purl, arena, err))
        return false;
    *ret_purl = purl;
    return true;
}

static bool stands_for_itself(char c)
{
    return text_is_alpha(c) || text_is_digit(c) || c == '.' || c == '-' || c == '_' || c == '~' ||
           c == ':';
}

/* "The following characters shall not be percent-encoded" (5.4), and slashes where they part segments. */
static void encode(struct buf *out, struct text part, bool has_segments)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t from = 0;
    for (size_t i = 0; i < part.len; i++) {
        char c = part.at[i];
        if (stands_for_itself(c) || (has_segments && c == '/'))
            continue;
        char escape[3] = {'%', hex[(unsigned char)c >> 4], hex[c & 15]};
        buf_add(out, text_slice(part, from, i));
        buf_add(out, (struct text){escape, sizeof escape});
        from = i + 1;
    }
    buf_add(out, text_from(part, from));
}

void purl_print(const struct purl *purl, struct buf *out)
{
    buf_add_z(out, "pkg:");
    buf_add(out, purl->type);
    buf_add_char(out, '/');
    if (purl->space.len) {
        encode(out, purl->space, true);
        buf_add_char(out, '/');
    }
    encode(out, purl->name, false);
    if (purl->version.len) {
        buf_add_char(out, '@');
        encode(out, purl->version, false);
    }
    for (size_t i = 0; i < purl->qualifier_count; i++) {
        buf_add_char(out, i ? '&' : '?');
        buf_add(out, purl->qualifiers[i].key);
        buf_add_char(out, '=');
        encode(out, purl->qualifiers[i].value, false);
    }
    if (purl->subpath.len) {
        buf_add_char(out, '#');
        encode(out, purl->subpath, true);
    }
}

struct text purl_qualifier(const struct purl *purl, const char *key)
{
    for (size_t i = 0; i < purl->qualifier_count; i++) {
        struct text own = purl->qualifiers[i].key;
        if (own.len && own.at[0] == key[0] && text_is(own, key))
            return purl->qualifiers[i].value;
    }
    return (struct text){"", 0};
}
