/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/mention.h"

#include "base/buf.h"
#include "base/limits.h"
#include "codec/json.h"

/* An @ behind one of these belongs to a word: "kim@example.org". */
static bool is_in_word(struct text text, size_t at)
{
    return at > 0 && (text_is_alpha(text.at[at - 1]) || text_is_digit(text.at[at - 1]) ||
                         strchr("_.-+", text.at[at - 1]));
}

/* "@kimberly" does not name kim. */
static bool ends_name(struct text rest)
{
    return rest.len == 0 ||
           !(text_is_alpha(rest.at[0]) || text_is_digit(rest.at[0]) || rest.at[0] == '_');
}

static const struct mention_person *find_name(
    struct text behind, const struct mention_person *people, size_t count, size_t *ret_len)
{
    const struct mention_person *found = NULL;
    *ret_len = 0;
    for (size_t i = 0; i < count; i++) {
        struct text name = people[i].name;
        if (name.len > *ret_len && text_eq_nocase(text_slice(behind, 0, name.len), name) &&
            ends_name(text_from(behind, name.len))) {
            found = &people[i];
            *ret_len = name.len;
        }
    }
    return found;
}

/* Reads "[42]…"; ret_len is the length of what was read. */
static const struct mention_person *find_id(
    struct text behind, const struct mention_person *people, size_t count, size_t *ret_len)
{
    ptrdiff_t end = text_find(text_slice(behind, 0, 24), ']');
    int64_t id;
    if (end < 2 || behind.at[0] != '[' || !text_read_i64(text_slice(behind, 1, (size_t)end), &id))
        return NULL;
    *ret_len = (size_t)end + 1;
    for (size_t i = 0; i < count; i++)
        if (people[i].id == id)
            return &people[i];
    return NULL;
}

static bool note(struct mention_kept *kept, int64_t id, struct err *err)
{
    for (size_t i = 0; i < kept->count; i++)
        if (kept->ids[i] == id)
            return true;
    if (kept->count == LIMIT_MENTIONS)
        return err_set(err, ERR_LIMIT, "text: names more than %zu people", (size_t)LIMIT_MENTIONS);
    kept->ids[kept->count++] = id;
    return true;
}

bool mention_keep(struct mention_kept *ret_kept, struct text text,
    const struct mention_person *people, size_t count, struct arena *arena, struct err *err)
{
    struct buf out;
    struct mention_kept kept = {.ids = arena_take_array(arena, LIMIT_MENTIONS, sizeof *kept.ids)};
    bool is_ok = arena_check(arena, err);
    size_t named = 0;
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0, len; is_ok && i < text.len; i++) {
        const struct mention_person *person = NULL;
        struct text behind = text_from(text, i + 1);
        if (text.at[i] == '@' && behind.len && !is_in_word(text, i)) {
            person = find_id(behind, people, count, &len);
            if (!person)
                person = find_name(behind, people, count, &len);
        }
        if (!person) {
            buf_add_char(&out, text.at[i]);
            continue;
        }
        if (++named > LIMIT_MENTIONS_REPEATED)
            is_ok = err_set(
                err, ERR_LIMIT, "text: names people more than %zu times", LIMIT_MENTIONS_REPEATED);
        is_ok = is_ok && note(&kept, person->id, err);
        buf_format(&out, "@[%lld]", (long long)person->id);
        i += len;
    }
    kept.text = arena_text(arena, buf_text(&out));
    buf_done(&out);
    if (is_ok)
        *ret_kept = kept;
    return is_ok && arena_check(arena, err);
}

struct text mention_show(
    struct text kept, const struct mention_person *people, size_t count, struct arena *arena)
{
    struct buf out;
    if (count == 0)
        return kept;
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0, len; i < kept.len; i++) {
        const struct mention_person *person = NULL;
        if (kept.at[i] == '@' && i + 1 < kept.len)
            person = find_id(text_from(kept, i + 1), people, count, &len);
        buf_add_char(&out, kept.at[i]);
        if (!person)
            continue;
        buf_add(&out, person->name);
        i += len;
    }
    struct text shown = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return shown;
}

void mention_read(struct text detail, struct arena *arena, int64_t **ret_ids, size_t *ret_count)
{
    struct json doc = {0};
    struct err err;
    *ret_ids = NULL;
    *ret_count = 0;
    if (text_find_text(detail, TEXT("\"mentions\"")) < 0 || !json_read(&doc, detail, &err))
        return;
    yyjson_val *list = json_get(json_root(&doc), "mentions");
    size_t most = yyjson_arr_size(list);
    int64_t *ids = arena_take_array(arena, most, sizeof *ids);
    for (size_t i = 0; ids && i < most; i++)
        if (text_read_i64(json_get_text(yyjson_arr_get(list, i), "id"), &ids[*ret_count]))
            ++*ret_count;
    json_done(&doc);
    *ret_ids = ids;
}
