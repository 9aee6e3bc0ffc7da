/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/cpe.h"

#include "base/buf.h"
#include "base/limits.h"

static const struct text any = {"*", 1};

enum { TARGETS = CPE_ATTRIBUTES - CPE_EDITION };

static bool is_plain(char c)
{
    return text_is_alpha(c) || text_is_digit(c) || c == '_';
}

/* -- formatted strings -- */

/* Cuts off what stands before the next colon that has no backslash. */
static struct text cut_attribute(struct text *rest)
{
    size_t end = 0;
    while (end < rest->len && rest->at[end] != ':')
        end += rest->at[end] == '\\' ? 2 : 1;
    if (end > rest->len)
        end = rest->len;
    struct text attribute = text_slice(*rest, 0, end);
    *rest = end < rest->len ? text_from(*rest, end + 1) : (struct text){NULL, 0};
    return attribute;
}

/* Whether the character at i may stand for others: at an end, "?" in a run of its like (NIST IR 7695, 5.3.2). */
static bool is_wild(struct text t, size_t i)
{
    if (t.at[i] == '*')
        return i == 0 || i + 1 == t.len;
    if (t.at[i] != '?')
        return false;
    size_t before = i, behind = i;
    while (before > 0 && t.at[before - 1] == '?')
        before--;
    while (behind + 1 < t.len && t.at[behind + 1] == '?')
        behind++;
    return before == 0 || behind + 1 == t.len;
}

/* Adds one attribute in lower case, with the backslashes that belong to it. */
static void add_normal(struct buf *out, struct text t)
{
    if (text_is(t, "-") || text_is(t, "*")) {
        buf_add(out, t);
        return;
    }
    for (size_t i = 0; i < t.len; i++) {
        bool is_quoted = t.at[i] == '\\' && i + 1 < t.len;
        bool is_special = !is_quoted && is_wild(t, i);
        i += is_quoted;
        char c = t.at[i];
        if (!is_special && !is_plain(c))
            buf_add_char(out, '\\');
        buf_add_char(out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
}

static struct text keep_normal(struct buf *scratch, struct text t, struct arena *arena)
{
    buf_cut(scratch, 0);
    add_normal(scratch, t);
    return arena_text(arena, buf_text(scratch));
}

static bool read_formatted(
    struct cpe *cpe, struct text rest, struct buf *scratch, struct arena *arena, struct err *err)
{
    for (int i = 0; i < CPE_ATTRIBUTES; i++) {
        if (!rest.at)
            return err_set(err, ERR_SYNTAX, "a CPE 2.3 has 11 parts, this one %d", i);
        struct text attribute = cut_attribute(&rest);
        if (!attribute.len)
            return err_set(err, ERR_SYNTAX, "part %d of the CPE is empty", i + 1);
        cpe->at[i] = keep_normal(scratch, attribute, arena);
    }
    return !rest.at || err_set(err, ERR_SYNTAX, "a CPE 2.3 has 11 parts, this one more");
}

/* -- URIs -- */

/* "%01" is "?", "%02" is "*" (NIST IR 7695, 6.1.2.3); what else is behind a "%" is the character itself. */
static bool add_decoded(struct buf *out, struct text t, struct err *err)
{
    for (size_t i = 0; i < t.len; i++) {
        if (t.at[i] != '%') {
            if (!is_plain(t.at[i]))
                buf_add_char(out, '\\');
            buf_add_char(out, t.at[i]);
            continue;
        }
        int byte = text_escaped_byte(text_from(t, i));
        if (byte < 0)
            return err_set(err, ERR_SYNTAX, "\"%%\" stands before no two hex digits in the CPE");
        char c = (char)byte;
        i += 2;
        if (c == 1 || c == 2) {
            buf_add_char(out, c == 1 ? '?' : '*');
            continue;
        }
        buf_add_char(out, '\\');
        buf_add_char(out, c);
    }
    return true;
}

static bool read_value(struct text *ret_value, struct text t, struct buf *scratch,
    struct arena *arena, struct err *err)
{
    if (t.len == 0 || text_is(t, "-")) {
        *ret_value = t.len ? t : any;
        return true;
    }
    buf_cut(scratch, 0);
    if (!add_decoded(scratch, t, err))
        return false;
    struct text decoded = arena_text(arena, buf_text(scratch));
    *ret_value = keep_normal(scratch, decoded, arena);
    return true;
}

/* "~edition~sw_edition~target_sw~target_hw~other": what 2.2 had no room for (NIST IR 7695, 6.1.2.2). */
static bool read_packed(
    struct cpe *cpe, struct text t, struct buf *scratch, struct arena *arena, struct err *err)
{
    static const enum cpe_attribute order[] = {
        CPE_EDITION, CPE_SW_EDITION, CPE_TARGET_SW, CPE_TARGET_HW, CPE_OTHER};
    struct text rest = text_from(t, 1);
    for (size_t i = 0; i < LEN_OF(order); i++)
        if (!read_value(&cpe->at[order[i]], text_cut(&rest, '~'), scratch, arena, err))
            return false;
    return !rest.len || err_set(err, ERR_SYNTAX, "the edition of the CPE has more than 5 parts");
}

static bool read_uri(
    struct cpe *cpe, struct text rest, struct buf *scratch, struct arena *arena, struct err *err)
{
    for (int i = 0; i < CPE_ATTRIBUTES; i++)
        cpe->at[i] = any;
    for (int i = CPE_PART; i <= CPE_LANGUAGE; i++) {
        struct text attribute = text_cut(&rest, ':');
        bool is_packed = i == CPE_EDITION && text_starts(attribute, TEXT("~"));
        if (is_packed ? !read_packed(cpe, attribute, scratch, arena, err)
                      : !read_value(&cpe->at[i], attribute, scratch, arena, err))
            return false;
    }
    return !rest.len || err_set(err, ERR_SYNTAX, "a CPE 2.2 has up to 7 parts, this one more");
}

bool cpe_read(struct cpe *ret_cpe, struct text t, struct arena *arena, struct err *err)
{
    struct cpe cpe;
    struct buf scratch;
    bool is_formatted = t.len >= 8 && text_is_nocase(text_slice(t, 0, 8), "cpe:2.3:");
    bool is_uri = t.len >= 5 && text_is_nocase(text_slice(t, 0, 5), "cpe:/");
    if (t.len > LIMIT_CPE_BYTES)
        return err_set(err, ERR_LIMIT, "a CPE of more than %zu bytes", LIMIT_CPE_BYTES);
    if (!is_formatted && !is_uri)
        return err_set(
            err, ERR_SYNTAX, "not a CPE: it begins neither with cpe:2.3: nor with cpe:/");
    for (size_t i = 0; i < t.len; i++)
        if ((unsigned char)t.at[i] <= ' ' || t.at[i] == 0x7f)
            return err_set(
                err, ERR_SYNTAX, "character %zu of the CPE is none that may stand there", i + 1);
    buf_init(&scratch, 2 * LIMIT_CPE_BYTES);
    bool is_read = is_formatted ? read_formatted(&cpe, text_from(t, 8), &scratch, arena, err)
                                : read_uri(&cpe, text_from(t, 5), &scratch, arena, err);
    buf_done(&scratch);
    if (!is_read || !arena_check(arena, err))
        return false;
    *ret_cpe = cpe;
    return true;
}

/* -- what it says -- */

static bool is_one(struct text value)
{
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] == '\\')
            i++;
        else if (value.at[i] == '*' || value.at[i] == '?')
            return false;
    }
    return value.len && !text_is(value, "-");
}

static struct text join(const struct text *values, size_t count, struct arena *arena)
{
    struct text all = values[0];
    for (size_t i = 1; i < count; i++)
        all = arena_join(arena, all, ":", values[i]);
    return all;
}

/* People read it, so that only a backslash stays that a colon, or another, needs. */
static struct text unquote(struct text value, bool is_all, struct arena *arena)
{
    struct buf out;
    buf_init(&out, LIMIT_CPE_BYTES);
    for (size_t i = 0; i < value.len; i++) {
        bool is_quoted = value.at[i] == '\\' && i + 1 < value.len;
        char c = value.at[i + is_quoted];
        if (is_quoted && !is_all && (c == ':' || c == '\\'))
            buf_add_char(&out, '\\');
        buf_add_char(&out, c);
        i += is_quoted;
    }
    struct text plain = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return plain;
}

struct text cpe_product(const struct cpe *cpe, struct arena *arena)
{
    struct text part = cpe->at[CPE_PART], values[3] = {part};
    if (!text_is(part, "a") && !text_is(part, "o") && !text_is(part, "h"))
        return TEXT("");
    for (int i = CPE_VENDOR; i <= CPE_PRODUCT; i++) {
        if (!is_one(cpe->at[i]))
            return TEXT("");
        values[i] = unquote(cpe->at[i], false, arena);
    }
    return join(values, LEN_OF(values), arena);
}

struct text cpe_target(const struct cpe *cpe, struct arena *arena)
{
    for (int i = CPE_EDITION; i < CPE_ATTRIBUTES; i++)
        if (!text_is(cpe->at[i], "*"))
            return join(&cpe->at[CPE_EDITION], TARGETS, arena);
    return TEXT("");
}

struct text cpe_target_words(struct text target, struct arena *arena)
{
    static const char *const names[TARGETS] = {
        "edition", "language", "software edition", "target software", "target hardware", "other"};
    struct text words = TEXT("");
    for (int i = 0; i < TARGETS && target.at; i++) {
        struct text value = cut_attribute(&target);
        if (!value.len || text_is(value, "*"))
            continue;
        struct text plain = text_is(value, "-") ? TEXT("none") : unquote(value, true, arena);
        words = arena_format(arena, "%.*s%s%s %.*s", TEXT_ARG(words), words.len ? ", " : "",
            names[i], TEXT_ARG(plain));
    }
    return words;
}

struct text cpe_package(const struct cpe *cpe, struct arena *arena)
{
    struct text product = cpe_product(cpe, arena), target = cpe_target(cpe, arena);
    return product.len && target.len ? arena_join(arena, product, ":", target) : product;
}

void cpe_split(struct text package, struct text *ret_product, struct text *ret_target)
{
    struct text rest = package;
    for (int i = CPE_PART; i <= CPE_PRODUCT && rest.at; i++)
        cut_attribute(&rest);
    *ret_target = rest.at ? rest : TEXT("");
    *ret_product = rest.at ? text_slice(package, 0, (size_t)(rest.at - package.at) - 1) : package;
}

struct text cpe_version(const struct cpe *cpe, struct arena *arena)
{
    if (!is_one(cpe->at[CPE_VERSION]))
        return TEXT("");
    struct text version = unquote(cpe->at[CPE_VERSION], true, arena);
    if (!is_one(cpe->at[CPE_UPDATE]))
        return version;
    return arena_join(arena, version, "-", unquote(cpe->at[CPE_UPDATE], true, arena));
}

/* -- comparing -- */

/* How many bytes one character takes, with its backslash. */
static size_t step_of(struct text t, size_t i)
{
    return t.at[i] == '\\' && i + 1 < t.len ? 2 : 1;
}

/* Whether value begins with the pattern, in which "?" stands for one character or, at its end, for none; the rest of value
   goes to *ret_end. Without a "*" all must be used up. */
static bool matches_from(struct text pattern, struct text value)
{
    size_t p = 0, v = 0;
    while (p < pattern.len) {
        if (pattern.at[p] == '*')
            return true;
        size_t step = step_of(pattern, p);
        if (pattern.at[p] == '?') {
            v += v < value.len ? step_of(value, v) : 0;
            p++;
            continue;
        }
        if (v + step > value.len || memcmp(pattern.at + p, value.at + v, step) != 0)
            return false;
        p += step;
        v += step;
    }
    return v == value.len;
}

/* "*" and "?" stand at the ends only (NIST IR 7696, 6.3). */
static bool matches(struct text pattern, struct text value)
{
    if (!pattern.len || pattern.at[0] != '*')
        return matches_from(pattern, value);
    for (size_t v = 0; v <= value.len; v += v < value.len ? step_of(value, v) : 1)
        if (matches_from(text_from(pattern, 1), text_from(value, v)))
            return true;
    return false;
}

static enum cpe_relation compare(struct text criterion, struct text installed)
{
    if (text_is(criterion, "*") || text_eq(criterion, installed))
        return CPE_HOLDS;
    if (text_is(installed, "*"))
        return CPE_MAY_HOLD;
    if (text_is(criterion, "-") || text_is(installed, "-"))
        return CPE_DISJOINT;
    return matches(criterion, installed) ? CPE_HOLDS : CPE_DISJOINT;
}

enum cpe_relation cpe_compare_targets(struct text criterion, struct text installed)
{
    enum cpe_relation all = CPE_HOLDS;
    for (int i = 0; i < TARGETS; i++) {
        struct text a = cut_attribute(&criterion), b = cut_attribute(&installed);
        enum cpe_relation one = compare(a.len ? a : any, b.len ? b : any);
        if (one > all)
            all = one;
    }
    return all;
}
