/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_class.h"

static const char *const kind_words[BADGE_KINDS] = {
    [BADGE_SKILL] = "skill",
    [BADGE_PERFORMANCE] = "performance",
    [BADGE_POSITION] = "position",
};
static const char *const difficulty_words[BADGE_DIFFICULTIES] = {
    [BADGE_LOW] = "low",
    [BADGE_MIDDLE] = "middle",
    [BADGE_HIGH] = "high",
};

static int find_word(const char *const *words, int count, struct text word)
{
    for (int i = 0; i < count; i++)
        if (text_is(word, words[i]))
            return i;
    return -1;
}

const char *badge_kind_word(enum badge_kind kind)
{
    return kind_words[kind];
}

const char *badge_difficulty_word(enum badge_difficulty difficulty)
{
    return difficulty_words[difficulty];
}

bool badge_kind_read(struct text word, enum badge_kind *ret_kind)
{
    int found = find_word(kind_words, BADGE_KINDS, word);
    if (found >= 0)
        *ret_kind = (enum badge_kind)found;
    return found >= 0;
}

bool badge_difficulty_read(struct text word, enum badge_difficulty *ret_difficulty)
{
    int found = find_word(difficulty_words, BADGE_DIFFICULTIES, word);
    if (found >= 0)
        *ret_difficulty = (enum badge_difficulty)found;
    return found >= 0;
}

void badge_class_print(struct buf *out, const struct badge_class *class, struct text url)
{
    struct buf image;
    buf_init(&image, SIZE_MAX);
    buf_format(
        &image, "%.*s/api/v1/badge-classes/%.*s/image.svg", TEXT_ARG(url), TEXT_ARG(class->slug));
    json_print_open(out, '{');
    json_print_member_id(out, "id", class->id);
    json_print_member(out, "slug", class->slug);
    json_print_member(out, "name", class->name);
    json_print_member(out, "description", class->description);
    json_print_member(out, "series", class->series);
    json_print_member_int(out, "level", class->level);
    if (class->number == BADGE_NO_NUMBER)
        json_print_member_null(out, "number");
    else
        json_print_member_int(out, "number", class->number);
    json_print_member_z(out, "kind", badge_kind_word(class->kind));
    json_print_member_z(out, "difficulty", badge_difficulty_word(class->difficulty));
    json_print_member_z(out, "frame", badge_frame_word(class->art.frame));
    json_print_member_z(out, "glyph", badge_glyph_word(class->art.glyph));
    json_print_member_int(out, "hue", class->art.hue);
    json_print_member(out, "image", buf_text(&image));
    json_print_member_bool(out, "is_given", class->is_given);
    json_print_member_bool(out, "is_builtin", class->is_builtin);
    json_print_close(out, '}');
    buf_done(&image);
}
