/* SPDX-License-Identifier: Apache-2.0 */
/* Services, what teams run, and their parts (image, front end, firmware), each with its own SBOMs. Who asks sees them
   through their team only. Example: service_find(db, &call->who, id, RIGHT_SERVICE_READ, arena, &service, err) */
#ifndef SBOM_SERVICE_H
#define SBOM_SERVICE_H

#include "account/team.h"
#include "domain/ssvc.h"

enum { SERVICE_NOT_SAID = -1 };

/* What a team says of its service, for the SSVC decision: values of ssvc.h, or SERVICE_NOT_SAID. */
struct service_inputs {
    int exposure, safety, mission, well_being;
};

/* Nobody has said anything. */
#define SERVICE_INPUTS_NOT_SAID                                                                    \
    {SERVICE_NOT_SAID, SERVICE_NOT_SAID, SERVICE_NOT_SAID, SERVICE_NOT_SAID}

struct service {
    int64_t id, team_id;
    struct text team_name, name, description;
    struct service_inputs inputs;
    int64_t created_us, updated_us, part_count;
    enum team_role role; /* of the one who asks */
};

struct service_part {
    int64_t id, service_id, team_id;
    struct text name, service_name;
    int64_t created_us;
    enum team_role role;
    /* Its current SBOM; id 0 while there is none. */
    int64_t sbom_id, sbom_number, sbom_created_us, component_count;
    int64_t held_count; /* SBOMs that wait for a person */
};

/* The name of the part that every service begins with. */
#define SERVICE_MAIN_PART "main"

/* Makes a service of service->team_id with its part "main". ERR_NOT_FOUND, ERR_FORBIDDEN (below member), ERR_CONFLICT when
   the team has one of that name. */
MUST_USE bool service_add(struct db *db, const struct api_principal *who,
    const struct service *service, int64_t now_us, int64_t *ret_id, struct err *err);
MUST_USE bool service_find(struct db *db, const struct api_principal *who, int64_t id,
    enum right right, struct arena *arena, struct service *ret_service, struct err *err);

/* Finds the service of that name, without regard to case, for which who has the right: in a team, or for team_id 0 in
   any. ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_USAGE when they have it in several teams. */
MUST_USE bool service_find_name(struct db *db, const struct api_principal *who, int64_t team_id,
    struct text name, enum right right, struct arena *arena, struct service *ret_service,
    struct err *err);
/* Finds the service of that name in a team; makes it, with its part "main", when there is none. Fails as service_add does.
   Must run inside a transaction. */
MUST_USE bool service_take(struct db *db, const struct api_principal *who, int64_t team_id,
    struct text name, int64_t now_us, int64_t *ret_id, bool *ret_is_new, struct err *err);

struct service_query {
    int64_t team_id;   /* 0: all teams that who sees */
    struct text words; /* part of the name, without regard to case; empty: all */
    struct text after_name;
    int64_t after_id;
    size_t limit;
};
/* By name. */
MUST_USE bool service_list(struct db *db, const struct api_principal *who,
    const struct service_query *query, struct arena *arena, struct service **ret_services,
    size_t *ret_count, struct err *err);

/* The tickets of a service that are not done, by enum ssvc_decision. */
struct service_tickets {
    int64_t at[SSVC_IMMEDIATE + 1];
};
/* Fills one for each id, in their order. */
MUST_USE bool service_count_tickets(struct db *db, struct db_args ids, struct arena *arena,
    struct service_tickets *ret_tickets, struct err *err);

/* Writes name, description and inputs. Then runs after (may be NULL) in the same transaction: what else must follow, such
   as deciding the service's tickets anew. */
MUST_USE bool service_change(struct db *db, const struct api_principal *who,
    const struct service *service, int64_t now_us, db_work after, void *context, struct err *err);
/* Takes a service away from all lists; its history stays. Only an admin of its team may. */
MUST_USE bool service_delete(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err);

MUST_USE bool service_part_add(struct db *db, const struct api_principal *who, int64_t service_id,
    struct text name, int64_t now_us, int64_t *ret_id, struct err *err);
/* Finds a part of a service by id or, without regard to case, by name; makes it when there is none of that name. ERR_NOT_FOUND,
   ERR_FORBIDDEN (below member). Must run inside a transaction. */
MUST_USE bool service_part_take(struct db *db, const struct api_principal *who, int64_t service_id,
    struct text part, int64_t now_us, int64_t *ret_id, struct err *err);
/* Finds a part of a service that who was found to see by id or name. ERR_NOT_FOUND. */
MUST_USE bool service_part_named(
    struct db *db, int64_t service_id, struct text part, int64_t *ret_id, struct err *err);
MUST_USE bool service_part_find(struct db *db, const struct api_principal *who, int64_t id,
    enum right right, struct arena *arena, struct service_part *ret_part, struct err *err);
/* The team and the service of a part, without asking who may see them. ERR_NOT_FOUND. */
MUST_USE bool service_part_place(
    struct db *db, int64_t part_id, int64_t *ret_team_id, int64_t *ret_service_id, struct err *err);
/* All parts of services that who was found to see: by service, oldest first. */
MUST_USE bool service_part_list(struct db *db, const struct api_principal *who,
    struct db_args service_ids, struct arena *arena, struct service_part **ret_parts,
    size_t *ret_count, struct err *err);

#endif
