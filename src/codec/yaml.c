/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/yaml.h"

#include <yaml.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/map.h"
#include "codec/json.h"

/* An open mapping or sequence. */
struct yaml_level {
    char bracket; /* '{' or '[' */
    bool wants_key;
    struct map keys;
};

struct yaml_reader {
    struct buf *out;
    struct arena arena; /* the keys of open mappings */
    struct yaml_level levels[LIMIT_JSON_DEPTH];
    size_t depth;
    size_t document_count;
};

static bool fail_at(yaml_mark_t mark, enum err_code code, const char *why, struct err *err)
{
    return err_set(err, code, "%zu:%zu: %s", mark.line + 1, mark.column + 1, why);
}

static struct yaml_level *innermost(struct yaml_reader *reader)
{
    return reader->depth ? &reader->levels[reader->depth - 1] : NULL;
}

/* After a value, a mapping wants a key again. */
static void end_value(struct yaml_reader *reader)
{
    struct yaml_level *level = innermost(reader);
    if (level && level->bracket == '{')
        level->wants_key = true;
}

static bool open_level(struct yaml_reader *reader, const yaml_event_t *event, struct err *err)
{
    char bracket = event->type == YAML_MAPPING_START_EVENT ? '{' : '[';
    struct yaml_level *level = innermost(reader);
    if (level && level->wants_key)
        return fail_at(event->start_mark, ERR_SYNTAX, "a key that is no text", err);
    if (reader->depth == LEN_OF(reader->levels))
        return err_set(err, ERR_LIMIT, "%zu:%zu: nested deeper than %zu",
            event->start_mark.line + 1, event->start_mark.column + 1, LEN_OF(reader->levels));
    json_print_open(reader->out, bracket);
    reader->levels[reader->depth++] =
        (struct yaml_level){.bracket = bracket, .wants_key = bracket == '{'};
    return true;
}

static bool close_level(struct yaml_reader *reader)
{
    struct yaml_level *level = innermost(reader);
    if (!level)
        return true; /* libyaml ends only what it has begun */
    json_print_close(reader->out, level->bracket == '{' ? '}' : ']');
    map_done(&level->keys);
    reader->depth--;
    end_value(reader);
    return true;
}

static bool is_any(struct text t, const char *const *words)
{
    for (; *words; words++)
        if (text_is(t, *words))
            return true;
    return false;
}

static void print_word(struct buf *out, const char *word)
{
    char last = out->len ? out->at[out->len - 1] : ':';
    if (last != '[' && last != ':')
        buf_add_char(out, ',');
    buf_add_z(out, word);
}

static void print_scalar(struct yaml_reader *reader, const yaml_event_t *event, struct text t)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const trues[] = {"true", "True", "TRUE", NULL};
    static const char *const falses[] = {"false", "False", "FALSE", NULL};
    bool is_bare = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !event->data.scalar.tag;
    const char *word = !is_bare            ? NULL
                       : is_any(t, nulls)  ? "null"
                       : is_any(t, trues)  ? "true"
                       : is_any(t, falses) ? "false"
                                           : NULL;
    if (word)
        print_word(reader->out, word);
    else
        json_print_text(reader->out, t);
}

static bool read_scalar(struct yaml_reader *reader, const yaml_event_t *event, struct err *err)
{
    struct text t = {(const char *)event->data.scalar.value, event->data.scalar.length};
    struct yaml_level *level = innermost(reader);
    if (!level || !level->wants_key) {
        print_scalar(reader, event, t);
        end_value(reader);
        return true;
    }
    if (!map_add(&level->keys, arena_text(&reader->arena, t), 0, NULL))
        return err_set(err, ERR_SYNTAX, "%zu:%zu: the key \"%.*s\" stands twice",
            event->start_mark.line + 1, event->start_mark.column + 1, TEXT_ARG(t));
    json_print_key_text(reader->out, t);
    level->wants_key = false;
    return true;
}

static bool read_event(struct yaml_reader *reader, const yaml_event_t *event, struct err *err)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return ++reader->document_count == 1 ||
               fail_at(event->start_mark, ERR_SYNTAX, "a second document begins", err);
    case YAML_ALIAS_EVENT:
        return fail_at(event->start_mark, ERR_SYNTAX, "aliases are not taken", err);
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT: return open_level(reader, event, err);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT: return close_level(reader);
    case YAML_SCALAR_EVENT: return read_scalar(reader, event, err);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT: break;
    }
    return true;
}

static bool read_events(struct yaml_reader *reader, yaml_parser_t *parser, struct err *err)
{
    for (bool is_last = false; !is_last;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            yaml_mark_t at = parser->problem_mark.line ? parser->problem_mark : parser->mark;
            return fail_at(at, ERR_SYNTAX, parser->problem ? parser->problem : "malformed", err);
        }
        is_last = event.type == YAML_STREAM_END_EVENT;
        bool is_fine = read_event(reader, &event, err);
        yaml_event_delete(&event);
        if (!is_fine)
            return false;
    }
    return true;
}

bool yaml_to_json(struct buf *out, struct text yaml, struct err *err)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        err_panic("out of memory");
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &parser, (const unsigned char *)(yaml.at ? yaml.at : ""), yaml.len);
    struct yaml_reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        err_panic("out of memory");
    reader->out = out;
    arena_init(&reader->arena, SIZE_MAX);
    bool is_fine = read_events(reader, &parser, err);
    if (is_fine && reader->document_count == 0)
        is_fine = err_set(err, ERR_SYNTAX, "1:1: there is no document");
    for (size_t i = 0; i < reader->depth; i++)
        map_done(&reader->levels[i].keys);
    arena_done(&reader->arena);
    free(reader);
    yaml_parser_delete(&parser);
    return is_fine && buf_check(out, err);
}
