/* SPDX-License-Identifier: Apache-2.0 */
#include "app/upload_api.h"

#include "base/limits.h"
#include "sbom/sbom_api.h"
#include "sbom/sbom_confined.h"
#include "sbom/service.h"
#include "store/blob.h"
#include "ticket/part_sync.h"

/* What was done with an SBOM, for the reply. */
struct outcome {
    struct sbom_row row;
    bool is_new;      /* it was not there before */
    bool was_current; /* it was the current one before */
    struct ticket_counts counts;
};

static void reply_outcome(struct api_call *call, const struct outcome *outcome)
{
    struct buf *out = &call->reply->body;
    const struct ticket_counts *counts = &outcome->counts;
    json_print_open(out, '{');
    json_print_member_open(out, "sbom", '{');
    sbom_api_print(out, &outcome->row);
    json_print_close(out, '}');
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

struct upload {
    struct api_call *call;
    const struct sbom *sbom;
    struct sbom_upload order;
    int64_t service_id;
    struct text part;
    struct arena *arena;
    struct outcome outcome;
};

static bool store(struct db *db, void *context, struct err *err)
{
    struct upload *upload = context;
    struct api_call *call = upload->call;
    struct outcome outcome = {0};
    struct part_sync sync;
    if (!service_part_take(db, &call->who, upload->service_id, upload->part, call->now_us,
            &upload->order.part_id, err) ||
        !part_sync_begin(&sync, db, call->tools, upload->order.part_id, call->who.account_id,
            call->now_us, upload->arena, err))
        return false;
    bool is_done = sbom_rows_store(
        db, upload->sbom, &upload->order, upload->arena, &outcome.row, &outcome.is_new, err);
    outcome.was_current = is_done && sync.former_sbom_id == outcome.row.id;
    is_done = part_sync_end(&sync, is_done, is_done ? outcome.row.id : 0, &outcome.counts, err) &&
              sbom_rows_find(db, outcome.row.id, upload->arena, &outcome.row, err);
    if (is_done)
        upload->outcome = outcome;
    return is_done;
}

static unsigned status_of(const struct outcome *outcome)
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

static bool check_part_name(struct text name, struct err *err)
{
    if (name.len == 0 || name.len > LIMIT_API_NAME_BYTES)
        return err_set(
            err, ERR_USAGE, "part: its name must have 1 to %zu bytes", LIMIT_API_NAME_BYTES);
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.at[i] < 0x20 || name.at[i] == 0x7f)
            return err_set(err, ERR_USAGE, "part: its name has a control character");
    return text_find_bad_utf8(name) < 0 || err_set(err, ERR_USAGE, "part: its name is not UTF-8");
}

static bool read_and_store(struct upload *upload, struct err *err)
{
    struct api_call *call = upload->call;
    struct sbom_confined confined;
    if (!sbom_confined_read(&confined, call->tools->workers, upload->order.file_name,
            upload->order.fd, upload->arena, err))
        return false;
    upload->sbom = &confined.sbom;
    bool is_done = blob_digest_fd(upload->order.fd, upload->order.digest, NULL, err) &&
                   db_transact(call->db, store, upload, err);
    if (is_done) {
        call->reply->status = status_of(&upload->outcome);
        reply_outcome(call, &upload->outcome);
    }
    sbom_confined_done(&confined);
    return is_done;
}

static bool take_sbom(struct api_call *call, struct err *err)
{
    struct arena arena;
    struct service service;
    struct upload upload = {.call = call,
        .part = text_trim(http_param(call->request, "part")),
        .arena = &arena,
        .order = {.fd = call->request->body_fd,
            .file_name = file_name(call),
            .note = TEXT(""),
            .account_id = call->who.account_id,
            .now_us = call->now_us}};
    if (!api_query_flag(call, "store_only", &upload.order.is_stored_only, err) ||
        !api_param_id(call, "service", &upload.service_id, err) ||
        !service_find(
            call->db, &call->who, upload.service_id, TEAM_MEMBER, call->arena, &service, err) ||
        !check_part_name(upload.part, err))
        return false;
    if (upload.order.fd < 0)
        return err_set(err, ERR_SYNTAX, "the body is empty: send the SBOM as the body");
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_done = read_and_store(&upload, err);
    arena_done(&arena);
    return is_done;
}

/* -- held and former ones -- */

struct choice {
    struct api_call *call;
    int64_t sbom_id;
    struct arena *arena;
    struct outcome outcome;
};

static bool confirm(struct db *db, void *context, struct err *err)
{
    struct choice *choice = context;
    struct api_call *call = choice->call;
    struct outcome outcome = {0};
    struct part_sync sync;
    if (!sbom_api_find(call, choice->sbom_id, TEAM_MEMBER, &outcome.row, err))
        return false;
    if (!outcome.row.is_held)
        return err_set(err, ERR_CONFLICT, "the SBOM is not held: there is nothing to confirm");
    if (!part_sync_begin(&sync, db, call->tools, outcome.row.part_id, call->who.account_id,
            call->now_us, choice->arena, err))
        return false;
    bool is_done = sbom_rows_make_current(db, choice->sbom_id, err);
    is_done = part_sync_end(&sync, is_done, choice->sbom_id, &outcome.counts, err) &&
              sbom_rows_find(db, choice->sbom_id, choice->arena, &outcome.row, err);
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
    return sbom_api_find(choice->call, choice->sbom_id, TEAM_MEMBER, &row, err) &&
           sbom_rows_delete(db, &row, err);
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
    {"POST", "/api/v1/services/{service}/parts/{part}/sboms", API_SIGNED_IN, take_sbom, API_UPLOAD},
    {"POST", "/api/v1/sboms/{sbom}/confirm", API_SIGNED_IN, confirm_sbom, 0},
    {"DELETE", "/api/v1/sboms/{sbom}", API_SIGNED_IN, delete_sbom, 0},
    {0},
};
