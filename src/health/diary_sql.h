/* SPDX-License-Identifier: Apache-2.0 */
/* Which events of tickets, and which actions, are bites, for the files that hold the diary's SQL, and for no others.
   Example: "… WHERE " DIARY_SQL_IS_BITE " AND e.account_id = $1" */
#ifndef HEALTH_DIARY_SQL_H
#define HEALTH_DIARY_SQL_H

/* What changes a ticket by doing; all else that a person does to a ticket decides something about it. */
#define DIARY_SQL_ACTS "'started', 'stopped', 'commented', 'unmitigated'"
#define DIARY_SQL_IS_ACT "e.kind IN (" DIARY_SQL_ACTS ")"
/* What somebody did themselves: an upload writes events in the name of who uploads too, and a tracker in that of who connected it.
   What is also in the action log (completed, mitigated, accepted, wrong_match, not_affected) is a bite there. */
#define DIARY_SQL_IS_BITE                                                                          \
    "e.account_id IS NOT NULL AND (e.kind IN ('override_set', 'override_ended', 'taken_back') OR " \
    "(e.kind IN ('acknowledged', 'scheduled', 'assigned', 'reopened', 'snoozed', 'woken', "        \
    "'undone', " DIARY_SQL_ACTS ") AND substr(e.detail, 1, 8) = '{\"from\":')) "                   \
    "AND e.detail NOT LIKE '%\"tracker\":%'"
#define DIARY_SQL_IS_DECISION DIARY_SQL_IS_BITE " AND NOT (" DIARY_SQL_IS_ACT ")"
/* To bear a risk, to hand it on or to find that there is none is to decide. */
#define DIARY_SQL_ACTION_KIND                                                                      \
    "CASE WHEN l.kind IN ('acceptance', 'rejection', 'transfer') THEN 2 ELSE 3 END"

#endif
