/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_class_api.h"

#include "badge/badge_api.h"
#include "badge/badge_png.h"
#include "base/limits.h"
#include "ticket/action.h"

/* -- making -- */

static bool read_number(const struct json *body, const char *key, int *ret_number, struct err *err)
{
    yyjson_val *value = json_get(json_root(body), key);
    if (!value)
        return true;
    if (!yyjson_is_int(value) || yyjson_get_sint(value) < 0 || yyjson_get_sint(value) > 1000)
        return err_set(err, ERR_USAGE, "%s: is no number of ours", key);
    *ret_number = (int)yyjson_get_sint(value);
    return true;
}

static bool read_words(const struct json *body, struct badge_class *class, struct err *err)
{
    yyjson_val *root = json_root(body);
    struct text kind = json_get_text(root, "kind"), hard = json_get_text(root, "difficulty");
    struct text frame = json_get_text(root, "frame"), glyph = json_get_text(root, "glyph");
    if (!badge_kind_read(kind, &class->kind))
        return err_set(err, ERR_USAGE, "kind: there is no such kind of badge");
    if (!badge_difficulty_read(hard, &class->difficulty))
        return err_set(err, ERR_USAGE, "difficulty: is low, middle or high");
    if (!badge_frame_read(frame, &class->art.frame))
        return err_set(err, ERR_USAGE, "frame: there is no such frame");
    return badge_glyph_read(glyph, &class->art.glyph) ||
           err_set(err, ERR_USAGE, "glyph: there is no such glyph");
}

bool badge_class_api_read(const struct json *body, struct badge_class *ret_class, struct err *err)
{
    *ret_class = (struct badge_class){.slug = {"", 0}, .level = 1};
    return api_member_line(body, "slug", &ret_class->slug, err) &&
           api_member_line(body, "name", &ret_class->name, err) &&
           api_member_text(
               body, "description", LIMIT_BADGE_TEXT_BYTES, &ret_class->description, err) &&
           api_member_line(body, "series", &ret_class->series, err) &&
           read_number(body, "level", &ret_class->level, err) &&
           read_number(body, "hue", &ret_class->art.hue, err) &&
           api_member_bool(body, "is_given", &ret_class->is_given, err) &&
           read_words(body, ret_class, err);
}

static bool create(struct api_call *call, struct err *err)
{
    struct json body;
    struct badge_class class, made;
    if (!api_body(call, BADGE_CLASS_API_MEMBERS, &body, err))
        return false;
    bool is_made = badge_class_api_read(&body, &class, err) &&
                   badge_class_add(call->db, &call->who, &class, call->now_us, err) &&
                   badge_class_find(call->db, class.slug, call->arena, &made, err);
    json_done(&body);
    if (!is_made)
        return false;
    call->reply->status = 201;
    badge_class_print(&call->reply->body, &made, badge_api_url(call));
    return true;
}

/* -- looking -- */

static bool list_classes(struct api_call *call, struct err *err)
{
    struct badge_class *classes;
    size_t count;
    if (!badge_class_list(call->db, call->arena, &classes, &count, err))
        return false;
    struct text url = badge_api_url(call);
    api_list_open(call);
    for (size_t i = 0; i < count; i++)
        badge_class_print(&call->reply->body, &classes[i], url);
    api_list_close(call, (struct text){"", 0});
    return true;
}

static bool find_art(struct api_call *call, struct badge_art *ret_art, struct err *err)
{
    struct badge_class class;
    if (!badge_class_find(call->db, http_param(call->request, "class"), call->arena, &class, err) ||
        !api_query_flag(call, "self_certified", &class.art.is_self_certified, err))
        return false;
    *ret_art = class.art;
    return true;
}

static bool show_svg(struct api_call *call, struct err *err)
{
    struct badge_art art;
    if (!find_art(call, &art, err))
        return false;
    call->reply->type = "image/svg+xml";
    badge_art_draw(&call->reply->body, &art);
    return true;
}

/* The class that is built in for a kind of action is named as the kind is. */
static bool show_action_image(struct api_call *call, struct err *err)
{
    enum action_kind kind;
    struct badge_class class;
    struct text name = http_param(call->request, "kind");
    if (!action_kind_read(name, &kind))
        return err_set(err, ERR_NOT_FOUND, "there is no such kind of action");
    if (!badge_class_find(call->db, name, call->arena, &class, err))
        return false;
    call->reply->type = "image/svg+xml";
    badge_art_draw(&call->reply->body, &class.art);
    return true;
}

static bool read_size(const struct api_call *call, int64_t *ret_size, struct err *err)
{
    struct text size;
    *ret_size = BADGE_PNG_USUAL;
    return !http_query(call->request, "size", &size) || !size.len ||
           text_read_i64(size, ret_size) || err_set(err, ERR_USAGE, "size: is no number");
}

static bool show_png(struct api_call *call, struct err *err)
{
    struct badge_art art;
    struct buf svg;
    int64_t size;
    if (!read_size(call, &size, err) || !find_art(call, &art, err))
        return false;
    buf_init(&svg, SIZE_MAX);
    badge_art_draw(&svg, &art);
    call->reply->type = "image/png";
    bool is_drawn = badge_png_draw(&call->reply->body, buf_text(&svg), size, err);
    buf_done(&svg);
    return is_drawn;
}

const struct api_route badge_class_api_routes[] = {
    {"GET", "/api/v1/action-images/{kind}", RIGHT_ANYONE, show_action_image, 0},
    {"GET", "/api/v1/badge-classes", RIGHT_ADVISORY_READ, list_classes, 0},
    {"GET", "/api/v1/badge-classes/{class}/image.png", RIGHT_ANYONE, show_png, 0},
    {"GET", "/api/v1/badge-classes/{class}/image.svg", RIGHT_ANYONE, show_svg, 0},
    {"POST", "/api/v1/badge-classes", RIGHT_BADGE_RULE_CHANGE, create, 0},
    {0},
};
