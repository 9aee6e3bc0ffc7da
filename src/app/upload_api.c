/* SPDX-License-Identifier: Apache-2.0 */
#include "app/upload_api.h"

#include "app/upload.h"
#include "base/limits.h"
#include "sbom/sbom_api.h"
#include "sbom/service.h"
#include "ticket/part_sync.h"

static void reply_outcome(struct api_call *call, const struct upload_outcome *outcome)
{
    struct buf *out = &call->reply->body;
    const struct ticket_counts *counts = &outcome->counts;
    json_print_open(out, '{');
    json_print_member_open(out, "sbom", '{');
    sbom_api_print(out, &outcome->row);
    json_print_close(out, '}');
    if (outcome->service_id) {
        json_print_member_id(out, "service_id", outcome->service_id);
        json_print_member_bool(out, "is_service_new", outcome->is_service_new);
    }
    json_print_member_open(out, "tickets", '{');
    json_print_member_int(out, "opened", counts->opened);
    json_print_member_int(out, "closed", counts->closed);
    json_print_member_int(out, "reopened", counts->reopened);
    json_print_member_int(out, "updated", counts->updated);
    json_print_member_int(out, "marked", counts->marked);
    json_print_member_int(out, "unchanged", counts->unchanged);
    json_print_close(out, '}');
    json_print_close(out, '}');
}

/* -- upload -- */

static unsigned status_of(const struct upload_outcome *outcome)
{
    if (outcome->row.is_held)
        return 202;
    return outcome->was_current ? 200 : 201;
}

/* What the user calls the file: for messages, and for who takes the original out again. */
static struct text file_name(const struct api_call *call)
{
    struct text name = {"", 0};
    http_query(call->request, "filename", &name);
    name = text_slice(text_trim(name), 0, LIMIT_API_NAME_BYTES);
    return name.len && text_find_bad_utf8(name) < 0 ? name : TEXT("sbom.json");
}

static bool read_note(const struct api_call *call, struct text *ret_note, struct err *err)
{
    http_query(call->request, "note", ret_note);
    *ret_note = text_trim(*ret_note);
    return ret_note->len == 0 || upload_check_name(*ret_note, "note", err);
}

static bool take_to(struct api_call *call, struct upload_place *place, struct err *err)
{
    struct arena arena;
    struct upload_outcome outcome;
    struct upload_order order = {
        .fd = call->request->body_fd, .file_name = file_name(call), .note = TEXT("")};
    if (!api_query_flag(call, "store_only", &order.is_stored_only, err) ||
        !read_note(call, &order.note, err) || !upload_find(call, place, err))
        return false;
    if (order.fd < 0)
        return err_set(err, ERR_SYNTAX, "the body is empty: send the SBOM as the body");
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_done = upload_take(call, place, &order, &arena, &outcome, err);
    if (is_done) {
        call->reply->status = status_of(&outcome);
        reply_outcome(call, &outcome);
    }
    arena_done(&arena);
    return is_done;
}

static bool take_sbom(struct api_call *call, struct err *err)
{
    struct upload_place place = {.part = text_trim(http_param(call->request, "part"))};
    return api_param_id(call, "service", &place.service_id, err) && take_to(call, &place, err);
}

/* The same by names, for those who know no ids: one call of a build is enough. */
static bool take_named_sbom(struct api_call *call, struct err *err)
{
    struct upload_place place = {.part = TEXT(SERVICE_MAIN_PART), .team = {"", 0}};
    http_query(call->request, "team", &place.team);
    http_query(call->request, "part", &place.part);
    if (!http_query(call->request, "service", &place.service))
        return err_set(err, ERR_USAGE, "service: is missing");
    place.team = text_trim(place.team);
    place.service = text_trim(place.service);
    place.part = text_trim(place.part);
    return api_query_flag(call, "create", &place.makes_service, err) && take_to(call, &place, err);
}

/* -- held and former ones -- */

struct choice {
    struct api_call *call;
    int64_t sbom_id;
    struct arena *arena;
    struct upload_outcome outcome;
};

static bool confirm(struct db *db, void *context, struct err *err)
{
    struct choice *choice = context;
    struct api_call *call = choice->call;
    struct upload_outcome outcome = {0};
    struct part_sync sync;
    if (!sbom_api_find(call, choice->sbom_id, RIGHT_SERVICE_CHANGE, &outcome.row, err))
        return false;
    if (!outcome.row.is_held)
        return err_set(err, ERR_CONFLICT, "the SBOM is not held: there is nothing to confirm");
    if (!part_sync_begin(&sync, db, call->tools, outcome.row.part_id, call->who.account_id,
            call->now_us, choice->arena, err))
        return false;
    bool is_done = sbom_rows_make_current(db, choice->sbom_id, err);
    is_done =
        part_sync_end(&sync, is_done, choice->sbom_id, &outcome.counts, err) &&
        sbom_rows_find(db, choice->sbom_id, choice->arena, &outcome.row, err) &&
        sbom_rows_tell(db, "sbom.confirmed", &outcome.row, call->who.account_id, call->now_us, err);
    if (is_done)
        choice->outcome = outcome;
    return is_done;
}

static bool confirm_sbom(struct api_call *call, struct err *err)
{
    struct arena arena;
    struct choice choice = {.call = call, .arena = &arena};
    if (!api_param_id(call, "sbom", &choice.sbom_id, err))
        return false;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_done = db_transact(call->db, confirm, &choice, err);
    if (is_done)
        reply_outcome(call, &choice.outcome);
    arena_done(&arena);
    return is_done;
}

static bool delete(struct db *db, void *context, struct err *err)
{
    struct choice *choice = context;
    struct sbom_row row;
    return sbom_api_find(choice->call, choice->sbom_id, RIGHT_SERVICE_CHANGE, &row, err) &&
           sbom_rows_delete(db, &row, err) &&
           sbom_rows_tell(
               db, "sbom.deleted", &row, choice->call->who.account_id, choice->call->now_us, err);
}

static bool delete_sbom(struct api_call *call, struct err *err)
{
    struct choice choice = {.call = call};
    if (!api_param_id(call, "sbom", &choice.sbom_id, err) ||
        !db_transact(call->db, delete, &choice, err))
        return false;
    call->reply->status = 204;
    return true;
}

const struct api_route upload_api_routes[] = {
    {"POST", "/api/v1/sboms", RIGHT_SBOM_UPLOAD, take_named_sbom, API_UPLOAD},
    {"POST", "/api/v1/services/{service}/parts/{part}/sboms", RIGHT_SBOM_UPLOAD, take_sbom,
        API_UPLOAD},
    {"POST", "/api/v1/sboms/{sbom}/confirm", RIGHT_SERVICE_CHANGE, confirm_sbom, 0},
    {"DELETE", "/api/v1/sboms/{sbom}", RIGHT_SERVICE_CHANGE, delete_sbom, 0},
    {0},
};
