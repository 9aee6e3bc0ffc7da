/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/toml.h"

#include "base/limits.h"
#include "codec/json.h"
#include "codec/toml_tree.h"
#include "codec/toml_value.h"

struct reader {
    struct toml_cursor in;
    struct toml_tree tree;
    struct buf scratch;
};

static int peek(const struct reader *r)
{
    return toml_value_peek(&r->in, 0);
}

static bool fail_at(struct reader *r, size_t at, const char *why)
{
    bool is_end = at >= r->in.all.len;
    return toml_value_fail(&r->in, at, ERR_SYNTAX, is_end ? "the document ends too early" : why);
}

static bool fail(struct reader *r, const char *why)
{
    return fail_at(r, r->in.at, why);
}

/* Adds to the tree; what goes wrong there has its place here. */
static bool add(struct reader *r, uint32_t parent, struct text key, enum toml_kind kind, size_t at,
    uint32_t *ret_node)
{
    struct err why;
    return toml_tree_add(&r->tree, parent, key, kind, ret_node, &why) ||
           toml_value_fail(&r->in, at, why.code, why.text);
}

static void skip_blanks(struct reader *r)
{
    while (peek(r) == ' ' || peek(r) == '\t')
        r->in.at++;
}

static bool skip_comment(struct reader *r)
{
    skip_blanks(r);
    if (peek(r) != '#')
        return true;
    while (peek(r) >= 0 && toml_value_is_plain(peek(r)))
        r->in.at++;
    bool is_ended = peek(r) < 0 || peek(r) == '\n' || peek(r) == '\r';
    return is_ended || fail(r, "a control character");
}

/* Takes one line's end. Returns whether there was one. */
static bool take_newline(struct reader *r)
{
    size_t len = peek(r) == '\n' ? 1 : 0;
    if (peek(r) == '\r' && toml_value_peek(&r->in, 1) == '\n')
        len = 2;
    r->in.at += len;
    return len > 0;
}

/* Skips white space, comments and the ends of lines. */
static bool skip_lines(struct reader *r)
{
    do {
        if (!skip_comment(r))
            return false;
    } while (take_newline(r));
    return true;
}

static bool take(struct reader *r, int c)
{
    if (peek(r) != c)
        return false;
    r->in.at++;
    return true;
}

/* -- keys -- */

static bool is_bare(int c)
{
    return c > 0 && (text_is_digit((char)c) || text_is_alpha((char)c) || c == '-' || c == '_');
}

static bool read_simple_key(struct reader *r, struct text *ret_key)
{
    size_t start = r->in.at;
    if (peek(r) == '"' || peek(r) == '\'') {
        bool is_multi =
            toml_value_peek(&r->in, 1) == peek(r) && toml_value_peek(&r->in, 2) == peek(r);
        if (is_multi)
            return fail(r, "a key of several lines");
        buf_cut(&r->scratch, 0);
        if (!toml_value_string(&r->in, &r->scratch))
            return false;
        *ret_key = arena_text(&r->tree.arena, buf_text(&r->scratch));
        return true;
    }
    while (is_bare(peek(r)))
        r->in.at++;
    *ret_key = text_slice(r->in.all, start, r->in.at);
    return ret_key->len || fail(r, "not a key");
}

/* One step of a dotted key in front of its last part. What a header defined, a dotted key cannot go on with; what is
   complete, nothing can. */
static bool step_into(struct reader *r, uint32_t *table, struct text key, bool is_header, size_t at)
{
    uint32_t found = toml_tree_find(&r->tree, *table, key);
    if (found == TOML_NONE)
        return add(r, *table, key, is_header ? TOML_IMPLICIT : TOML_DOTTED, at, table);
    struct toml_node *node = &r->tree.at[found];
    bool is_open = node->kind == TOML_IMPLICIT || node->kind == TOML_DOTTED ||
                   (is_header && (node->kind == TOML_DEFINED || node->kind == TOML_LIST));
    if (!is_open)
        return fail_at(r, at, "a key that leads into something defined elsewhere");
    if (!is_header)
        node->kind = TOML_DOTTED;
    *table = node->kind == TOML_LIST ? node->last : found;
    return true;
}

/* Reads a key up to its last part, and goes to the table which that belongs to. */
static bool read_key(struct reader *r, uint32_t *table, bool is_header, struct text *ret_key)
{
    for (;;) {
        size_t at = r->in.at;
        if (!read_simple_key(r, ret_key))
            return false;
        skip_blanks(r);
        if (!take(r, '.'))
            return true;
        skip_blanks(r);
        if (!step_into(r, table, *ret_key, is_header, at))
            return false;
    }
}

/* -- values -- */

static bool read_value(struct reader *r, uint32_t parent, struct text key, size_t at);

static bool read_pair(struct reader *r, uint32_t table)
{
    struct text key;
    size_t at = r->in.at;
    if (!read_key(r, &table, false, &key))
        return false;
    if (!take(r, '='))
        return fail(r, "a key without \"=\"");
    skip_blanks(r);
    return read_value(r, table, key, at);
}

static bool read_array(struct reader *r, uint32_t array)
{
    static const struct text no_key = {NULL, 0};
    for (r->in.at++;;) {
        if (!skip_lines(r))
            return false;
        if (take(r, ']'))
            return true;
        if (!read_value(r, array, no_key, r->in.at) || !skip_lines(r))
            return false;
        if (!take(r, ',') && peek(r) != ']')
            return fail(r, "an array goes on with a comma, or ends");
    }
}

/* "Inline tables are intended to appear on a single line", without a comma at the end. */
static bool read_inline(struct reader *r, uint32_t table)
{
    r->in.at++;
    skip_blanks(r);
    if (take(r, '}'))
        return true;
    for (;;) {
        if (!read_pair(r, table))
            return false;
        skip_blanks(r);
        if (take(r, '}'))
            return true;
        if (!take(r, ','))
            return fail(r, "an inline table goes on with a comma, or ends, on its line");
        skip_blanks(r);
    }
}

static bool read_scalar(struct reader *r, uint32_t node)
{
    buf_cut(&r->scratch, 0);
    if (peek(r) == '"' || peek(r) == '\'') {
        if (!toml_value_string(&r->in, &r->scratch))
            return false;
        struct text text = arena_text(&r->tree.arena, buf_text(&r->scratch));
        buf_cut(&r->scratch, 0);
        json_print_text(&r->scratch, text);
    } else if (!toml_value_other(&r->in, &r->scratch)) {
        return false;
    }
    r->tree.at[node].scalar = arena_text(&r->tree.arena, buf_text(&r->scratch));
    return true;
}

/* Tables and arrays in each other are no deeper than LIMIT_JSON_DEPTH, which adding keeps. */
static bool read_value(struct reader *r, uint32_t parent, struct text key, size_t at)
{
    int c = peek(r);
    enum toml_kind kind = c == '[' ? TOML_ARRAY : c == '{' ? TOML_INLINE : TOML_SCALAR;
    uint32_t node;
    if (!add(r, parent, key, kind, at, &node))
        return false;
    return kind == TOML_ARRAY    ? read_array(r, node)
           : kind == TOML_INLINE ? read_inline(r, node)
                                 : read_scalar(r, node);
}

/* -- headers -- */

static bool define_table(
    struct reader *r, uint32_t parent, struct text key, size_t at, uint32_t *ret_table)
{
    uint32_t found = toml_tree_find(&r->tree, parent, key);
    if (found == TOML_NONE)
        return add(r, parent, key, TOML_DEFINED, at, ret_table);
    if (r->tree.at[found].kind != TOML_IMPLICIT)
        return fail_at(r, at, "a table that is defined already");
    r->tree.at[found].kind = TOML_DEFINED;
    *ret_table = found;
    return true;
}

static bool extend_list(
    struct reader *r, uint32_t parent, struct text key, size_t at, uint32_t *ret_table)
{
    static const struct text no_key = {NULL, 0};
    uint32_t list = toml_tree_find(&r->tree, parent, key);
    if (list == TOML_NONE && !add(r, parent, key, TOML_LIST, at, &list))
        return false;
    if (r->tree.at[list].kind != TOML_LIST)
        return fail_at(r, at, "a list of tables that is defined otherwise already");
    return add(r, list, no_key, TOML_DEFINED, at, ret_table);
}

static bool read_header(struct reader *r, uint32_t *ret_table)
{
    uint32_t parent = TOML_ROOT;
    struct text key;
    size_t at = r->in.at++;
    bool is_list = take(r, '[');
    skip_blanks(r);
    if (!read_key(r, &parent, true, &key))
        return false;
    if (!take(r, ']') || (is_list && !take(r, ']')))
        return fail(r, "a header that does not end");
    return is_list ? extend_list(r, parent, key, at, ret_table)
                   : define_table(r, parent, key, at, ret_table);
}

static bool read_document(struct reader *r)
{
    uint32_t table = TOML_ROOT;
    ptrdiff_t bad = text_find_bad_utf8(r->in.all);
    if (bad >= 0)
        return toml_value_fail(&r->in, (size_t)bad, ERR_SYNTAX, "not UTF-8");
    for (;;) {
        if (!skip_lines(r))
            return false;
        if (peek(r) < 0)
            return true;
        bool is_read = peek(r) == '[' ? read_header(r, &table) : read_pair(r, table);
        if (!is_read || !skip_comment(r))
            return false;
        if (peek(r) >= 0 && !take_newline(r))
            return fail(r, "more on a line that is complete");
    }
}

bool toml_to_json(struct buf *out, struct text toml, struct err *err)
{
    struct reader r = {.in = {.all = toml, .err = err}};
    toml_tree_init(&r.tree);
    buf_init(&r.scratch, SIZE_MAX);
    bool is_read = read_document(&r);
    if (is_read)
        toml_tree_print(&r.tree, out);
    buf_done(&r.scratch);
    toml_tree_done(&r.tree);
    return is_read && buf_check(out, err);
}
