/* SPDX-License-Identifier: Apache-2.0 */
/* Classes: what badges are of, with their text, their level in a series, and their art (badge_art.h).
   Example: badge_class_find(db, TEXT("eliminator-2"), arena, &class, err) */
#ifndef BADGE_BADGE_CLASS_H
#define BADGE_BADGE_CLASS_H

#include "account/api.h"
#include "badge/badge_art.h"

enum badge_kind { BADGE_SKILL, BADGE_PERFORMANCE, BADGE_POSITION, BADGE_KINDS };
enum badge_difficulty { BADGE_LOW, BADGE_MIDDLE, BADGE_HIGH, BADGE_DIFFICULTIES };

/* A chain keeps the classes that an address holds in 248 bits. */
enum { BADGE_NUMBERS = 248, BADGE_NO_NUMBER = -1 };

struct badge_class {
    int64_t id;
    struct text slug;
    int number; /* BADGE_NO_NUMBER: on no chain */
    struct text name, description, series;
    int level; /* from 1 */
    enum badge_kind kind;
    enum badge_difficulty difficulty;
    struct badge_art art; /* its level and is_self_certified are the badge's */
    bool is_given;        /* by people; else rules alone issue it */
    bool is_builtin;
    int64_t created_us;
};

const char *badge_kind_word(enum badge_kind kind);
const char *badge_difficulty_word(enum badge_difficulty difficulty);
MUST_USE bool badge_kind_read(struct text word, enum badge_kind *ret_kind);
MUST_USE bool badge_difficulty_read(struct text word, enum badge_difficulty *ret_difficulty);

/* Columns of badge_class as c, and what reads them: for those who join it. */
#define BADGE_CLASS_COLUMNS                                                                        \
    "c.id, c.slug, c.number, c.name, c.description, c.series, c.level, c.kind, c.difficulty,"      \
    " c.frame, c.glyph, c.hue, c.is_given, c.created_us, c.created_by"
enum { BADGE_CLASS_COLUMN_COUNT = 15 };
struct badge_class badge_class_read_row(const struct db_rows *rows, size_t row, size_t column);

/* ERR_NOT_FOUND. */
MUST_USE bool badge_class_find(struct db *db, struct text slug, struct arena *arena,
    struct badge_class *ret_class, struct err *err);
/* The class of a level of a series; ret_is_found is false when the series does not go so far. */
MUST_USE bool badge_class_find_level(struct db *db, struct text series, int level,
    struct arena *arena, struct badge_class *ret_class, bool *ret_is_found, struct err *err);
/* All of them, in the order in which they were made. */
MUST_USE bool badge_class_list(struct db *db, struct arena *arena, struct badge_class **ret_classes,
    size_t *ret_count, struct err *err);

/* Makes a class of slug, name, description, series, level, kind, difficulty, art and is_given, with its entry in the journal, and gives it its number
   while there is one. Takes RIGHT_BADGE_RULE_CHANGE. Fills class->id. ERR_USAGE, ERR_CONFLICT when there is one of that slug, or of that level of the
   series, ERR_LIMIT. What was made stays as it is: badges and chains rest on it. */
MUST_USE bool badge_class_add(struct db *db, const struct api_principal *who,
    struct badge_class *class, int64_t now_us, struct err *err);
MUST_USE bool badge_class_rows_add(struct db *db, const struct badge_class *class,
    int64_t account_id, bool *ret_is_new, struct err *err);

/* Adds a class to out as a JSON object; url is where the server is found. */
void badge_class_print(struct buf *out, const struct badge_class *class, struct text url);

#endif
