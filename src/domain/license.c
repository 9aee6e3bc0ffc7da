/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/license.h"

#include "base/limits.h"

enum token { END, OPEN, CLOSE, AND, OR, WITH, WORD };

struct reader {
    struct text s;
    size_t at, depth, count; /* count: licences so far */
    struct license_reading *reading;
    struct arena *arena;
    bool is_broken; /* it has no sound form */
    bool is_strict; /* only what SPDX allows; anything else breaks it */
    bool is_target; /* what a name of the table stands for: nobody wrote it */
};

static const struct license *read_or(struct reader *reader);

/* The first problem is told. */
static void tell(struct reader *reader, size_t at, const char *what, struct text name)
{
    if (reader->reading->problem.len || reader->is_target)
        return;
    reader->reading->problem = arena_format(
        reader->arena, "column %zu: \"%.*s\" %s", at + 1, TEXT_ARG(text_slice(name, 0, 80)), what);
}

static const struct license *fail(struct reader *reader, size_t at, const char *what)
{
    if (!reader->reading->problem.len && !reader->is_broken)
        reader->reading->problem = arena_format(reader->arena, "column %zu: %s", at + 1, what);
    reader->is_broken = true;
    return NULL;
}

static size_t skip_space(struct text s, size_t at)
{
    while (at < s.len && text_is_space(s.at[at]))
        at++;
    return at;
}

/* Returns the token at or behind at; ret_end is where it ends. */
static enum token peek(struct text s, size_t at, size_t *ret_end)
{
    static const struct {
        const char *word;
        enum token token;
    } words[] = {{"and", AND}, {"or", OR}, {"with", WITH}, {"and/or", OR}};
    size_t end = at = skip_space(s, at);
    *ret_end = at + 1;
    if (at == s.len)
        return END;
    if (s.at[at] == '(' || s.at[at] == ')')
        return s.at[at] == '(' ? OPEN : CLOSE;
    while (end < s.len && !text_is_space(s.at[end]) && s.at[end] != '(' && s.at[end] != ')')
        end++;
    *ret_end = end;
    for (size_t i = 0; i < LEN_OF(words); i++)
        if (text_is_nocase(text_slice(s, at, end), words[i].word))
            return words[i].token;
    return WORD;
}

/* -- one licence -- */

static struct license *make(struct reader *reader, enum license_kind kind, struct text id)
{
    struct license *license = arena_take(reader->arena, sizeof *license);
    if (license)
        *license = (struct license){.kind = kind, .id = id, .family = LICENSE_UNKNOWN};
    else
        reader->is_broken = true;
    return license;
}

static const struct license *keep_name(struct reader *reader, size_t at, struct text name)
{
    tell(reader, at, "is no licence of the SPDX list", name);
    reader->reading->unknown_count++;
    return make(reader, LICENSE_NAME, name);
}

/* Reads an expression of our own table. */
static const struct license *read_target(struct reader *reader, const char *target)
{
    struct reader inner = *reader;
    inner.s = text_of(target);
    inner.at = inner.depth = 0;
    inner.is_strict = inner.is_target = true;
    return read_or(&inner);
}

static const struct license *make_listed(
    struct reader *reader, size_t at, const struct license_list_row *row, bool has_plus)
{
    if (row->became) {
        tell(reader, at, "is deprecated", text_of(row->id));
        reader->reading->deprecated_count += !reader->is_target;
    }
    const struct license *became = row->became ? read_target(reader, row->became) : NULL;
    if (row->became && !became)
        return NULL;
    struct license *license = make(reader, LICENSE_ID, text_of(row->id));
    if (!license)
        return NULL;
    license->family = row->family;
    if (became)
        *license = *became;
    if (!has_plus)
        return license;
    /* Of the GNU licences an id of its own says "or later". */
    struct text id = license->id;
    if (text_ends(id, TEXT("-only")))
        license->id =
            arena_format(reader->arena, "%.*s-or-later", (int)(id.len - strlen("-only")), id.at);
    else
        license->has_plus = !text_ends(id, TEXT("-or-later"));
    return license;
}

/* idstring: letters, digits, "-" and ".". */
static bool is_id(struct text s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!text_is_alpha(s.at[i]) && !text_is_digit(s.at[i]) && s.at[i] != '-' && s.at[i] != '.')
            return false;
    return s.len > 0;
}

static bool is_ref(struct text s, const char *prefix)
{
    if (text_starts(s, TEXT("DocumentRef-"))) {
        struct text document = text_cut(&s, ':');
        if (!is_id(document) || document.len == strlen("DocumentRef-"))
            return false;
    }
    return text_starts(s, text_of(prefix)) && s.len > strlen(prefix) && is_id(s);
}

static const struct license *make_ref(struct reader *reader, struct text id)
{
    static const char tail[] = "public-domain";
    struct license *license = make(reader, LICENSE_REF, id);
    size_t from = id.len > strlen(tail) ? id.len - strlen(tail) : 0;
    if (license && text_is_nocase(text_from(id, from), tail))
        license->family = LICENSE_PERMISSIVE;
    return license;
}

/* Returns the licence that a name is by itself, or NULL. */
static const struct license *find_one(struct reader *reader, size_t at, struct text name)
{
    const struct license_list_row *row = license_list_find(name);
    if (row)
        return make_listed(reader, at, row, false);
    if (text_ends(name, TEXT("+")))
        row = license_list_find(text_slice(name, 0, name.len - 1));
    if (row)
        return make_listed(reader, at, row, true);
    if (is_ref(name, "LicenseRef-"))
        return make_ref(reader, name);
    if (text_is(name, "NONE"))
        return make(reader, LICENSE_NONE, name);
    if (text_is(name, "NOASSERTION"))
        return make(reader, LICENSE_NOASSERTION, name);
    return NULL;
}

/* Registries' addresses that end with an id. */
static struct text cut_address(struct text name)
{
    static const char *const fronts[] = {"licenses.nuget.org/", "opensource.org/licenses/",
        "opensource.org/license/", "spdx.org/licenses/"};
    static const char *const tails[] = {".html", ".txt", ".php", "/"};
    for (size_t i = 0; i < LEN_OF(fronts); i++) {
        ptrdiff_t at = text_find_text(name, text_of(fronts[i]));
        if (at < 0)
            continue;
        name = text_from(name, (size_t)at + strlen(fronts[i]));
        for (size_t t = 0; t < LEN_OF(tails); t++)
            if (text_ends(name, text_of(tails[t])))
                name.len -= strlen(tails[t]);
        return name;
    }
    return (struct text){"", 0};
}

/* Returns what else is called so; an address without its scheme. */
static const char *find_named(struct text name)
{
    static const char *const schemes[] = {"https://", "http://"};
    const struct license_list_row *row = license_list_find(cut_address(name));
    if (row)
        return row->id;
    for (size_t i = 0; i < LEN_OF(schemes); i++)
        if (text_starts(name, text_of(schemes[i])))
            name = text_from(name, strlen(schemes[i]));
    return license_list_named(name);
}

static const struct license *guess(
    struct reader *reader, size_t at, struct text name, const char *target)
{
    char what[160];
    snprintf(what, sizeof what, "is no SPDX id, and taken for %s", target);
    tell(reader, at, what, name);
    reader->reading->guessed_count++;
    return read_target(reader, target);
}

static bool is_known(struct text name)
{
    bool has_plus = text_ends(name, TEXT("+"));
    return license_list_find(name) || find_named(name) || is_ref(name, "LicenseRef-") ||
           (has_plus && license_list_find(text_slice(name, 0, name.len - 1)));
}

/* Lists as people write them: "MIT/Apache-2.0" was Cargo's or, a comma is read as and, the careful way. */
static const struct license *split(
    struct reader *reader, size_t at, struct text name, char mark, enum license_kind kind)
{
    const struct license *parts[16];
    size_t count = 0;
    struct text rest = name;
    while (rest.at && count < LEN_OF(parts)) {
        if (!is_known(text_trim(text_cut(&rest, mark))))
            return NULL;
        count++;
    }
    if (count < 2 || rest.at)
        return NULL;
    rest = name;
    tell(reader, at, "is a list, and no SPDX expression", name);
    reader->reading->guessed_count++;
    for (size_t i = 0; i < count; i++) {
        struct text one = text_trim(text_cut(&rest, mark));
        const char *target = find_named(one);
        parts[i] = find_one(reader, at, one);
        if (!parts[i])
            parts[i] = target ? read_target(reader, target) : NULL;
        if (!parts[i])
            return NULL;
    }
    return license_join(kind, parts, count, reader->arena);
}

static const struct license *read_name(struct reader *reader, size_t at, struct text name)
{
    static const struct {
        char mark;
        enum license_kind kind;
    } marks[] = {{',', LICENSE_AND}, {';', LICENSE_AND}, {'/', LICENSE_OR}, {'|', LICENSE_OR}};
    const struct license *found = find_one(reader, at, name);
    if (found || reader->is_strict)
        return found ? found : fail(reader, at, "no licence");
    const char *target = find_named(name);
    if (target)
        found = guess(reader, at, name, target);
    for (size_t i = 0; i < LEN_OF(marks) && !found && !reader->is_broken; i++)
        found = split(reader, at, name, marks[i].mark, marks[i].kind);
    return found || reader->is_broken ? found : keep_name(reader, at, name);
}

/* Names may have words in them that are operators elsewhere: "Common Development and Distribution License". Returns where
   the longest such name of the table ends, or 0. */
static size_t find_long_name(const struct reader *reader, size_t from)
{
    enum { WORDS = 14 };
    size_t end = from, best = 0, next;
    bool has_operator = false;
    for (size_t i = 0; i < WORDS && !reader->is_strict; i++) {
        enum token token = peek(reader->s, end, &next);
        if (token <= CLOSE)
            break;
        has_operator |= token != WORD;
        end = next;
        enum token behind = peek(reader->s, end, &next);
        if (has_operator && behind != WORD && behind != OPEN &&
            license_list_named(text_slice(reader->s, from, end)))
            best = end;
    }
    return best;
}

static size_t find_words_end(const struct reader *reader, size_t from)
{
    size_t end = from, next;
    while (peek(reader->s, end, &next) == WORD)
        end = next;
    return end;
}

/* Reads what stands behind WITH; license is what stands before it, and from is where that begins. */
static const struct license *read_exception(
    struct reader *reader, const struct license *license, size_t from)
{
    size_t at = skip_space(reader->s, reader->at), end = find_words_end(reader, at);
    struct text name = text_slice(reader->s, at, end);
    if (!name.len)
        return fail(reader, at, "WITH has no exception behind it");
    reader->at = end;
    const struct license_list_exception *row = license_list_find_exception(name);
    const char *target = row || reader->is_strict ? NULL : license_list_named_exception(name);
    bool is_single = license->kind == LICENSE_ID || license->kind == LICENSE_REF;
    struct text exception = row ? text_of(row->id) : text_of(target);
    if (target) {
        tell(reader, at, "is no SPDX exception, and taken for one", name);
        reader->reading->guessed_count++;
        row = license_list_find_exception(exception);
    } else if (is_ref(name, "AdditionRef-")) {
        exception = name;
    }
    bool is_sound = exception.len && is_single && !license->exception.len;
    if (!is_sound && reader->is_strict)
        return fail(reader, at, "no exception");
    if (!is_sound)
        return keep_name(reader, from, text_slice(reader->s, from, end));
    struct license *with = make(reader, license->kind, license->id);
    if (!with)
        return NULL;
    *with = *license;
    with->exception = exception;
    bool is_copyleft = with->family == LICENSE_STRONG || with->family == LICENSE_NETWORK;
    if (row && row->lets_combine && is_copyleft)
        with->family = LICENSE_WEAK;
    return with;
}

static const struct license *read_one(struct reader *reader)
{
    size_t from = skip_space(reader->s, reader->at), end = find_long_name(reader, from), next;
    if (!end)
        end = find_words_end(reader, from);
    reader->at = end;
    if (++reader->count > LIMIT_LICENSE_PARTS)
        return fail(reader, from, "too many licences");
    const struct license *license = read_name(reader, from, text_slice(reader->s, from, end));
    if (!license || peek(reader->s, end, &next) != WITH)
        return license;
    reader->at = next;
    return read_exception(reader, license, from);
}

/* -- groups -- */

static const struct license *read_part(struct reader *reader)
{
    size_t end, at = skip_space(reader->s, reader->at);
    enum token token = peek(reader->s, reader->at, &end);
    if (token == WORD)
        return read_one(reader);
    if (token != OPEN)
        return fail(reader, at,
            token == END ? "a licence is missing at the end" : "a licence is missing here");
    if (++reader->depth > LIMIT_LICENSE_NESTING)
        return fail(reader, at, "parentheses are nested too deep");
    reader->at = end;
    const struct license *license = read_or(reader);
    if (license && peek(reader->s, reader->at, &end) != CLOSE)
        return fail(reader, at, "the parenthesis is not closed");
    reader->at = end;
    reader->depth--;
    return license;
}

struct parts {
    const struct license **at;
    size_t len, room;
};

static bool add_part(struct reader *reader, struct parts *parts, const struct license *license)
{
    if (parts->len == parts->room) {
        size_t room = parts->room ? 2 * parts->room : 4;
        const struct license **at = arena_take_array(reader->arena, room, sizeof *at);
        if (!at) {
            reader->is_broken = true;
            return false;
        }
        for (size_t i = 0; i < parts->len; i++)
            at[i] = parts->at[i];
        *parts = (struct parts){at, parts->len, room};
    }
    parts->at[parts->len++] = license;
    return true;
}

static const struct license *read_joined(struct reader *reader, enum token operator,
    enum license_kind kind, const struct license *(*read)(struct reader *))
{
    struct parts parts = {0};
    size_t end;
    do {
        const struct license *license = read(reader);
        if (!license || !add_part(reader, &parts, license))
            return NULL;
        if (peek(reader->s, reader->at, &end) != operator)
            break;
        struct text word = text_slice(reader->s, skip_space(reader->s, reader->at), end);
        if (!text_is(word, operator== AND ? "AND" : "OR") &&
            !text_is(word, operator== AND ? "and" : "or"))
            tell(reader, end - word.len, "is no operator of SPDX", word);
        reader->at = end;
    } while (true);
    return parts.len == 1 ? parts.at[0] : license_join(kind, parts.at, parts.len, reader->arena);
}

static const struct license *read_and(struct reader *reader)
{
    return read_joined(reader, AND, LICENSE_AND, read_part);
}

static const struct license *read_or(struct reader *reader)
{
    return read_joined(reader, OR, LICENSE_OR, read_and);
}

/* "MIT (http://…)" and "Mozilla Public License 2.0 (MPL-2.0)" say the same twice. Returns the name before it, or nothing. */
static struct text cut_repeated(struct text s)
{
    static const struct text nothing = {"", 0};
    ptrdiff_t open = text_find(s, '(');
    if (open <= 0 || !text_ends(s, TEXT(")")))
        return nothing;
    struct text name = text_trim(text_slice(s, 0, (size_t)open));
    struct text more = text_trim(text_slice(s, (size_t)open + 1, s.len - 1));
    const struct license_list_row *row = license_list_find(name), *other = license_list_find(more);
    const char *a = row ? row->id : find_named(name), *b = other ? other->id : find_named(more);
    bool is_address = text_starts(more, TEXT("http://")) || text_starts(more, TEXT("https://"));
    return a && (is_address || (b && strcmp(a, b) == 0)) ? name : nothing;
}

/* Reads all that there is as one expression. */
static const struct license *read_expression(struct reader *reader)
{
    size_t end;
    const struct license *license = read_or(reader);
    if (!license || reader->is_broken)
        return NULL;
    enum token token = peek(reader->s, reader->at, &end);
    return token == END ? license
                        : fail(reader, skip_space(reader->s, reader->at),
                              token == CLOSE ? "this parenthesis was not opened"
                                             : "AND or OR is missing here");
}

static bool is_balanced(struct text s)
{
    size_t open = 0, close = 0;
    for (size_t i = 0; i < s.len; i++) {
        open += s.at[i] == '(';
        close += s.at[i] == ')';
    }
    return open == close;
}

/* Reads what is no SPDX expression as people mean it. */
static const struct license *read_loosely(struct reader *reader)
{
    const char *named = is_balanced(reader->s) ? find_named(reader->s) : NULL;
    struct text repeated = cut_repeated(reader->s);
    if (repeated.len) {
        tell(reader, repeated.len, "stands behind a licence", text_from(reader->s, repeated.len));
        return read_name(reader, 0, repeated);
    }
    return named ? guess(reader, 0, reader->s, named) : read_expression(reader);
}

static const struct license *read_all(struct reader *reader)
{
    const struct reader fresh = *reader;
    if (reader->s.len > LIMIT_LICENSE_BYTES)
        return fail(reader, 0, "too long");
    reader->is_strict = true;
    const struct license *license = read_expression(reader);
    if (license)
        return license;
    *reader = fresh;
    *reader->reading = (struct license_reading){.problem = {"", 0}};
    return read_loosely(reader);
}

bool license_read(
    struct license_reading *ret_reading, struct text s, struct arena *arena, struct err *err)
{
    struct license_reading reading = {.problem = {"", 0}};
    struct reader reader = {.s = text_trim(s), .reading = &reading, .arena = arena};
    reading.root = reader.s.len ? read_all(&reader) : NULL;
    if (!arena_check(arena, err))
        return false;
    if (reader.s.len && !reading.root) {
        reading = (struct license_reading){.problem = reading.problem, .unknown_count = 1};
        reading.root = make(&reader, LICENSE_NAME, reader.s);
    }
    *ret_reading = reading;
    return arena_check(arena, err);
}
