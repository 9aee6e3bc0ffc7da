/* SPDX-License-Identifier: Apache-2.0 */
#include "health/health_rule.h"

#include "codec/zone.h"

enum { SATURDAY = 6, SUNDAY = 7, CELLS = 5 };

const struct health_rule *health_rule_find(struct text name)
{
    for (const struct health_rule *rule = health_rule_table; rule->name; rule++)
        if (text_is(name, rule->name))
            return rule;
    return NULL;
}

/* Whether nobody had touched a ticket when what it is about was known, on a Saturday or Sunday, and whether nobody did before Monday. */
struct weekend {
    bool is_one, is_waited;
};

static struct weekend look_at(
    const struct zone *zone, int64_t known_us, int64_t acted_us, int64_t now_us)
{
    struct zone_time at = zone_time(zone, known_us);
    int64_t monday_us = zone_day_start_us(zone, zone_monday(at.day) + 7);
    bool is_one = (at.weekday == SATURDAY || at.weekday == SUNDAY) && monday_us <= now_us &&
                  (!acted_us || acted_us >= known_us);
    return (struct weekend){
        .is_one = is_one, .is_waited = is_one && (!acted_us || acted_us >= monday_us)};
}

struct weekends {
    const struct db_rows *rows;
    struct db_rows waited; /* those that waited, in the shape of a rule's rows */
    int64_t *totals;       /* of the topic, for each of these */
};

static int64_t later_of(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Debian's releases are one ecosystem to whoever reads advisories. */
static struct text topic_of(const struct db_rows *rows, size_t row)
{
    struct text rest = db_text(rows, row, 0);
    return text_cut(&rest, ':');
}

static void sort_out(struct weekends *all, const struct zone *zone, int64_t now_us)
{
    const struct db_rows *rows = all->rows;
    for (size_t i = 0, first = 0, total = 0; i < rows->count; i++) {
        int64_t known_us = later_of(db_int(rows, i, 3), db_int(rows, i, 4));
        struct weekend weekend = look_at(zone, known_us, db_int(rows, i, 5), now_us);
        if (i && !text_eq(topic_of(rows, i), topic_of(rows, i - 1))) {
            first = all->waited.count;
            total = 0;
        }
        total += weekend.is_one;
        if (weekend.is_waited) {
            const struct db_value row[CELLS] = {DB_TEXT(topic_of(rows, i)),
                DB_TEXT(db_text(rows, i, 1)), DB_TEXT(db_text(rows, i, 2)), DB_INT(1),
                DB_INT(known_us)};
            memcpy(&all->waited.cells[all->waited.count++ * CELLS], row, sizeof row);
        }
        for (size_t k = first; k < all->waited.count; k++)
            all->totals[k] = (int64_t)total;
    }
}

/* Topics of which most did not wait are left out again. */
static bool add_topics(const struct weekends *all, const struct health_rule *rule,
    const struct team *team, struct arena *arena, struct health_advice_list *list, struct err *err)
{
    const struct db_rows *waited = &all->waited;
    for (size_t first = 0, end; first < waited->count; first = end) {
        for (end = first;
            end < waited->count && text_eq(topic_of(waited, end), topic_of(waited, first));)
            end++;
        size_t before = list->len;
        struct db_rows part = {
            .cells = &waited->cells[first * CELLS], .count = end - first, .columns = CELLS};
        if ((int64_t)part.count * 2 <= all->totals[end - 1])
            continue;
        if (!health_advice_add(&part, rule, team, arena, list, err))
            return false;
        if (list->len > before)
            list->at[before].total = all->totals[end - 1];
    }
    return true;
}

bool health_rule_weekend(struct db *db, const struct health_rule *rule, const struct team *team,
    int64_t now_us, struct arena *arena, struct health_advice_list *list, struct err *err)
{
    struct db_rows rows;
    struct zone zone;
    struct weekends all = {.rows = &rows, .waited = {.columns = CELLS}};
    if (!health_rule_weekend_rows(
            db, team->id, now_us + rule->days * CLOCK_DAY_US, arena, &rows, err) ||
        !zone_open(&zone, team->time_zone, err))
        return false;
    all.waited.cells = arena_take_array(arena, rows.count * CELLS, sizeof *all.waited.cells);
    all.totals = arena_take_array(arena, rows.count, sizeof *all.totals);
    bool is_ok = arena_check(arena, err);
    if (is_ok)
        sort_out(&all, &zone, now_us);
    zone_close(&zone);
    return is_ok && add_topics(&all, rule, team, arena, list, err);
}

bool health_rule_one_carries(struct db *db, const struct health_rule *rule, const struct team *team,
    int64_t now_us, struct arena *arena, struct health_advice_list *list, struct err *err)
{
    struct db_rows rows;
    int64_t total = 0;
    if (!health_rule_done_rows(db, team->id, now_us + rule->days * CLOCK_DAY_US, arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        total += db_int(&rows, i, 1);
    int64_t most = rows.count ? db_int(&rows, 0, 1) : 0;
    if (most * 2 <= total || most < (int64_t)rule->least || team->member_count < 2)
        return true;
    *VEC_ADD(list) = (struct health_advice){.rule = rule,
        .topic = TEXT(""),
        .team_id = team->id,
        .team_name = team->name,
        .count = most,
        .sum = most,
        .total = total};
    return true;
}
