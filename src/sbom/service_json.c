/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/service_json.h"

#include "sbom/sbom_api.h"

/* The current SBOMs of some parts. */
struct currents {
    struct sbom_row *rows;
    size_t count;
};

static void print_input(struct buf *out, const char *key, const char *kind, int value)
{
    const char *word = ssvc_word(kind, value);
    if (word)
        json_print_member_z(out, key, word);
    else
        json_print_member_null(out, key);
}

/* -- parts -- */

static bool read_currents(struct api_call *call, const struct service_part *parts, size_t count,
    struct currents *ret_currents, struct err *err)
{
    struct db_value *ids = arena_take_array(call->arena, count, sizeof *ids);
    if (!ids)
        return arena_check(call->arena, err);
    for (size_t i = 0; i < count; i++)
        ids[i] = DB_INT(parts[i].id);
    return sbom_rows_current(call->db, (struct db_args){ids, count}, call->arena,
        &ret_currents->rows, &ret_currents->count, err);
}

static const struct sbom_row *find_current(const struct currents *currents, int64_t part_id)
{
    for (size_t i = 0; i < currents->count; i++)
        if (currents->rows[i].part_id == part_id)
            return &currents->rows[i];
    return NULL;
}

static void print_part(
    struct buf *out, const struct service_part *part, const struct sbom_row *current)
{
    json_print_open(out, '{');
    json_print_member_id(out, "id", part->id);
    json_print_member_id(out, "service_id", part->service_id);
    json_print_member(out, "service_name", part->service_name);
    json_print_member(out, "name", part->name);
    json_print_member_int(out, "held_count", part->held_count);
    json_print_member_time(out, "created_at", part->created_us);
    if (current) {
        json_print_member_open(out, "current_sbom", '{');
        sbom_api_print(out, current);
        json_print_close(out, '}');
    } else {
        json_print_member_null(out, "current_sbom");
    }
    json_print_close(out, '}');
}

bool service_json_print_parts(
    struct api_call *call, const struct service_part *parts, size_t count, struct err *err)
{
    struct currents currents;
    if (!read_currents(call, parts, count, &currents, err))
        return false;
    for (size_t i = 0; i < count; i++)
        print_part(&call->reply->body, &parts[i], find_current(&currents, parts[i].id));
    return true;
}

/* -- services -- */

/* What hangs on some services. */
struct hanging {
    struct service_part *parts;
    size_t part_count;
    struct currents currents;
    struct service_tickets *tickets; /* by service */
};

static bool read_hanging(struct api_call *call, const struct service *services, size_t count,
    struct hanging *ret_hanging, struct err *err)
{
    struct db_value *ids = arena_take_array(call->arena, count, sizeof *ids);
    struct hanging hanging = {
        .tickets = arena_take_array(call->arena, count, sizeof *hanging.tickets)};
    if (!ids || !hanging.tickets)
        return arena_check(call->arena, err);
    for (size_t i = 0; i < count; i++)
        ids[i] = DB_INT(services[i].id);
    struct db_args all = {ids, count};
    if (!service_part_list(
            call->db, &call->who, all, call->arena, &hanging.parts, &hanging.part_count, err) ||
        !read_currents(call, hanging.parts, hanging.part_count, &hanging.currents, err) ||
        !service_count_tickets(call->db, all, call->arena, hanging.tickets, err))
        return false;
    *ret_hanging = hanging;
    return true;
}

static void print_own(struct api_call *call, const struct service *service)
{
    struct buf *out = &call->reply->body;
    json_print_member_id(out, "id", service->id);
    json_print_member_id(out, "team_id", service->team_id);
    json_print_member(out, "team_name", service->team_name);
    json_print_member(out, "name", service->name);
    json_print_member(out, "description", service->description);
    print_input(out, "exposure", "exposure", service->inputs.exposure);
    print_input(out, "safety_impact", "safety", service->inputs.safety);
    print_input(out, "mission_impact", "mission", service->inputs.mission);
    print_input(out, "mission_well_being", "mission_well_being", service->inputs.well_being);
    json_print_member_z(out, "role", team_role_shown(&call->who, service->role));
    json_print_member_time(out, "created_at", service->created_us);
    json_print_member_time(out, "updated_at", service->updated_us);
}

static void print_parts(struct buf *out, const struct hanging *hanging, int64_t service_id)
{
    json_print_member_open(out, "parts", '[');
    for (size_t i = 0; i < hanging->part_count; i++) {
        const struct service_part *part = &hanging->parts[i];
        if (part->service_id == service_id)
            print_part(out, part, find_current(&hanging->currents, part->id));
    }
    json_print_close(out, ']');
}

static void print_tickets(struct buf *out, const struct service_tickets *tickets)
{
    json_print_member_open(out, "open_tickets", '{');
    json_print_member_int(out, "immediate", tickets->at[SSVC_IMMEDIATE]);
    json_print_member_int(out, "out_of_cycle", tickets->at[SSVC_OUT_OF_CYCLE]);
    json_print_member_int(out, "scheduled", tickets->at[SSVC_SCHEDULED]);
    json_print_member_int(out, "defer", tickets->at[SSVC_DEFER]);
    json_print_close(out, '}');
}

bool service_json_print(
    struct api_call *call, const struct service *services, size_t count, struct err *err)
{
    struct buf *out = &call->reply->body;
    struct hanging hanging;
    if (!read_hanging(call, services, count, &hanging, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        json_print_open(out, '{');
        print_own(call, &services[i]);
        print_parts(out, &hanging, services[i].id);
        print_tickets(out, &hanging.tickets[i]);
        json_print_close(out, '}');
    }
    return true;
}
