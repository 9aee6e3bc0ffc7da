/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/service.h"

#include "base/rand.h"
#include "domain/ssvc.h"
#include "journal/journal.h"
#include "store/db_in.h"

/* $1 and $2 are the one who asks. */
#define SERVICE_SELECT                                                                             \
    "SELECT s.id, s.team_id, t.name, s.name, s.description, s.exposure, s.safety, s.mission, "     \
    "s.well_being, s.created_us, s.updated_us, "                                                   \
    "(SELECT count(*) FROM part p WHERE p.service_id = s.id), m.role "                             \
    "FROM service s JOIN team t ON t.id = s.team_id "                                              \
    "LEFT JOIN team_member m ON m.team_id = s.team_id AND m.account_id = $1 "                      \
    "WHERE s.deleted_us IS NULL AND " TEAM_ROLE_IS("m.role", "$2") " "

#define PART_SELECT                                                                                \
    "SELECT p.id, p.service_id, s.team_id, p.name, s.name, p.created_us, m.role, "                 \
    "b.id, b.number, b.created_us, b.component_count, "                                            \
    "(SELECT count(*) FROM sbom h WHERE h.part_id = p.id AND h.is_held = 1) "                      \
    "FROM part p JOIN service s ON s.id = p.service_id "                                           \
    "LEFT JOIN team_member m ON m.team_id = s.team_id AND m.account_id = $1 "                      \
    "LEFT JOIN sbom b ON b.part_id = p.id AND b.is_current = 1 "                                   \
    "WHERE s.deleted_us IS NULL AND " TEAM_ROLE_IS("m.role", "$2") " "

static enum team_role read_role(const struct db_rows *rows, size_t row, size_t column)
{
    enum team_role role;
    return right_team_read(db_text(rows, row, column), &role) ? role : TEAM_STRANGER;
}

static int read_input(const struct db_rows *rows, size_t row, size_t column, const char *kind)
{
    int value;
    return ssvc_read(kind, db_text(rows, row, column), &value) ? value : SERVICE_NOT_SAID;
}

static struct db_value input_value(const char *kind, int value)
{
    const char *word = ssvc_word(kind, value);
    return word ? DB_TEXT(text_of(word)) : DB_NULL;
}

static struct service read_service(const struct db_rows *rows, size_t row)
{
    return (struct service){
        .id = db_int(rows, row, 0),
        .team_id = db_int(rows, row, 1),
        .team_name = db_text(rows, row, 2),
        .name = db_text(rows, row, 3),
        .description = db_text(rows, row, 4),
        .inputs.exposure = read_input(rows, row, 5, "exposure"),
        .inputs.safety = read_input(rows, row, 6, "safety"),
        .inputs.mission = read_input(rows, row, 7, "mission"),
        .inputs.well_being = read_input(rows, row, 8, "mission_well_being"),
        .created_us = db_int(rows, row, 9),
        .updated_us = db_int(rows, row, 10),
        .part_count = db_int(rows, row, 11),
        .role = read_role(rows, row, 12),
    };
}

/* Checks the right in a row that was found, or was not. */
static bool take_service(const struct db_rows *rows, const struct api_principal *who,
    enum right right, struct service *ret_service, struct err *err)
{
    if (!rows->count)
        return err_set(err, ERR_NOT_FOUND, "there is no such service");
    struct service service = read_service(rows, 0);
    if (!right_check(who->roles, service.role, right, "service", err))
        return false;
    *ret_service = service;
    return true;
}

bool service_find(struct db *db, const struct api_principal *who, int64_t id, enum right right,
    struct arena *arena, struct service *ret_service, struct err *err)
{
    struct db_rows rows;
    return db_query(db, SERVICE_SELECT "AND s.id = $3",
               DB_ARGS(DB_INT(who->account_id), DB_INT(TEAM_STRANGER), DB_INT(id)), arena, &rows,
               err) &&
           take_service(&rows, who, right, ret_service, err);
}

/* What one may change comes first, then what one sees. */
static bool query_named(struct db *db, const struct api_principal *who, int64_t team_id,
    struct text name, struct arena *arena, struct db_rows *ret_rows, struct err *err)
{
    return db_query(db,
        SERVICE_SELECT
        "AND (CAST($3 AS BIGINT) = 0 OR s.team_id = $3) AND lower(s.name) = lower($4) "
        "ORDER BY CASE WHEN m.role IN ('admin', 'member') THEN 0 ELSE 1 END, t.name LIMIT 2",
        DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_SERVICE_READ), DB_INT(team_id), DB_TEXT(name)), arena,
        ret_rows, err);
}

bool service_find_name(struct db *db, const struct api_principal *who, int64_t team_id,
    struct text name, enum right right, struct arena *arena, struct service *ret_service,
    struct err *err)
{
    struct db_rows rows;
    struct service service, other;
    if (!query_named(db, who, team_id, name, arena, &rows, err))
        return false;
    if (!take_service(&rows, who, right, &service, err))
        return err_add(err, "service %.*s", TEXT_ARG(name));
    if (rows.count > 1)
        other = read_service(&rows, 1);
    if (rows.count > 1 && right_has(who->roles, other.role, right))
        return err_set(err, ERR_USAGE,
            "service %.*s: the teams \"%.*s\" and \"%.*s\" have one; name the team", TEXT_ARG(name),
            TEXT_ARG(service.team_name), TEXT_ARG(other.team_name));
    *ret_service = service;
    return true;
}

bool service_list(struct db *db, const struct api_principal *who, const struct service_query *query,
    struct arena *arena, struct service **ret_services, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            SERVICE_SELECT
            "AND (CAST($3 AS BIGINT) = 0 OR s.team_id = $3) "
            "AND (CAST($4 AS TEXT) = '' OR replace(lower(s.name), lower($4), '') <> lower(s.name)) "
            "AND (s.name > $5 OR (s.name = $5 AND s.id > $6)) ORDER BY s.name, s.id LIMIT $7",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_SERVICE_READ), DB_INT(query->team_id),
                DB_TEXT(query->words), DB_TEXT(query->after_name), DB_INT(query->after_id),
                DB_INT((int64_t)query->limit)),
            arena, &rows, err))
        return false;
    struct service *services = arena_take_array(arena, rows.count, sizeof *services);
    if (!services)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++)
        services[i] = read_service(&rows, i);
    *ret_services = services;
    *ret_count = rows.count;
    return true;
}

/* Ids have little order here and few come at once: looking is enough. */
static size_t index_of(struct db_args ids, int64_t id)
{
    size_t i = 0;
    while (i < ids.count && ids.at[i].number != id)
        i++;
    return i;
}

/* The rank of a ticket begins with its priority, and so an index says how many there are: no ticket is looked up. */
bool service_count_tickets(struct db *db, struct db_args ids, struct arena *arena,
    struct service_tickets *ret_tickets, struct err *err)
{
    struct db_rows rows;
    if (!db_in_query(db,
            "SELECT s.id, p.priority, (SELECT count(*) FROM ticket t WHERE t.service_id = s.id AND t.is_done = 0"
            " AND t.rank >= p.priority * 2147483648 AND t.rank < (p.priority + 1) * 2147483648)"
            " FROM service s CROSS JOIN (SELECT 0 AS priority UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) p"
            " WHERE s.id IN",
            DB_NO_ARGS, ids, "", arena, &rows, err))
        return false;
    for (size_t i = 0; i < ids.count; i++)
        ret_tickets[i] = (struct service_tickets){0};
    for (size_t i = 0; i < rows.count; i++) {
        size_t at = index_of(ids, db_int(&rows, i, 0));
        int64_t priority = db_int(&rows, i, 1);
        if (at < ids.count && priority >= SSVC_DEFER && priority <= SSVC_IMMEDIATE)
            ret_tickets[at].at[priority] = db_int(&rows, i, 2);
    }
    return true;
}

/* What a change is done with, inside a transaction. */
struct change {
    const struct api_principal *who;
    struct service service;
    enum right right; /* in the team, of what is made */
    int64_t part_id, now_us;
    struct text part_name;
    db_work after;
    void *context;
};

/* Returns whether a statement gives a row. */
static bool read_is_there(
    struct db *db, const char *sql, struct db_args args, bool *ret_is_there, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db, sql, args, &arena, &rows, err);
    if (is_fine)
        *ret_is_there = rows.count > 0;
    arena_done(&arena);
    return is_fine;
}

static bool check_name_free(struct db *db, const struct service *service, struct err *err)
{
    bool is_taken;
    return read_is_there(db,
               "SELECT id FROM service WHERE team_id = $1 AND lower(name) = lower($2) "
               "AND id <> $3 AND deleted_us IS NULL",
               DB_ARGS(DB_INT(service->team_id), DB_TEXT(service->name), DB_INT(service->id)),
               &is_taken, err) &&
           (!is_taken || err_set(err, ERR_CONFLICT, "the team has a service \"%.*s\" already",
                             TEXT_ARG(service->name)));
}

/* How it is used, where all of the service is written. */
static struct text inputs_facts(const struct service *service, struct arena *arena)
{
    const struct service_inputs *inputs = &service->inputs;
    const char *exposure = ssvc_word("exposure", inputs->exposure),
               *safety = ssvc_word("safety", inputs->safety),
               *mission = ssvc_word("mission", inputs->mission);
    if (!service->name.len)
        return (struct text){"", 0};
    return arena_format(arena, "{\"exposure\":\"%s\",\"safety\":\"%s\",\"mission\":\"%s\"}",
        exposure ? exposure : "", safety ? safety : "", mission ? mission : "");
}

/* part is the name of the part that it is about, if it is about one. */
static bool tell(struct db *db, const char *kind, const struct change *change, int64_t team_id,
    struct text part, struct err *err)
{
    const struct service *service = &change->service;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = journal_add_texts(db,
        &(struct journal_entry){.kind = kind,
            .actor_id = change->who->account_id,
            .team_id = team_id,
            .object_kind = "service",
            .object_id = service->id,
            .at_us = change->now_us,
            .facts = inputs_facts(service, &arena)},
        JOURNAL_TEXTS(
            {"name", service->name}, {"description", service->description}, {"part", part}),
        err);
    arena_done(&arena);
    return is_fine;
}

static bool add_part(struct db *db, const struct change *change, struct text name, struct err *err)
{
    int64_t changed;
    if (!db_run(db,
            "INSERT INTO part (id, service_id, name, created_us) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT (service_id, lower(name)) DO NOTHING",
            DB_ARGS(DB_INT(change->part_id), DB_INT(change->service.id), DB_TEXT(name),
                DB_INT(change->now_us)),
            &changed, err))
        return false;
    return changed ||
           err_set(err, ERR_CONFLICT, "the service has a part \"%.*s\" already", TEXT_ARG(name));
}

static bool add(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    const struct service *service = &change->service;
    struct arena arena;
    struct team team;
    arena_init(&arena, SIZE_MAX);
    bool is_fine =
        team_find(db, change->who, service->team_id, change->right, &arena, &team, err) &&
        check_name_free(db, service, err);
    arena_done(&arena);
    return is_fine &&
           db_run(db,
               "INSERT INTO service (id, team_id, name, description, exposure, safety, mission, "
               "well_being, created_us, updated_us) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
               DB_ARGS(DB_INT(service->id), DB_INT(service->team_id), DB_TEXT(service->name),
                   DB_TEXT(service->description), input_value("exposure", service->inputs.exposure),
                   input_value("safety", service->inputs.safety),
                   input_value("mission", service->inputs.mission),
                   input_value("mission_well_being", service->inputs.well_being),
                   DB_INT(change->now_us)),
               NULL, err) &&
           add_part(db, change, TEXT(SERVICE_MAIN_PART), err) &&
           tell(db, "service.created", change, service->team_id, TEXT(""), err);
}

bool service_add(struct db *db, const struct api_principal *who, const struct service *service,
    int64_t now_us, int64_t *ret_id, struct err *err)
{
    struct change change = {.who = who,
        .service = *service,
        .right = RIGHT_SERVICE_CHANGE,
        .part_id = rand_id(now_us),
        .now_us = now_us};
    change.service.id = rand_id(now_us);
    if (!db_transact(db, add, &change, err))
        return false;
    *ret_id = change.service.id;
    return true;
}

bool service_take(struct db *db, const struct api_principal *who, int64_t team_id, struct text name,
    int64_t now_us, int64_t *ret_id, bool *ret_is_new, struct err *err)
{
    struct change change = {.who = who,
        .service = {.id = rand_id(now_us),
            .team_id = team_id,
            .name = name,
            .description = {"", 0},
            .inputs = SERVICE_INPUTS_NOT_SAID},
        .right = RIGHT_SBOM_UPLOAD,
        .part_id = rand_id(now_us),
        .now_us = now_us};
    struct arena arena;
    struct service found;
    struct err why;
    arena_init(&arena, SIZE_MAX);
    bool is_there =
        service_find_name(db, who, team_id, name, RIGHT_SBOM_UPLOAD, &arena, &found, &why);
    if (is_there)
        *ret_id = found.id;
    arena_done(&arena);
    if (!is_there && why.code != ERR_NOT_FOUND)
        return err_set(err, why.code, "%s", why.text);
    *ret_is_new = !is_there;
    if (is_there)
        return true;
    *ret_id = change.service.id;
    return add(db, &change, err);
}

/* Finds the service that is to be changed; its team decides whether who may. */
static bool find_own(struct db *db, const struct change *change, enum right right,
    int64_t *ret_team_id, struct err *err)
{
    struct arena arena;
    struct service found;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = service_find(db, change->who, change->service.id, right, &arena, &found, err);
    if (is_fine)
        *ret_team_id = found.team_id;
    arena_done(&arena);
    return is_fine;
}

static bool write_change(struct db *db, void *context, struct err *err)
{
    struct change *change = context;
    const struct service *service = &change->service;
    return find_own(db, change, RIGHT_SERVICE_CHANGE, &change->service.team_id, err) &&
           check_name_free(db, service, err) &&
           db_run(db,
               "UPDATE service SET name = $2, description = $3, exposure = $4, safety = $5, "
               "mission = $6, updated_us = $7, well_being = $8 WHERE id = $1",
               DB_ARGS(DB_INT(service->id), DB_TEXT(service->name), DB_TEXT(service->description),
                   input_value("exposure", service->inputs.exposure),
                   input_value("safety", service->inputs.safety),
                   input_value("mission", service->inputs.mission), DB_INT(change->now_us),
                   input_value("mission_well_being", service->inputs.well_being)),
               NULL, err) &&
           (!change->after || change->after(db, change->context, err)) &&
           tell(db, "service.changed", change, service->team_id, TEXT(""), err);
}

bool service_change(struct db *db, const struct api_principal *who, const struct service *service,
    int64_t now_us, db_work after, void *context, struct err *err)
{
    struct change change = {
        .who = who, .service = *service, .now_us = now_us, .after = after, .context = context};
    return db_transact(db, write_change, &change, err);
}

/* Nothing of a deleted service is current: no advisory is matched against it any more. */
static bool write_deletion(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    int64_t team_id;
    struct db_args id = DB_ARGS(DB_INT(change->service.id));
    return find_own(db, change, RIGHT_SERVICE_DELETE, &team_id, err) &&
           db_run(db,
               "UPDATE sbom SET is_current = 0 WHERE is_current = 1 "
               "AND part_id IN (SELECT id FROM part WHERE service_id = $1)",
               id, NULL, err) &&
           db_run(db, "UPDATE service SET deleted_us = $2 WHERE id = $1",
               DB_ARGS(DB_INT(change->service.id), DB_INT(change->now_us)), NULL, err) &&
           tell(db, "service.deleted", change, team_id, TEXT(""), err);
}

bool service_delete(
    struct db *db, const struct api_principal *who, int64_t id, int64_t now_us, struct err *err)
{
    struct change change = {.who = who, .service.id = id, .now_us = now_us};
    return db_transact(db, write_deletion, &change, err);
}

/* -- parts -- */

static struct service_part read_part(const struct db_rows *rows, size_t row)
{
    return (struct service_part){
        .id = db_int(rows, row, 0),
        .service_id = db_int(rows, row, 1),
        .team_id = db_int(rows, row, 2),
        .name = db_text(rows, row, 3),
        .service_name = db_text(rows, row, 4),
        .created_us = db_int(rows, row, 5),
        .role = read_role(rows, row, 6),
        .sbom_id = db_int(rows, row, 7),
        .sbom_number = db_int(rows, row, 8),
        .sbom_created_us = db_int(rows, row, 9),
        .component_count = db_int(rows, row, 10),
        .held_count = db_int(rows, row, 11),
    };
}

static bool add_other_part(struct db *db, void *context, struct err *err)
{
    const struct change *change = context;
    int64_t team_id;
    return find_own(db, change, RIGHT_SERVICE_CHANGE, &team_id, err) &&
           add_part(db, change, change->part_name, err) &&
           tell(db, "service.part_added", change, team_id, change->part_name, err);
}

bool service_part_add(struct db *db, const struct api_principal *who, int64_t service_id,
    struct text name, int64_t now_us, int64_t *ret_id, struct err *err)
{
    struct change change = {.who = who,
        .service.id = service_id,
        .part_id = rand_id(now_us),
        .now_us = now_us,
        .part_name = name};
    if (!db_transact(db, add_other_part, &change, err))
        return false;
    *ret_id = change.part_id;
    return true;
}

/* Gives 0 when there is none. */
static bool find_named(
    struct db *db, int64_t service_id, struct text part, int64_t *ret_id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    int64_t id;
    if (!text_read_i64(part, &id))
        id = 0;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db,
        "SELECT id FROM part WHERE service_id = $1 AND (id = $2 OR lower(name) = lower($3))"
        " ORDER BY CASE WHEN id = $2 THEN 0 ELSE 1 END",
        DB_ARGS(DB_INT(service_id), DB_INT(id), DB_TEXT(part)), &arena, &rows, err);
    if (is_fine)
        *ret_id = rows.count ? db_int(&rows, 0, 0) : 0;
    arena_done(&arena);
    return is_fine;
}

bool service_part_named(
    struct db *db, int64_t service_id, struct text part, int64_t *ret_id, struct err *err)
{
    int64_t id;
    if (!find_named(db, service_id, part, &id, err))
        return false;
    if (id == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such part");
    *ret_id = id;
    return true;
}

/* Ids have 19 digits (rand_id), and nobody calls a part so: it is the id of a part that is not here. */
static bool is_id(struct text part)
{
    int64_t id;
    return part.len == 19 && text_read_i64(part, &id);
}

bool service_part_take(struct db *db, const struct api_principal *who, int64_t service_id,
    struct text part, int64_t now_us, int64_t *ret_id, struct err *err)
{
    struct change change = {
        .who = who, .service.id = service_id, .part_id = rand_id(now_us), .now_us = now_us};
    int64_t team_id, id;
    if (!find_own(db, &change, RIGHT_SBOM_UPLOAD, &team_id, err) ||
        !find_named(db, service_id, part, &id, err))
        return false;
    if (!id && is_id(part))
        return err_set(err, ERR_NOT_FOUND, "there is no such part");
    *ret_id = id ? id : change.part_id;
    return id || (add_part(db, &change, part, err) &&
                     tell(db, "service.part_added", &change, team_id, part, err));
}

bool service_part_find(struct db *db, const struct api_principal *who, int64_t id, enum right right,
    struct arena *arena, struct service_part *ret_part, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, PART_SELECT "AND p.id = $3",
            DB_ARGS(DB_INT(who->account_id), DB_INT(TEAM_STRANGER), DB_INT(id)), arena, &rows, err))
        return false;
    if (!rows.count)
        return err_set(err, ERR_NOT_FOUND, "there is no such part");
    struct service_part part = read_part(&rows, 0);
    if (!right_check(who->roles, part.role, right, "part", err))
        return false;
    *ret_part = part;
    return true;
}

bool service_part_place(
    struct db *db, int64_t part_id, int64_t *ret_team_id, int64_t *ret_service_id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_fine = db_query(db,
        "SELECT s.team_id, s.id FROM part p JOIN service s ON s.id = p.service_id WHERE p.id = $1",
        DB_ARGS(DB_INT(part_id)), &arena, &rows, err);
    bool is_there = is_fine && rows.count == 1;
    if (is_there) {
        *ret_team_id = db_int(&rows, 0, 0);
        *ret_service_id = db_int(&rows, 0, 1);
    }
    arena_done(&arena);
    return is_there || (is_fine && err_set(err, ERR_NOT_FOUND, "there is no such part"));
}

bool service_part_list(struct db *db, const struct api_principal *who, struct db_args service_ids,
    struct arena *arena, struct service_part **ret_parts, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_in_query(db, PART_SELECT "AND p.service_id IN",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_SERVICE_READ)), service_ids,
            "ORDER BY p.service_id, p.id", arena, &rows, err))
        return false;
    struct service_part *parts = arena_take_array(arena, rows.count, sizeof *parts);
    if (!parts)
        return arena_check(arena, err);
    for (size_t i = 0; i < rows.count; i++)
        parts[i] = read_part(&rows, i);
    *ret_parts = parts;
    *ret_count = rows.count;
    return true;
}
