/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_class.h"

#include "base/limits.h"
#include "base/rand.h"
#include "journal/journal.h"

enum { WORD_BYTES = 60, HUES = 360 };

struct making {
    const struct api_principal *who;
    struct badge_class class;
    struct arena arena;
};

/* Slugs and series stand in addresses and keys. */
static bool check_word(struct text word, const char *place, struct err *err)
{
    bool is_good = word.len > 0 && word.len <= WORD_BYTES && word.at[0] != '-';
    for (size_t i = 0; is_good && i < word.len; i++) {
        char c = word.at[i];
        is_good = (c >= 'a' && c <= 'z') || text_is_digit(c) || c == '-';
    }
    return is_good ||
           err_set(err, ERR_USAGE, "%s: is no word of 1 to %d small letters, digits and hyphens",
               place, WORD_BYTES);
}

static bool check(const struct badge_class *class, struct err *err)
{
    if (!check_word(class->slug, "slug", err) || !check_word(class->series, "series", err))
        return false;
    if (!class->name.len)
        return err_set(err, ERR_USAGE, "name: is missing");
    if (!class->description.len)
        return err_set(err, ERR_USAGE, "description: is missing");
    if (class->level < 1 || class->level > BADGE_ART_LEVELS)
        return err_set(err, ERR_USAGE, "level: is no number from 1 to %d", BADGE_ART_LEVELS);
    if (class->art.hue < 0 || class->art.hue >= HUES)
        return err_set(err, ERR_USAGE, "hue: is no number from 0 to %d", HUES - 1);
    return true;
}

static bool tell(struct db *db, const struct making *it, struct err *err)
{
    struct buf facts;
    buf_init(&facts, SIZE_MAX);
    json_print_open(&facts, '{');
    json_print_member(&facts, "slug", it->class.slug);
    json_print_member(&facts, "series", it->class.series);
    json_print_member_int(&facts, "level", it->class.level);
    json_print_close(&facts, '}');
    bool is_told = journal_add_texts(db,
        &(struct journal_entry){.kind = "badge.class_made",
            .actor_id = it->who->account_id,
            .object_kind = "badge_class",
            .object_id = it->class.id,
            .at_us = it->class.created_us,
            .facts = buf_text(&facts)},
        JOURNAL_TEXTS({"name", it->class.name}, {"description", it->class.description}), err);
    buf_done(&facts);
    return is_told;
}

static bool add(struct db *db, void *context, struct err *err)
{
    struct making *it = context;
    struct badge_class *classes;
    size_t count;
    bool is_new;
    if (!right_check(it->who->roles, TEAM_STRANGER, RIGHT_BADGE_RULE_CHANGE, "class", err) ||
        !badge_class_list(db, &it->arena, &classes, &count, err))
        return false;
    if (count >= LIMIT_BADGE_CLASSES)
        return err_set(err, ERR_LIMIT, "there are %zu classes at most", LIMIT_BADGE_CLASSES);
    if (!badge_class_rows_add(db, &it->class, it->who->account_id, &is_new, err))
        return false;
    return is_new ? tell(db, it, err)
                  : err_set(err, ERR_CONFLICT,
                        "there is a class of that slug, or of that level of the series");
}

bool badge_class_add(struct db *db, const struct api_principal *who, struct badge_class *class,
    int64_t now_us, struct err *err)
{
    struct making it = {.who = who, .class = *class};
    it.class.id = rand_id(now_us);
    it.class.created_us = now_us;
    if (!check(&it.class, err))
        return false;
    arena_init(&it.arena, SIZE_MAX);
    bool is_made = db_transact(db, add, &it, err);
    arena_done(&it.arena);
    if (is_made)
        class->id = it.class.id;
    return is_made;
}
