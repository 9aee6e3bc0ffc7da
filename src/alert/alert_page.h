/* SPDX-License-Identifier: Apache-2.0 */
/* A message in a language, before it has the form of any channel: titles, sentences, facts and rows as plain texts. What feeds, SBOMs
   and people wrote is made harmless here as far as no format matters: one line each, no control characters, nothing that turns the
   direction of writing, no address that a reader's program would make a link of ("http://" is written "http[:]//"), and short. Each
   format still escapes what it has signs for.
   Example: alert_page_make(&page, &message, &(struct alert_page_options){TEXT("https://kenzen.example.org"), false}, arena, err) */
#ifndef ALERT_ALERT_PAGE_H
#define ALERT_ALERT_PAGE_H

#include "alert/alert_message.h"

/* Rows that are shown; a room is no place for more. */
enum { ALERT_PAGE_ROWS = 10, ALERT_PAGE_FACTS = 8 };
/* Slack's shortest limit is 150 characters of a header; bytes are never fewer. */
enum { ALERT_PAGE_TITLE_BYTES = 150, ALERT_PAGE_SUMMARY_BYTES = 500, ALERT_PAGE_NAME_BYTES = 60 };

struct alert_page_options {
    struct text base_url; /* the server's, without a slash at its end */
    bool is_japanese;
};

struct alert_page_fact {
    struct text label, value;
};

struct alert_page_row {
    struct text where;   /* "shop / image", or in a digest "CVE-2021-44228 in shop / image" */
    struct text package; /* "log4j-core 2.14.1" */
    struct text rest;    /* "Immediate · due 2026-12-01 · kim" */
    struct text url;     /* of its ticket */
};

struct alert_page {
    const struct alert_message *message;
    bool is_japanese;
    struct text title;   /* "Immediate: CVE-2021-44228 in shop" */
    struct text lead;    /* why this is told; or empty */
    struct text summary; /* the feed's words; or empty */
    struct alert_page_fact facts[ALERT_PAGE_FACTS];
    size_t fact_count;
    struct text remedy_label, remedy; /* what to do; or empty */
    struct alert_page_row rows[ALERT_PAGE_ROWS];
    size_t row_count;
    int64_t total;      /* of all rows, with those that are not here */
    struct text url;    /* where to read all of it */
    struct text button; /* "Open in kenzen" */
    struct text footer; /* "Team shop · 2026-11-29 17:35 (Asia/Tokyo)" */
    struct text why;    /* why one gets it, for mail */
};

/* Texts live in arena, or in message. An unknown time zone counts as UTC. */
MUST_USE bool alert_page_make(struct alert_page *ret_page, const struct alert_message *message,
    const struct alert_page_options *options, struct arena *arena, struct err *err);

/* "and 4 more" when count of the page's rows are shown; empty when that is all of them. */
struct text alert_page_more(const struct alert_page *page, size_t count, struct arena *arena);

/* Returns what somebody else wrote as a harmless line of at most max_bytes; "…" ends what was longer. */
struct text alert_page_line(struct text t, size_t max_bytes, struct arena *arena);
/* The same with addresses as they are, for programs to read. */
struct text alert_page_plain(struct text t, size_t max_bytes, struct arena *arena);

#endif
