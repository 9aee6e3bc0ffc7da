/* SPDX-License-Identifier: Apache-2.0 */
/* What a team is told, before it has the form of any channel: one message is about one flaw, however many components have it, or one
   digest. The planner fills it, the outbox keeps it as JSON, the sender of each kind of channel formats it: titles and sentences are
   theirs, in the channel's language, so that a message holds facts and no words of ours.

   Example, a new flaw in three services:
       struct alert_message message = {.kind = ALERT_FLAW, .cause = ALERT_BY_ADVISORY, .team_id = 7, .team = TEXT("shop"),
           .at_us = now_us, .priority = SSVC_IMMEDIATE, .outcome = TEXT("act"), .vulnerability = TEXT("CVE-2021-44228"), …,
           .affected = rows, .affected_count = 2, .total = 3, .link = TEXT("/tickets?vulnerability=CVE-2021-44228")};
       alert_channel_tell(db, &channel, &message, TEXT("flaw:17:3"), now_us, err)
   Example, a first upload: kind ALERT_DIGEST, cause ALERT_BY_FIRST_SBOM, subject "shop / image", by_priority the counts, affected the
   most urgent rows, each with a vulnerability of its own. */
#ifndef ALERT_ALERT_MESSAGE_H
#define ALERT_ALERT_MESSAGE_H

#include "alert/alert.h"
#include "base/arena.h"
#include "base/buf.h"
#include "domain/cvss.h"
#include "domain/ssvc.h"

/* What is kept of a message: a room is no place for long lists, the rest is behind the link. */
enum { ALERT_AFFECTED_MAX = 20 };
enum { ALERT_NAME_BYTES = 200, ALERT_TEXT_BYTES = 1000, ALERT_LINK_BYTES = 500 };

/* One ticket. */
struct alert_affected {
    int64_t ticket_id;
    struct text vulnerability; /* in a digest; empty: the message's own */
    struct text service, part, ecosystem, package, version;
    int priority;        /* enum ssvc_decision; -1: not said */
    int64_t due_us;      /* 0: none */
    int64_t assignee_id; /* 0: nobody */
    struct text
        assignee; /* read only: never kept with the message, found anew when it is sent (alert_channel_name_people) */
};

struct alert_message {
    enum alert_kind kind;
    enum alert_cause cause;
    int64_t team_id;
    struct text team;
    struct text time_zone; /* IANA name, in which days and times are told; empty: UTC */
    int64_t at_us;
    struct text subject; /* of a digest: what it is about, "shop / image"; or empty: the team */
    int64_t days;        /* as the kind says; 0: not said */

    int priority;              /* the most urgent of all, enum ssvc_decision; -1: none */
    struct text outcome;       /* the decision model's own word for it, "act", "3 days"; or empty */
    int64_t by_priority[4];    /* tickets of each, by enum ssvc_decision */
    int64_t component_count;   /* of a digest of an SBOM; 0: not said */
    int64_t from_us, until_us; /* of a sum over some time; 0: not said */

    /* The flaw; empty in a digest. */
    int64_t vulnerability_id;  /* kenzen's own; 0: none */
    struct text vulnerability; /* "CVE-2021-44228" */
    struct text summary;       /* the feed's words */
    bool is_kev, is_ransomware, is_malicious;
    int64_t kev_due_us;      /* 0: none */
    int64_t epss_millionths; /* -1: not known */
    enum severity severity;
    int64_t cvss_tenths; /* -1: not known */

    struct alert_affected *affected; /* the most urgent first */
    size_t affected_count;           /* at most ALERT_AFFECTED_MAX are kept */
    int64_t total;                   /* tickets, with those that are not in affected */
    int64_t service_count;           /* services that they are in */

    struct text fixed; /* the version that mends it; empty: none is known, or several */
    struct text
        remedy; /* what to do, a sentence of an advisory or an analyst; or empty. Nobody is named in it. */
    struct text link; /* path and query behind the server's URL: "/tickets/17" */
};

/* Adds the message as JSON; texts that are too long are cut, rows past ALERT_AFFECTED_MAX left out. */
void alert_message_print(struct buf *out, const struct alert_message *message);
/* Reads such JSON into arena. Fails with ERR_SYNTAX or ERR_LIMIT, the place first. */
MUST_USE bool alert_message_read(
    struct alert_message *ret_message, struct text json, struct arena *arena, struct err *err);

/* A line for the log of deliveries, in English and without escapes: "CVE-2021-44228 in 3 services", "digest of shop". */
struct text alert_message_title(const struct alert_message *message, struct arena *arena);

#endif
