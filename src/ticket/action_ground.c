/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/action_ground.h"

#include "base/clock.h"
#include "base/limits.h"

static bool is_kind(struct text kind)
{
    if (!kind.len || kind.len > 32)
        return false;
    for (size_t i = 0; i < kind.len; i++)
        if (!(kind.at[i] >= 'a' && kind.at[i] <= 'z') && kind.at[i] != '_' && kind.at[i] != '-')
            return false;
    return true;
}

bool action_ground_is_id(struct text id)
{
    if (!id.len || id.len > LIMIT_ID_BYTES)
        return false;
    for (size_t i = 0; i < id.len; i++)
        if (!text_is_alpha(id.at[i]) && !text_is_digit(id.at[i]) && !strchr("._:/+-#", id.at[i]))
            return false;
    return true;
}

static bool has_only_ours(yyjson_val *object)
{
    return yyjson_obj_size(object) == (size_t)(json_get(object, "kind") != NULL) +
                                          (json_get(object, "id") != NULL) +
                                          (json_get(object, "read_at") != NULL);
}

static bool read_one(yyjson_val *value, size_t i, struct action_ground *ret_ground,
    struct arena *arena, struct err *err)
{
    yyjson_val *read = json_get(value, "read_at");
    struct text time = {"", 0}, kind = json_get_text(value, "kind"),
                id = json_get_text(value, "id");
    struct action_ground ground = {0};
    if (!yyjson_is_obj(value) || !has_only_ours(value))
        return err_set(err, ERR_USAGE, "grounds[%zu]: is no object of kind, id and read_at", i);
    if (!is_kind(kind))
        return err_set(err, ERR_USAGE,
            "grounds[%zu].kind: must be a word in small letters, such as advisory", i);
    if (!action_ground_is_id(id))
        return err_set(err, ERR_USAGE,
            "grounds[%zu].id: must have 1 to %zu letters, digits, and . _ : / + - #", i,
            LIMIT_ID_BYTES);
    if (read && !yyjson_is_null(read) &&
        (!json_text(read, &time) || !clock_read(time, &ground.read_us)))
        return err_set(err, ERR_USAGE, "grounds[%zu].read_at: is no time", i);
    ground.kind = arena_text(arena, kind);
    ground.id = arena_text(arena, id);
    *ret_ground = ground;
    return arena_check(arena, err);
}

static bool check_twice(const struct action_ground *grounds, size_t count, struct err *err)
{
    const struct action_ground *last = &grounds[count];
    for (size_t i = 0; i < count; i++)
        if (text_eq(grounds[i].kind, last->kind) && text_eq(grounds[i].id, last->id))
            return err_set(err, ERR_USAGE, "grounds[%zu]: is there twice", count);
    return true;
}

bool action_ground_read(yyjson_val *list, struct action_ground **ret_grounds, size_t *ret_count,
    struct arena *arena, struct err *err)
{
    size_t i, count = yyjson_arr_size(list);
    yyjson_val *value;
    if (list && !yyjson_is_null(list) && !yyjson_is_arr(list))
        return err_set(err, ERR_USAGE, "grounds: must be a list");
    if (count > (size_t)ACTION_GROUNDS_MAX)
        return err_set(err, ERR_USAGE, "grounds: has more than %d", ACTION_GROUNDS_MAX);
    struct action_ground *grounds = arena_take_array(arena, count, sizeof *grounds);
    if (!grounds)
        return arena_check(arena, err);
    yyjson_arr_foreach(list, i, count, value)
    {
        if (!read_one(value, i, &grounds[i], arena, err) || !check_twice(grounds, i, err))
            return false;
    }
    *ret_grounds = grounds;
    *ret_count = yyjson_arr_size(list);
    return true;
}

void action_ground_print(struct buf *out, const struct action_ground *grounds, size_t count)
{
    json_print_member_open(out, "grounds", '[');
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        json_print_member(out, "kind", grounds[i].kind);
        json_print_member(out, "id", grounds[i].id);
        json_print_member_time(out, "read_at", grounds[i].read_us);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}
