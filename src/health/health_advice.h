/* SPDX-License-Identifier: Apache-2.0 */
/* What an experienced colleague would say to a team: rules that look at what is stored, each with a sentence in numbers, what it rests on,
   and exactly one thing to do. docs/health-advice.md tells of them.
   Example: health_advice_find(db, &team, now_us, arena, &list, err); list.at[0].sentence is "3 services run on Debian 10, …" */
#ifndef HEALTH_HEALTH_ADVICE_H
#define HEALTH_HEALTH_ADVICE_H

#include "account/team.h"
#include "base/clock.h"
#include "base/vec.h"

/* Evidence that is shown; what is over it is counted. */
enum { HEALTH_EVIDENCE_MAX = 20 };

struct health_advice_list;

/* A rule is data: one statement finds what it rests on, a row for each piece, by topic. */
struct health_rule {
    const char *name;     /* "unsupported-system" */
    const char *sentence; /* "{n} service runs on {topic}|{n} services run on {topic}" */
    const char *todo;
    const char
        *link; /* a place of the user interface; {first} is that of the first piece of evidence */
    /* SELECT topic, label, link, number, a time (microseconds). It takes the team, now, and that many days
       before, or after, now. */
    const char *sql;
    int days;
    size_t least; /* fewer rows are nothing to speak of */
    bool is_of_organisation;
    /* Instead of sql: what cannot be said in one statement. */
    bool (*look)(struct db *db, const struct health_rule *rule, const struct team *team,
        int64_t now_us, struct arena *arena, struct health_advice_list *list, struct err *err);
};

struct health_evidence {
    struct text label, link;
};

/* When it was put aside: it comes back at that time, or when it has become worse. */
struct health_aside {
    int64_t account_id, at_us, until_us; /* account 0: it was not */
    struct text account_name, reason;
};

struct health_advice {
    const struct health_rule *rule;
    struct text topic; /* what of, "Debian 10"; or empty */
    int64_t team_id;   /* 0: the organisation */
    struct text team_name;
    /* What the sentence tells: how many rows, the sum of their numbers, the earliest of their times (0: none), and what they are part of. */
    int64_t count, sum, first_us, total;
    struct health_evidence *evidence;
    size_t evidence_count;
    struct text sentence, todo, link;
    struct health_aside aside;
};

struct health_advice_list {
    VEC(struct health_advice);
};

/* All rules, the gravest first; the last row has no name. */
extern const struct health_rule health_rule_table[];
const struct health_rule *health_rule_find(struct text name);

/* What there is to say to a team (which the caller was found to see) now, the gravest first; team NULL: to the organisation. What is
   put aside is among it. Free the list by VEC_DONE; its texts live in arena. */
MUST_USE bool health_advice_find(struct db *db, const struct team *team, int64_t now_us,
    struct arena *arena, struct health_advice_list *ret_list, struct err *err);

/* Puts one aside until a time (732 days at most), or takes it up again: with an entry of the journal, in a transaction of its own.
   ERR_NOT_FOUND when there is no such advice now, ERR_USAGE. */
struct health_aside_order {
    int64_t team_id;
    struct text rule, topic, reason;
    int64_t until_us;
};
MUST_USE bool health_advice_put_aside(struct db *db, const struct api_principal *who,
    const struct health_aside_order *order, int64_t now_us, struct arena *arena, struct err *err);
MUST_USE bool health_advice_take_up(struct db *db, const struct api_principal *who,
    const struct health_aside_order *order, int64_t now_us, struct arena *arena, struct err *err);

/* Adds one to out as a JSON object. */
void health_advice_print(struct buf *out, const struct health_advice *advice);

/* -- for the rules -- */

/* Adds what rows (as a rule's sql gives them) tell of, an advice for each topic. */
MUST_USE bool health_advice_add(const struct db_rows *rows, const struct health_rule *rule,
    const struct team *team, struct arena *arena, struct health_advice_list *list, struct err *err);
/* Looks by the rule's sql. */
MUST_USE bool health_advice_look(struct db *db, const struct health_rule *rule,
    const struct team *team, int64_t now_us, struct arena *arena, struct health_advice_list *list,
    struct err *err);

/* -- rows; those that write must run inside a transaction -- */

/* Marks those of the list that are put aside, and still are. */
MUST_USE bool health_aside_read(struct db *db, int64_t team_id, int64_t now_us, struct arena *arena,
    struct health_advice_list *list, struct err *err);
MUST_USE bool health_aside_write(struct db *db, const struct health_aside_order *order,
    int64_t account_id, int64_t count, int64_t now_us, struct err *err);
MUST_USE bool health_aside_end(
    struct db *db, const struct health_aside_order *order, bool *ret_was, struct err *err);

#endif
