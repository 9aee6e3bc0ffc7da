/* SPDX-License-Identifier: Apache-2.0 */
/* Taking an SBOM in: read in the confined worker, stored as its part's current one, tickets brought up to date.
   Example: upload_find(call, &place, err) && upload_take(call, &place, &order, &arena, &outcome, err) */
#ifndef APP_UPLOAD_H
#define APP_UPLOAD_H

#include "account/api.h"
#include "sbom/sbom_rows.h"
#include "ticket/ticket.h"

/* The part that an SBOM is of. */
struct upload_place {
    int64_t service_id;     /* 0: by its name */
    struct text team;       /* its name; empty: the only one that comes into question */
    struct text service;    /* its name, of those who know no id */
    struct text part;       /* its id or name; one of a new name is made */
    bool makes_service;     /* one of a new name */
    int64_t new_in_team_id; /* upload_find says so: the service is to be made there */
};

struct upload_order {
    int fd; /* the file, whole */
    struct text file_name, note;
    bool is_stored_only; /* not to become current */
};

/* What was done with it. */
struct upload_outcome {
    int64_t service_id;
    bool is_service_new;
    struct sbom_row row;
    bool is_new;      /* it was not there before */
    bool was_current; /* it was the current one before */
    struct ticket_counts counts;
};

/* Checks a name that somebody gives to what. Fails with ERR_USAGE. */
MUST_USE bool upload_check_name(struct text name, const char *what, struct err *err);

/* Finds the service, or the team that it is to be made in, before anything is read. ERR_NOT_FOUND, ERR_FORBIDDEN, or ERR_USAGE when
   the names are none or do not say which. */
MUST_USE bool upload_find(struct api_call *call, struct upload_place *place, struct err *err);

/* Reads, stores, updates; nothing is changed when it fails. Texts of ret_outcome live in arena (LIMIT_SBOM_ARENA). */
MUST_USE bool upload_take(struct api_call *call, const struct upload_place *place,
    const struct upload_order *order, struct arena *arena, struct upload_outcome *ret_outcome,
    struct err *err);

#endif
