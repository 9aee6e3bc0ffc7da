/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "match/scan.h"

enum criterion {
    FAIL_SEVERITY,
    FAIL_KEV,
    FAIL_MALICIOUS,
    FAIL_IMPOSTOR,
    FAIL_UNKNOWN,
    FAIL_UNDECIDABLE,
    FAIL_NOT_COVERED,
    FAIL_EOL,
    FAIL_EOL_COMPONENT,
    FAIL_STALE,
};

static const struct {
    const char *word;
    enum criterion criterion;
    enum severity severity;
} criteria[] = {
    {"critical", FAIL_SEVERITY, SEVERITY_CRITICAL},
    {"high", FAIL_SEVERITY, SEVERITY_HIGH},
    {"medium", FAIL_SEVERITY, SEVERITY_MEDIUM},
    {"low", FAIL_SEVERITY, SEVERITY_LOW},
    {"kev", FAIL_KEV, SEVERITY_UNKNOWN},
    {"malicious", FAIL_MALICIOUS, SEVERITY_UNKNOWN},
    {"impostor", FAIL_IMPOSTOR, SEVERITY_UNKNOWN},
    {"unknown", FAIL_UNKNOWN, SEVERITY_UNKNOWN},
    {"undecidable", FAIL_UNDECIDABLE, SEVERITY_UNKNOWN},
    {"not-covered", FAIL_NOT_COVERED, SEVERITY_UNKNOWN},
    {"eol", FAIL_EOL, SEVERITY_UNKNOWN},
    {"eol-component", FAIL_EOL_COMPONENT, SEVERITY_UNKNOWN},
    {"stale", FAIL_STALE, SEVERITY_UNKNOWN},
};

enum { DAYS_MAX = 36500 };

/* Reads one word of the list; "stale" alone has a number of days behind "=". */
static bool read_word(struct text word, size_t *ret_at, uint64_t *ret_days)
{
    struct text rest = text_trim(word);
    struct text name = text_cut(&rest, '=');
    for (size_t i = 0; i < LEN_OF(criteria); i++) {
        if (!text_is(name, criteria[i].word))
            continue;
        *ret_at = i;
        if (criteria[i].criterion == FAIL_STALE)
            return text_read_u64(rest, ret_days) && *ret_days <= DAYS_MAX;
        return rest.at == NULL;
    }
    return false;
}

bool scan_fail_check(struct text list, struct err *err)
{
    while (list.at) {
        struct text word = text_cut(&list, ',');
        size_t at;
        uint64_t days;
        if (!read_word(word, &at, &days))
            return err_set(err, ERR_USAGE,
                "--fail-on: \"%.*s\" is none of critical, high, medium, low, kev, malicious, impostor, unknown, "
                "undecidable, not-covered, eol, eol-component, stale=DAYS",
                TEXT_ARG(word));
    }
    return true;
}

static bool is_severity_met(const struct scan *scan, enum severity least)
{
    for (size_t s = least; s <= SEVERITY_CRITICAL; s++)
        if (scan->by_severity[s])
            return true;
    return false;
}

/* A source is as old as its import, or as its newest record if that is older still: a dump fetched today that ends a
   year ago knows nothing of the year. */
static bool is_stale(const struct scan *scan, uint64_t days)
{
    int64_t limit_us = scan->now_us - (int64_t)days * CLOCK_DAY_US;
    for (size_t i = 0; i < advisory_index_source_count(scan->index); i++) {
        struct advisory_source source = advisory_index_source(scan->index, i);
        bool is_old = source.newest_us && source.newest_us < limit_us;
        if (is_old || source.imported_us < limit_us)
            return true;
    }
    return advisory_index_source_count(scan->index) == 0;
}

static bool is_met(const struct scan *scan, size_t at, uint64_t days)
{
    switch (criteria[at].criterion) {
    case FAIL_SEVERITY: return is_severity_met(scan, criteria[at].severity);
    case FAIL_KEV: return scan->kev_count > 0;
    case FAIL_MALICIOUS: return scan->malicious_count > 0;
    case FAIL_IMPOSTOR: return scan->impostor_count > 0;
    case FAIL_UNKNOWN: return scan->by_severity[SEVERITY_UNKNOWN] > 0;
    case FAIL_UNDECIDABLE: return scan->undecidable_count > 0;
    case FAIL_NOT_COVERED: return scan->not_covered_count > 0;
    case FAIL_EOL: return scan->ended_count > 0;
    case FAIL_EOL_COMPONENT: return scan->ended_component_count > 0;
    case FAIL_STALE: return is_stale(scan, days);
    }
    return false;
}

struct text scan_fail_met(struct text list, const struct scan *scan, struct arena *arena)
{
    struct text met = {0};
    while (list.at) {
        struct text word = text_trim(text_cut(&list, ','));
        size_t at;
        uint64_t days;
        if (read_word(word, &at, &days) && is_met(scan, at, days))
            met = arena_format(
                arena, "%.*s%s%.*s", TEXT_ARG(met), met.len ? "," : "", TEXT_ARG(word));
    }
    return met;
}
