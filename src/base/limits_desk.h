/* SPDX-License-Identifier: Apache-2.0 */
/* The limits on what people do with many tickets: a part of base/limits.h, which is what one includes. Example: LIMIT_BULK_TICKETS */
#ifndef BASE_LIMITS_DESK_H
#define BASE_LIMITS_DESK_H

#include <stddef.h>

/* Tickets of one order: a large organisation closes a quarter's findings at once; each takes about a millisecond. */
#define LIMIT_BULK_TICKETS ((size_t)10000)
/* Those that are named one by one; more are named by a filter. */
#define LIMIT_BULK_IDS ((size_t)1000)
/* Tickets that a condition may let through for a list to go by it and sort them all (some 10 ms); of more, the index of the sort is walked. */
#define LIMIT_TICKET_NARROW ((size_t)5000)
/* The same, where a word or another table says their ids: an index by id has what lists go by. */
#define LIMIT_TICKET_NARROW_NAMED ((size_t)20000)
/* Tickets of one priority that are looked at to count them beside a list, where no condition is narrow: of a million, "at least" is told in
   the time of a page. */
#define LIMIT_TICKET_COUNT ((size_t)2500)
#define LIMIT_TICKET_COUNT_READ ((size_t)500)
/* Of those that have to be looked up for it, since the index that is walked does not say what is asked. */
#define LIMIT_TICKET_COUNT_ROWS ((size_t)1000)
/* Filters that one person keeps, each a tab, and the query of one. */
#define LIMIT_SAVED_FILTERS ((size_t)50)
#define LIMIT_FILTER_BYTES ((size_t)2000)
/* People named in one comment: whoever means more of them means the team. */
#define LIMIT_MENTIONS ((size_t)20)
/* Words of one text that searching finds, bytes of all that was said about one ticket as they are kept for it (about 12,000 words; a
   tsvector of PostgreSQL holds a megabyte), and words of one search, each a phrase of so many: more of them find nothing better. */
#define LIMIT_SEARCH_TEXT_WORDS ((size_t)2000)
#define LIMIT_SEARCH_SAID_BYTES ((size_t)100000)
#define LIMIT_SEARCH_WORDS ((size_t)8)
#define LIMIT_SEARCH_PHRASE_WORDS ((size_t)32)
/* Tickets of a team that one look at due dates goes through; more are as good as none: nobody reads them. */
#define LIMIT_ALERT_LINES ((size_t)50000)
/* Events that a preview of alerts goes through: a first upload of 4,000 flaws has as many; each takes some 300 bytes. */
#define LIMIT_ALERT_PREVIEW_EVENTS ((size_t)100000)
/* Previews that are made at once, by all; and what one may take: events, some 700 bytes each while they are read, and as many tickets. */
#define LIMIT_ALERT_PREVIEWS 2U
#define LIMIT_ALERT_PREVIEW_ARENA ((size_t)192 << 20)
/* What a person may say on why a flaw is muted. */
#define LIMIT_ALERT_REASON_BYTES ((size_t)500)

/* Goals of a team at once: who has more has none. What a target may count, within how many days something is acknowledged, and how many
   days a goal may run: a century. Periods of one request: two years of days. */
#define LIMIT_GOALS ((size_t)20)
#define LIMIT_GOAL_TICKETS 1000000
#define LIMIT_GOAL_WITHIN_DAYS 90
#define LIMIT_GOAL_DAYS 36525
#define LIMIT_TREND_PERIODS ((size_t)732)

/* What one says of a week at once, some 800 words; and all that is said of it, by whomever: more is a talk to be had. */
#define LIMIT_FEEDBACK_BYTES ((size_t)5000)
#define LIMIT_FEEDBACK_WEEK ((size_t)200)

/* Names and records that are followed from one id when it is looked for CVEs that aliases would join, and how many pairs are told:
   of 34,864 records 71 name two CVEs or more, the most 5; a record may have hundreds of thousands of aliases. */
#define LIMIT_CONFLICT_NAMES ((size_t)256)
#define LIMIT_CONFLICT_RECORDS ((size_t)2000)
#define LIMIT_CONFLICTS ((size_t)32)
/* What was seen: a URL, a hash, or a few words; the rest is its text. */
#define LIMIT_SIGHTING_VALUE_BYTES ((size_t)2000)
/* Flaws that one person reads of in a day: more is a machine at work. */
#define LIMIT_READINGS_OF_DAY ((size_t)1000)
/* What one visit of a page counts for at most: who left it open at night did not read all night. */
#define LIMIT_READING_SECONDS ((int64_t)3600)

/* Alert channels of one team: more of them nobody reads. And the mail addresses of one. */
#define LIMIT_ALERT_CHANNELS ((size_t)20)
#define LIMIT_ALERT_ADDRESSES ((size_t)20)
/* Tests of a channel in ten minutes: enough to get it right, too few to flood a room. */
#define LIMIT_ALERT_TESTS ((size_t)6)
/* And of all channels of a team, or of one who makes many teams: a channel that is made anew, and whose addresses nobody asked, is not
   a way to fill mailboxes. */
#define LIMIT_ALERT_TESTS_OF_ALL ((size_t)30)

/* Invitations that one person has sent by mail in an hour: a department at once, and no flood. */
#define LIMIT_INVITATION_LETTERS ((size_t)60)

/* What is said of a badge, or why it is revoked; what somebody gives to themselves in a day; classes (a chain holds 248); rules. */
#define LIMIT_BADGE_TEXT_BYTES ((size_t)1000)
#define LIMIT_BADGES_TO_ONESELF ((size_t)5)
#define LIMIT_BADGE_CLASSES ((size_t)1000)
#define LIMIT_BADGE_RULES ((size_t)100)
/* What a preview tells at most, and how much of the journal it goes through: a year of 100,000 tickets is half of it. */
#define LIMIT_BADGE_PREVIEW ((size_t)5000)
#define LIMIT_BADGE_PREVIEW_ENTRIES ((int64_t)2000000)

#endif
