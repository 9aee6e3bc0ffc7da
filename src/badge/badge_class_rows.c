/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_class.h"

#define CLASS_SELECT "SELECT " BADGE_CLASS_COLUMNS " FROM badge_class c "

struct badge_class badge_class_read_row(const struct db_rows *rows, size_t row, size_t column)
{
    struct badge_class class = {.id = db_int(rows, row, column),
        .slug = db_text(rows, row, column + 1),
        .number = db_is_null(rows, row, column + 2) ? BADGE_NO_NUMBER
                                                    : (int)db_int(rows, row, column + 2),
        .name = db_text(rows, row, column + 3),
        .description = db_text(rows, row, column + 4),
        .series = db_text(rows, row, column + 5),
        .level = (int)db_int(rows, row, column + 6),
        .art = {.hue = (int)db_int(rows, row, column + 11)},
        .is_given = db_int(rows, row, column + 12) != 0,
        .created_us = db_int(rows, row, column + 13),
        .is_builtin = db_is_null(rows, row, column + 14)};
    /* What a later version knows better is shown as the first of its kind. */
    if (!badge_kind_read(db_text(rows, row, column + 7), &class.kind))
        class.kind = BADGE_SKILL;
    if (!badge_difficulty_read(db_text(rows, row, column + 8), &class.difficulty))
        class.difficulty = BADGE_LOW;
    if (!badge_frame_read(db_text(rows, row, column + 9), &class.art.frame))
        class.art.frame = BADGE_FRAME_ROUND;
    if (!badge_glyph_read(db_text(rows, row, column + 10), &class.art.glyph))
        class.art.glyph = BADGE_GLYPH_CHECK;
    class.art.level = class.level;
    return class;
}

bool badge_class_find(struct db *db, struct text slug, struct arena *arena,
    struct badge_class *ret_class, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, CLASS_SELECT "WHERE c.slug = $1", DB_ARGS(DB_TEXT(slug)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such class of badges");
    *ret_class = badge_class_read_row(&rows, 0, 0);
    return true;
}

bool badge_class_find_level(struct db *db, struct text series, int level, struct arena *arena,
    struct badge_class *ret_class, bool *ret_is_found, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, CLASS_SELECT "WHERE c.series = $1 AND c.level = $2",
            DB_ARGS(DB_TEXT(series), DB_INT(level)), arena, &rows, err))
        return false;
    *ret_is_found = rows.count > 0;
    if (rows.count)
        *ret_class = badge_class_read_row(&rows, 0, 0);
    return true;
}

bool badge_class_list(struct db *db, struct arena *arena, struct badge_class **ret_classes,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, CLASS_SELECT "ORDER BY c.id", DB_NO_ARGS, arena, &rows, err))
        return false;
    struct badge_class *classes = arena_take_array(arena, rows.count, sizeof *classes);
    for (size_t i = 0; classes && i < rows.count; i++)
        classes[i] = badge_class_read_row(&rows, i, 0);
    *ret_classes = classes;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool badge_class_rows_add(struct db *db, const struct badge_class *class, int64_t account_id,
    bool *ret_is_new, struct err *err)
{
    int64_t changed;
    if (!db_run(db,
            "INSERT INTO badge_class (id, slug, number, name, description, series, level, kind,"
            " difficulty, frame, glyph, hue, is_given, created_us, created_by) SELECT $1, $2,"
            " CASE WHEN n.next < $3 THEN n.next END, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
            " $14, $15 FROM (SELECT COALESCE(max(number) + 1, 0) AS next FROM badge_class) n"
            " WHERE NOT EXISTS (SELECT 1 FROM badge_class c WHERE c.slug = $2"
            " OR (c.series = $6 AND c.level = $7))",
            DB_ARGS(DB_INT(class->id), DB_TEXT(class->slug), DB_INT(BADGE_NUMBERS),
                DB_TEXT(class->name), DB_TEXT(class->description), DB_TEXT(class->series),
                DB_INT(class->level), DB_TEXT(text_of(badge_kind_word(class->kind))),
                DB_TEXT(text_of(badge_difficulty_word(class->difficulty))),
                DB_TEXT(text_of(badge_frame_word(class->art.frame))),
                DB_TEXT(text_of(badge_glyph_word(class->art.glyph))), DB_INT(class->art.hue),
                DB_INT(class->is_given), DB_INT(class->created_us), DB_INT(account_id)),
            &changed, err))
        return false;
    *ret_is_new = changed > 0;
    return true;
}
