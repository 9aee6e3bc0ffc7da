/* SPDX-License-Identifier: Apache-2.0 */
/* Package URLs that are written as purl_print would: nearly all in SBOMs are, so they are only looked through and cut. */
#include "domain/purl.h"

#include "base/limits.h"

/* What is left of a text that is cut from its front. */
struct cut {
    const char *at, *end;
};

/* The characters that purl_print does not encode, as bits: digits - . : and letters _ ~ */
static bool is_plain(char c)
{
    static const uint64_t plain[4] = {0x07ff600000000000, 0x47fffffe87fffffe};
    unsigned char byte = (unsigned char)c;
    return plain[byte >> 6] >> (byte & 63) & 1;
}

static bool is_next(struct cut *cut, char c)
{
    bool is_it = cut->at < cut->end && *cut->at == c;
    cut->at += is_it;
    return is_it;
}

static int hex_value(char c)
{
    if (text_is_digit(c))
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Returns the printable character that %XX stands for, where it must be written so and may stand in any part; else 0. */
static char escaped(const struct cut *cut)
{
    int high = cut->end - cut->at >= 3 ? hex_value(cut->at[1]) : -1;
    int low = high >= 0 ? hex_value(cut->at[2]) : -1;
    int byte = high * 16 + low;
    bool is_fine = low >= 0 && byte >= 0x20 && byte < 0x7f && byte != '/' && !is_plain((char)byte);
    return is_fine ? (char)byte : '\0';
}

/* Cuts a part off, which may not be empty. */
static bool cut_part(struct cut *cut, struct text *ret_part, bool *is_escaped)
{
    const char *start = cut->at;
    while (cut->at < cut->end) {
        if (is_plain(*cut->at)) {
            cut->at++;
        } else if (*cut->at == '%' && escaped(cut)) {
            cut->at += 3;
            *is_escaped = true;
        } else {
            break;
        }
    }
    *ret_part = (struct text){start, (size_t)(cut->at - start)};
    return cut->at > start;
}

static bool decode(struct text *part, bool is_escaped, struct arena *arena)
{
    struct cut cut = {part->at, part->at + part->len};
    char *at = is_escaped ? arena_take(arena, part->len) : NULL;
    size_t len = 0;
    if (!at)
        return !is_escaped;
    while (cut.at < cut.end) {
        bool is_one = *cut.at == '%';
        at[len++] = is_one ? escaped(&cut) : *cut.at;
        cut.at += is_one ? 3 : 1;
    }
    *part = (struct text){at, len};
    return true;
}

/* Letters are small in types and keys. */
static bool cut_word(struct cut *cut, bool may_underscore, struct text *ret_word)
{
    const char *start = cut->at;
    if (cut->at == cut->end || *cut->at < 'a' || *cut->at > 'z')
        return false;
    while (cut->at < cut->end && is_plain(*cut->at)) {
        char c = *cut->at;
        if ((c >= 'A' && c <= 'Z') || c == ':' || c == '~' || (c == '_' && !may_underscore))
            return false;
        cut->at++;
    }
    *ret_word = (struct text){start, (size_t)(cut->at - start)};
    return true;
}

static bool cut_path(struct cut *cut, struct purl *purl, struct arena *arena)
{
    const char *start = cut->at;
    bool is_space_escaped = false, is_escaped = false;
    if (!cut_part(cut, &purl->name, &is_escaped))
        return false;
    while (is_next(cut, '/')) {
        purl->space = (struct text){start, (size_t)(cut->at - 1 - start)};
        is_space_escaped |= is_escaped;
        is_escaped = false;
        if (!cut_part(cut, &purl->name, &is_escaped))
            return false;
    }
    return decode(&purl->space, is_space_escaped, arena) && decode(&purl->name, is_escaped, arena);
}

static bool cut_qualifiers(struct cut *cut, struct purl *purl, struct arena *arena)
{
    struct purl_qualifier *all = purl->qualifiers;
    size_t count = 0;
    do {
        bool is_escaped = false;
        struct purl_qualifier *one = &all[count];
        if (count == PURL_CANONICAL_QUALIFIERS || !cut_word(cut, true, &one->key) ||
            !is_next(cut, '=') || !cut_part(cut, &one->value, &is_escaped) ||
            !decode(&one->value, is_escaped, arena) ||
            (count && text_cmp(all[count - 1].key, one->key) >= 0))
            return false;
        count++;
    } while (is_next(cut, '&'));
    purl->qualifier_count = count;
    return true;
}

static bool cut_all(struct cut *cut, struct purl *purl, struct arena *arena)
{
    bool is_escaped = false;
    if (!cut_word(cut, false, &purl->type) || !is_next(cut, '/') || !cut_path(cut, purl, arena))
        return false;
    if (is_next(cut, '@') &&
        (!cut_part(cut, &purl->version, &is_escaped) || !decode(&purl->version, is_escaped, arena)))
        return false;
    if (is_next(cut, '?') && !cut_qualifiers(cut, purl, arena))
        return false;
    return cut->at == cut->end;
}

static bool is_same(struct text a, struct text b)
{
    return a.at == b.at && a.len == b.len;
}

bool purl_canonical_read(
    struct purl *ret_purl, struct purl_qualifier *room, struct text s, struct arena *arena)
{
    struct purl purl = {.qualifiers = room};
    struct cut cut = {s.at, s.at + s.len};
    if (s.len < 4 || s.len > LIMIT_PURL_BYTES || memcmp(s.at, "pkg:", 4) != 0)
        return false;
    cut.at += 4;
    if (!cut_all(&cut, &purl, arena))
        return false;
    /* The rules of the type have their say, and change nothing where all is canonical. */
    struct purl kept = purl;
    if (!purl_check_type(&purl, arena, NULL) || !is_same(purl.space, kept.space) ||
        !is_same(purl.name, kept.name) || !is_same(purl.version, kept.version))
        return false;
    *ret_purl = purl;
    return true;
}
