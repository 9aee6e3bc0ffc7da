/* SPDX-License-Identifier: Apache-2.0 */
/* What an analyst, governance, an administrator or the team's coach says of a team's week, as a nutritionist does of a diary, and what the team answers. Words
   are never changed: a correction is an entry of its own, and what is withdrawn is kept, its words shown to nobody.
   Example: feedback_write(db, &who, &(struct feedback_order){.team_id = id, .week = TEXT("2026-W48"), .text = text}, now_us, &id, err) */
#ifndef HEALTH_FEEDBACK_H
#define HEALTH_FEEDBACK_H

#include "account/team.h"

/* Bytes of a notice that show what was written, behind its week: who wants all of it goes there. */
enum { FEEDBACK_NOTICE_BYTES = 300 };

struct feedback {
    int64_t id, team_id;
    int64_t day;       /* the week's Monday, as a local day since 1970-01-01 */
    int64_t thread_id; /* the feedback that began it; its own id when it is that */
    bool is_answer;
    struct text text;
    int64_t author_id, created_us;
    int64_t corrects_id;                /* 0: nothing */
    int64_t withdrawn_us, withdrawn_by; /* 0: it stands */
    /* Read only. */
    int64_t corrected_by_id;
    struct text author_name;
};

/* What is to be written: feedback on a week of a team, or an answer to an entry, whose team and week it has. */
struct feedback_order {
    int64_t team_id;
    struct text week;    /* "2026-W48" */
    int64_t answers_id;  /* 0: it is feedback; else team_id and week are not looked at */
    int64_t corrects_id; /* one's own entry that stands; 0: nothing */
    struct text text;
};

/* Writes it, with its entry of the journal, and tells the team's members of feedback, those who wrote in the thread of an answer. A correction is
   told to nobody. Takes RIGHT_FEEDBACK_WRITE, or RIGHT_FEEDBACK_ANSWER in the team. ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_USAGE for a week that is none or
   has not begun and for no words, ERR_LIMIT, ERR_CONFLICT for what was withdrawn or corrected. */
MUST_USE bool feedback_write(struct db *db, const struct api_principal *who,
    const struct feedback_order *order, int64_t now_us, int64_t *ret_id, struct err *err);
/* Of one's own; administrators withdraw anybody's. ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_CONFLICT when it does not stand. */
MUST_USE bool feedback_withdraw(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err);

/* Reads a week of a team; an empty text is the last one that is over: of a week that runs there is little to say. ERR_USAGE. */
MUST_USE bool feedback_week(const struct team *team, struct text week, int64_t now_us,
    int64_t *ret_day, int64_t *ret_today, struct err *err);

/* -- rows; those that write must run inside a transaction -- */

/* For one who has the right in its team. ERR_NOT_FOUND, ERR_FORBIDDEN. */
MUST_USE bool feedback_find(struct db *db, const struct api_principal *who, int64_t id,
    enum right right, struct arena *arena, struct feedback *ret_entry, struct err *err);

/* The entries of a team's week, thread by thread, behind one of a thread (0, 0: from the start). */
struct feedback_query {
    int64_t team_id, day, after_thread_id, after_id;
    size_t limit;
};
MUST_USE bool feedback_list(struct db *db, const struct feedback_query *query, struct arena *arena,
    struct feedback **ret_entries, size_t *ret_count, struct err *err);

/* The weeks that have entries which stand, the newest first, before a day. */
struct feedback_sum {
    int64_t day, count, last_us;
};
MUST_USE bool feedback_list_weeks(struct db *db, int64_t team_id, int64_t before_day, size_t limit,
    struct arena *arena, struct feedback_sum **ret_weeks, size_t *ret_count, struct err *err);

/* All rows of a week, whatever became of them. */
MUST_USE bool feedback_count(
    struct db *db, int64_t team_id, int64_t day, int64_t *ret_count, struct err *err);
MUST_USE bool feedback_add(struct db *db, const struct feedback *entry, struct err *err);
MUST_USE bool feedback_mark_withdrawn(struct db *db, const struct feedback *entry, struct err *err);
/* Who wrote in a thread and still comes in, but for one. */
MUST_USE bool feedback_list_authors(struct db *db, int64_t thread_id, int64_t but_id,
    struct arena *arena, int64_t **ret_ids, size_t *ret_count, struct err *err);

#endif
