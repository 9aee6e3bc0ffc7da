/* SPDX-License-Identifier: Apache-2.0 */
/* What somebody saw: a vulnerability being used, an indicator, or anything else; where, when, how sure they are. An entry is never
   changed: a correction is a new one. docs/diary.md tells of it.
   Example: sighting_mark(db, &who, &sighting, now_us, err); sighting_list(db, &who, &query, arena, &rows, &count, err) */
#ifndef HEALTH_SIGHTING_H
#define HEALTH_SIGHTING_H

#include "account/team.h"

enum sighting_kind { SIGHTING_VULNERABILITY, SIGHTING_INDICATOR, SIGHTING_OTHER, SIGHTING_KINDS };
const char *sighting_kind_name(enum sighting_kind kind); /* "indicator" */
MUST_USE bool sighting_kind_read(struct text name, enum sighting_kind *ret_kind);

/* A clock that is a little fast on the other side is no lie about the future. */
#define SIGHTING_FUTURE_MAX_US (5 * 60 * CLOCK_SECOND_US)

struct sighting {
    int64_t id, team_id;
    int64_t account_id, recorded_by; /* who saw it, and who wrote it down */
    enum sighting_kind kind;
    struct text value;           /* "CVE-2021-44228", "203.0.113.7", a few words */
    struct text indicator_type;  /* "ipv4", "domain" … of an indicator; empty else */
    int64_t service_id, part_id; /* where; 0: not there */
    struct text asset;           /* another place of ours: "proxy-2"; empty */
    struct text told_by;         /* who told, when it came from outside; empty */
    struct text text;
    struct text confidence, severity; /* "low" … "high"; "unknown" … "critical" */
    int64_t seen_us, created_us;
    int64_t corrects_id; /* the sighting that this one corrects; 0: none */
    /* Read only. */
    int64_t corrected_by_id; /* 0: it stands */
    struct text account_name, recorder_name, team_name, service_name, part_name;
    int64_t ground_count; /* actions that name it */
};

/* Checks what somebody says they saw, and adds it with its entry of the journal, in a transaction of its own. What is left out: who saw it is
   who writes, seen_us is now; a correction is of the team of what it corrects. Fills id. ERR_USAGE, ERR_NOT_FOUND, ERR_FORBIDDEN;
   ERR_CONFLICT when what it corrects was corrected already. */
MUST_USE bool sighting_mark(struct db *db, const struct api_principal *who,
    struct sighting *sighting, int64_t now_us, struct err *err);

/* Finds a sighting of a team that who sees. ERR_NOT_FOUND. */
MUST_USE bool sighting_find(struct db *db, const struct api_principal *who, int64_t id,
    struct arena *arena, struct sighting *ret_sighting, struct err *err);

struct sighting_query {
    int64_t team_id, service_id, account_id; /* 0: any */
    int kind;                                /* enum sighting_kind; -1: all */
    struct text vulnerability;               /* any of a flaw's ids; empty: any */
    struct text words;          /* part of what it says, without regard to case; empty: any */
    int64_t since_us, until_us; /* when it was seen; 0: at any time; until_us is not among them */
    bool has_corrected;         /* also what was corrected */
    int64_t before_id;          /* of the last one shown; INT64_MAX at the start */
    size_t limit;
};
/* Newest first. */
MUST_USE bool sighting_list(struct db *db, const struct api_principal *who,
    const struct sighting_query *query, struct arena *arena, struct sighting **ret_sightings,
    size_t *ret_count, struct err *err);

/* -- rows; those that write must run inside a transaction -- */

MUST_USE bool sighting_rows_add(struct db *db, const struct sighting *sighting, struct err *err);
/* Fails with ERR_USAGE unless the service and part, if any, are of the team and the account may have seen it there: it is a member, or
   is_any_account. Fills service_id where only the part is told. */
MUST_USE bool sighting_rows_check(
    struct db *db, struct sighting *sighting, bool is_any_account, struct err *err);

#endif
