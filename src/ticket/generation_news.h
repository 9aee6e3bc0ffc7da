/* SPDX-License-Identifier: Apache-2.0 */
/* Which package versions have other findings with the current generation of the index than those that were kept of them.
   Example: generation_news_find(&news, 256, err); for (i < news.len) news.at[i]… ; generation_news_write(&news, err) */
#ifndef TICKET_GENERATION_NEWS_H
#define TICKET_GENERATION_NEWS_H

#include "base/map.h"
#include "base/vec.h"
#include "match/match_kept.h"
#include "ticket/generation_change.h"
#include "ticket/generation_follow_rows.h"
#include "ticket/ticket_found.h"

/* A finding that came, went or is another one now. */
struct generation_touch {
    uint32_t component;
    struct text id, package;
    bool is_there;            /* in found below */
    int64_t vulnerability_id; /* 0: none has that name */
};

/* A package version with other findings. */
struct generation_new {
    uint32_t component;
    bool was_known; /* it had been matched before */
    enum match_answer before;
    enum match_cause cause_before;
    struct match_kept_row row; /* what is to be kept from now on */
    size_t touch_first, touch_count;
    size_t posting_first, posting_count;
};

struct generation_news {
    struct db *db;
    const struct advisory_index *index;
    struct arena *arena;
    int64_t now_us;
    struct generation_change *changes; /* what is to follow */
    size_t change_count;
    struct map by_name;
    struct {
        VEC(struct text);
    } names; /* what is looked at: those, and other names of what they lead to */
    struct generation_versions versions;
    VEC(struct generation_new);
    struct {
        VEC(struct generation_touch);
    } touches;
    struct {
        VEC(struct ticket_found); /* of the touches that are there, in their order */
    } found;
    struct generation_posting *postings; /* of the package versions with other findings */
    size_t posting_count;
};

/* Takes the first limit names that are to follow, and matches their package versions, each once. */
MUST_USE bool generation_news_find(struct generation_news *news, size_t limit, struct err *err);
void generation_news_done(struct generation_news *news);

/* Keeps what was found, and counts it in the summaries of current SBOMs. */
MUST_USE bool generation_news_write(struct generation_news *news, struct err *err);

/* Returns a copy of a finding whose texts all live in arena. */
struct match_finding generation_news_copy(const struct match_finding *finding, struct arena *arena);

#endif
