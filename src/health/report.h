/* SPDX-License-Identifier: Apache-2.0 */
/* A report of a period, for a team or the organisation: numbers with what they rest on, exceptions, advice, what changed since the period
   before. Its data is kept as it was made, its SHA-256 stands in the journal, and what is shown (HTML, CSV) is printed from that data
   alone; so who has one can tell whether it is what was made, and whether the journal still says so (report_verify.h).
   Example: report_make(db, &who, &order, now_us, arena, &report, err); report_html_print(&out, report.body, err) */
#ifndef HEALTH_REPORT_H
#define HEALTH_REPORT_H

#include "account/team.h"
#include "base/clock.h"
#include "journal/journal_tree.h"

#define REPORT_FORMAT "kenzen-report/1"
/* No longer than three years: more than that is read year by year. */
#define REPORT_PERIOD_MOST_US (1100 * CLOCK_DAY_US)

struct report_order {
    int64_t team_id;        /* 0: all teams that who sees, for who sees them all */
    int64_t from_us, to_us; /* to is not in it */
};

struct report {
    int64_t id, team_id, from_us, to_us, made_us, made_by;
    struct text team_name, maker_name; /* read only */
    struct text body;                  /* JSON: the data */
};

/* -- figures that rest on entries of the journal alone -- */

struct report_figure {
    const char *name;   /* "opened" */
    const char *kind;   /* entries of this kind, "sbom.uploaded"; or, of tickets, */
    const char *event;  /* of this event */
    const char *title;  /* "Tickets opened" */
    const char *reason; /* what is counted */
};
enum { REPORT_FIGURES = 16 };
extern const struct report_figure report_figures[REPORT_FIGURES];

/* What the entries of a period say, as far as the journal had them when it was size entries long. */
struct report_count {
    int64_t values[REPORT_FIGURES];
    int64_t entries, first_seq, last_seq; /* -1: none */
    struct sha256 *hash;                  /* of the leaves, in their order */
};
struct report_span {
    int64_t team_id, size, from_us, to_us; /* team 0: all */
};
/* ret_digest (may be NULL) is the SHA-256 over the leaves of the entries, as they are now. */
MUST_USE bool report_count(struct db *db, const struct report_span *span,
    struct report_count *ret_count, unsigned char ret_digest[], struct err *err);

/* -- making -- */

/* Prints the data of a report, with id 0 for one that is not kept. Gives places to all entries that wait. ERR_NOT_FOUND for a team that
   who does not see, ERR_FORBIDDEN for the organisation without a role in it, ERR_USAGE for a period that is none. */
MUST_USE bool report_print(struct buf *out, struct db *db, const struct api_principal *who,
    const struct report_order *order, int64_t id, int64_t now_us, struct arena *arena,
    struct err *err);
/* Makes one that is kept, with an entry of the journal. */
MUST_USE bool report_make(struct db *db, const struct api_principal *who,
    const struct report_order *order, int64_t now_us, struct arena *arena,
    struct report *ret_report, struct err *err);
/* ERR_NOT_FOUND, also for who does not see its team. */
MUST_USE bool report_find(struct db *db, const struct api_principal *who, int64_t id,
    struct arena *arena, struct report *ret_report, struct err *err);
/* Without their bodies, newest first, before an id. */
MUST_USE bool report_list(struct db *db, const struct api_principal *who, int64_t team_id,
    int64_t before_id, size_t limit, struct arena *arena, struct report **ret_reports,
    size_t *ret_count, struct err *err);

/* -- rows -- */

MUST_USE bool report_rows_add(struct db *db, const struct report *report, struct err *err);
/* The entry of the journal that tells of a report: its facts, and its place (-1: it waits). ERR_NOT_FOUND. */
MUST_USE bool report_rows_entry(struct db *db, int64_t id, struct arena *arena,
    struct text *ret_facts, int64_t *ret_seq, struct err *err);
/* Entries of a span behind a place, in their order, up to limit. */
MUST_USE bool report_rows_entries(struct db *db, const struct report_span *span, int64_t after_seq,
    size_t limit, struct arena *arena, struct db_rows *ret_rows, struct err *err);

#endif
