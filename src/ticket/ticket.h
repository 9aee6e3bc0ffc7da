/* SPDX-License-Identifier: Apache-2.0 */
/* What is to be done: one ticket for each (part, package, vulnerability), across the versions of an SBOM.
   Example: ticket_sync_part(db, index, part_id, &cause, arena, &counts, err) after a new SBOM or a new index. */
#ifndef TICKET_TICKET_H
#define TICKET_TICKET_H

#include "store/db.h"
#include "ticket/ticket_decide.h"
#include "ticket/ticket_fold.h"
#include "ticket/ticket_plan.h"

/* Who gave a ticket its due date (ticket_due.h). */
enum ticket_due_source {
    TICKET_DUE_NOT,
    TICKET_DUE_PERSON,
    TICKET_DUE_PRIORITY, /* the team's days for its priority */
    TICKET_DUE_BOD,      /* the days of BOD 26-04 */
    TICKET_DUE_KEV,      /* KEV's own date */
};

struct ticket {
    int64_t id, team_id, service_id, part_id, vulnerability_id;
    struct text ecosystem, package;
    enum ticket_state state;
    enum ticket_cause cause;
    struct text mark_reason; /* why its answer is not known any more; empty while it is */
    int64_t rank;            /* larger comes first */
    struct ticket_decision decision;
    struct text decision_json; /* as ticket_decide_json.h keeps it */
    struct ticket_use use;
    /* What is shown of the flaw: id, summary, url, kind, severity, facts; its lists are below. */
    struct match_finding finding;
    /* JSON arrays of texts: the flaw's other ids, the records that say so, versions installed, versions that mend it. */
    struct text aliases, records, versions, fixed;
    struct text generation;      /* digest of the index that this rests on, hex */
    int64_t sbom_number;         /* of the SBOM that it was last seen in, or completed against */
    int64_t due_us, assignee_id; /* 0: none */
    enum ticket_due_source due_source;
    int64_t due_from_us; /* from when the days of due_us count; 0: it was never computed */
    int64_t created_us, updated_us, closed_us;
    int64_t version;                        /* counts changes */
    int64_t accepted_until_us, accepted_by; /* of a closed one whose risk is accepted */
    struct text mitigation;   /* JSON array of kinds of actions that lessen the risk; or empty */
    struct text undone_facts; /* what kenzen saw at a step that a person took back; or empty */
    struct ticket_fold told;  /* what its events have told so far */
};

struct ticket_event {
    int64_t ticket_id, seq, at_us, account_id; /* account 0: kenzen itself */
    int64_t team_id, part_id;                  /* of the ticket; writers fill them in */
    const char *kind;                          /* "opened", "closed", "reopened", "marked" … */
    struct text text, detail;                  /* a sentence; a JSON object, the evidence */
    struct text generation;
    struct text sets; /* the columns that it set, JSON (ticket_fold.h); writers print it */
};

/* Why tickets are looked at anew, and by whom. */
struct ticket_cause_of_sync {
    int64_t account_id; /* 0: kenzen itself, on a new index */
    int64_t now_us;
    struct text
        former_digest; /* of the SBOM that was current before, hex; empty when there was none */
    int64_t former_sbom_id; /* its id; 0: not known */
};

struct ticket_counts {
    int64_t opened, closed, reopened, updated, marked, unchanged;
};

/* Matches the part's current SBOM against index and brings its tickets up to date. Must run inside a transaction. Without
   a current SBOM nothing changes. */
MUST_USE bool ticket_sync_part(struct db *db, const struct advisory_index *index, int64_t part_id,
    const struct ticket_cause_of_sync *why, struct arena *arena, struct ticket_counts *ret_counts,
    struct err *err);

/* Where a ticket stands in the list: priority, then exploited or malicious, severity, score, EPSS. */
enum { TICKET_RANK_PRIORITY_SHIFT = 31 };
int64_t ticket_rank(const struct match_finding *finding, enum ssvc_decision outcome);

#endif
