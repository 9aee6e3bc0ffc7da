/* SPDX-License-Identifier: Apache-2.0 */
/* Yarn 1's own notation: two blanks an indent, words bare or as JSON strings. */
#include "base/limits.h"
#include "codec/json.h"
#include "sbom/sbom_lock.h"
#include "sbom/yarn_lock.h"

enum { DEPTHS = 3 }; /* entries, what they say, their dependencies */

struct v1 {
    struct buf *out;
    struct err *err;
    struct arena arena;
    struct map keys;       /* of all blocks, with the number of their block in front */
    size_t blocks[DEPTHS]; /* the numbers of those that are open */
    size_t depth, block_count;
    struct buf word, key;
    size_t line; /* its number */
};

static bool fail(struct v1 *v1, const char *why)
{
    return err_set(v1->err, ERR_SYNTAX, "%zu:1: %s", v1->line, why);
}

static bool is_mark(const char *marks, char c)
{
    while (*marks && *marks != c)
        marks++;
    return *marks;
}

/* Reads a word into v1->word: a string, or what goes on to a blank, or to one of the marks. */
static bool read_word(struct v1 *v1, struct text *rest, const char *marks)
{
    size_t i = 0;
    buf_cut(&v1->word, 0);
    if (!text_starts(*rest, TEXT("\""))) {
        while (i < rest->len && rest->at[i] != ' ' && !is_mark(marks, rest->at[i]))
            i++;
        buf_add(&v1->word, text_slice(*rest, 0, i));
        *rest = text_from(*rest, i);
        return i > 0 || fail(v1, "a word is missing");
    }
    for (i = 1; i < rest->len && rest->at[i] != '"'; i++) {
        i += rest->at[i] == '\\' && i + 1 < rest->len;
        buf_add_char(&v1->word, rest->at[i]);
    }
    if (i >= rest->len)
        return fail(v1, "a string that does not end");
    *rest = text_from(*rest, i + 1);
    return true;
}

static bool print_key(struct v1 *v1, struct text key)
{
    size_t block = v1->blocks[v1->depth];
    struct text number = arena_text(&v1->arena, (struct text){(const char *)&block, sizeof block});
    struct text whole = arena_join(&v1->arena, number, "", key);
    if (!arena_check(&v1->arena, v1->err))
        return false;
    if (!map_add(&v1->keys, whole, 0, NULL))
        return err_set(
            v1->err, ERR_SYNTAX, "%zu:1: \"%.*s\" stands twice", v1->line, TEXT_ARG(key));
    json_print_key_text(v1->out, key);
    return true;
}

static void open_block(struct v1 *v1)
{
    json_print_open(v1->out, '{');
    v1->blocks[++v1->depth] = ++v1->block_count;
}

static void close_to(struct v1 *v1, size_t depth)
{
    for (; v1->depth > depth; v1->depth--)
        json_print_close(v1->out, '}');
}

static bool take_comma(struct text *line)
{
    bool is_there = text_starts(*line, TEXT(","));
    *line = text_from(*line, is_there);
    return is_there;
}

/* "name@range", "name@range": */
static bool read_entry(struct v1 *v1, struct text line)
{
    buf_cut(&v1->key, 0);
    do {
        line = text_trim(line);
        if (!read_word(v1, &line, ",:"))
            return false;
        buf_add_z(&v1->key, v1->key.len ? ", " : "");
        buf_add(&v1->key, buf_text(&v1->word));
    } while (take_comma(&line));
    if (line.len)
        return fail(v1, "an entry goes on with a comma, or ends");
    if (!print_key(v1, arena_text(&v1->arena, buf_text(&v1->key))))
        return false;
    open_block(v1);
    return true;
}

/* name value, or name: with more below */
static bool read_member(struct v1 *v1, struct text line)
{
    if (!read_word(v1, &line, ":") || !print_key(v1, arena_text(&v1->arena, buf_text(&v1->word))))
        return false;
    if (text_is(line, ":") && v1->depth + 1 < DEPTHS) {
        open_block(v1);
        return true;
    }
    line = text_trim(line);
    if (!read_word(v1, &line, ""))
        return false;
    if (line.len)
        return fail(v1, "not a name and its value");
    json_print_text(v1->out, buf_text(&v1->word));
    return true;
}

static bool read_line(struct v1 *v1, struct text line)
{
    size_t indent = 0;
    while (indent < line.len && line.at[indent] == ' ')
        indent++;
    struct text rest = text_trim(text_from(line, indent));
    if (!rest.len || rest.at[0] == '#')
        return true;
    if (text_starts(rest, TEXT("<<<<<<<")) || text_starts(rest, TEXT(">>>>>>>")))
        return fail(v1, "a conflict that was not resolved");
    if (indent % 2 != 0 || indent / 2 > v1->depth)
        return fail(v1, "an indent that fits to nothing above it");
    close_to(v1, indent / 2);
    if (indent)
        return read_member(v1, rest);
    return text_ends(rest, TEXT(":")) ? read_entry(v1, text_slice(rest, 0, rest.len - 1))
                                      : fail(v1, "an entry without \":\"");
}

static bool read_lines(struct v1 *v1, struct text bytes)
{
    while (bytes.at) {
        struct text line = text_cut(&bytes, '\n');
        v1->line++;
        if (text_find_bad_utf8(line) >= 0)
            return fail(v1, "not UTF-8");
        if (!read_line(v1, line))
            return false;
    }
    return true;
}

bool yarn_lock_v1_to_json(struct buf *out, struct text bytes, struct err *err)
{
    struct v1 v1 = {.out = out, .err = err};
    arena_init(&v1.arena, LIMIT_SBOM_ARENA);
    buf_init(&v1.word, SIZE_MAX);
    buf_init(&v1.key, SIZE_MAX);
    json_print_open(out, '{');
    bool is_read = read_lines(&v1, bytes);
    close_to(&v1, 0);
    json_print_close(out, '}');
    buf_done(&v1.word);
    buf_done(&v1.key);
    map_done(&v1.keys);
    arena_done(&v1.arena);
    return is_read && buf_check(out, err);
}
