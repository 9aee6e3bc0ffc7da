/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_remedy.h"

#include "ticket/advice.h"

/* The newest that names the flaw, else the newest that is about whatever its package has. */
static bool find_advice(const struct alert_scope *scope, const struct alert_ticket *worst,
    struct text *ret_text, struct err *err)
{
    struct ticket ticket = {.ecosystem = worst->affected.ecosystem,
        .package = worst->affected.package,
        .aliases = worst->aliases,
        .finding = {.id = worst->affected.vulnerability}};
    struct advice *advice;
    size_t count, best = 0;
    if (!advice_of_ticket(scope->db, &ticket, scope->arena, &advice, &count, err))
        return false;
    while (best < count && !advice[best].vulnerability.len)
        best++;
    *ret_text = TEXT("");
    if (count)
        *ret_text = text_trim(advice[best < count ? best : 0].text);
    return true;
}

/* All tickets that are named must be mended by it: half a remedy is none. */
static bool find_upgrade(const struct alert_scope *scope, const struct alert_ticket *tickets,
    size_t count, struct text *ret_text, struct err *err)
{
    struct remedy_row *rows;
    struct remedy remedy;
    size_t row_count;
    *ret_text = TEXT("");
    for (size_t i = 1; i < count; i++)
        if (!text_eq(tickets[i].affected.package, tickets[0].affected.package) ||
            !text_eq(tickets[i].affected.ecosystem, tickets[0].affected.ecosystem))
            return true;
    if (!alert_compose_rows_fixes(
            scope, tickets, count, ALERT_REMEDY_ROWS_MAX + 1, &rows, &row_count, err))
        return false;
    if (row_count == 0 || row_count > ALERT_REMEDY_ROWS_MAX)
        return true;
    if (!remedy_of(rows, row_count, scope->arena, &remedy, err))
        return false;
    if (remedy.to.len && remedy.cleared_count == count)
        *ret_text = arena_format(
            scope->arena, "%.*s → %.*s", TEXT_ARG(remedy.package), TEXT_ARG(remedy.to));
    return arena_check(scope->arena, err);
}

bool alert_remedy_find(const struct alert_scope *scope, const struct alert_ticket *tickets,
    size_t count, struct text fixed, struct text *ret_remedy, struct err *err)
{
    if (!find_advice(scope, &tickets[0], ret_remedy, err))
        return false;
    return ret_remedy->len || fixed.len || find_upgrade(scope, tickets, count, ret_remedy, err);
}
