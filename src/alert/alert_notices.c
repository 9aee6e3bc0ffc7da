/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/alert_notices.h"

#include <stdlib.h>

void alert_notices_add(struct alert_notices *notices, int64_t account_id, const char *kind,
    enum notice_reason reason, const struct alert_due *due)
{
    *VEC_ADD(notices) = (struct notice){.account_id = account_id,
        .part_id = due->part_id,
        .ticket_id = due->ticket_id,
        .kind = text_of(kind),
        .reason = reason,
        .count = 1};
}

static int compare_group(const struct notice *a, const struct notice *b)
{
    if (a->account_id != b->account_id)
        return a->account_id < b->account_id ? -1 : 1;
    return text_cmp(a->kind, b->kind);
}

static int by_group(const void *left, const void *right)
{
    const struct notice *a = left, *b = right;
    int order = compare_group(a, b);
    return order ? order : (a->ticket_id > b->ticket_id) - (a->ticket_id < b->ticket_id);
}

/* More of one kind to one person than can be told singly are one of the team. */
static size_t fold_group(struct notice *notices, size_t count)
{
    if (count <= NOTICE_SINGLE_MAX)
        return count;
    notices[0].ticket_id = 0;
    notices[0].count = (int64_t)count;
    return 1;
}

bool alert_notices_write(
    struct alert_notices *notices, const struct alert_scope *scope, struct err *err)
{
    size_t kept = 0, from = 0, count = notices->len;
    if (count)
        qsort(notices->at, count, sizeof *notices->at, by_group);
    for (size_t i = 1; i <= count; i++)
        if (i == count || compare_group(&notices->at[i], &notices->at[from]) != 0) {
            size_t some = fold_group(&notices->at[from], i - from);
            memmove(&notices->at[kept], &notices->at[from], some * sizeof *notices->at);
            kept += some;
            from = i;
        }
    for (size_t i = 0; i < kept; i++) {
        notices->at[i].team_id = scope->team_id;
        notices->at[i].updated_us = scope->now_us;
    }
    bool is_ok = notice_write(scope->db, notices->at, kept, err);
    VEC_DONE(notices);
    return is_ok;
}
