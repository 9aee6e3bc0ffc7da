/* SPDX-License-Identifier: Apache-2.0 */
#include "app/upload.h"

#include "base/limits.h"
#include "sbom/sbom_confined.h"
#include "sbom/service.h"
#include "store/blob.h"
#include "ticket/part_sync.h"

bool upload_check_name(struct text name, const char *what, struct err *err)
{
    if (name.len == 0 || name.len > LIMIT_API_NAME_BYTES)
        return err_set(
            err, ERR_USAGE, "%s: its name must have 1 to %zu bytes", what, LIMIT_API_NAME_BYTES);
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.at[i] < 0x20 || name.at[i] == 0x7f)
            return err_set(err, ERR_USAGE, "%s: its name has a control character", what);
    return text_find_bad_utf8(name) < 0 ||
           err_set(err, ERR_USAGE, "%s: its name is not UTF-8", what);
}

static bool find_named(struct api_call *call, struct upload_place *place, struct err *err)
{
    struct service service;
    struct team team = {0};
    if (!upload_check_name(place->service, "service", err) ||
        (place->team.len && !upload_check_name(place->team, "team", err)) ||
        (place->team.len && !team_choose(call->db, &call->who, place->team, RIGHT_SBOM_UPLOAD,
                                call->arena, &team, err)))
        return false;
    struct err why;
    if (service_find_name(call->db, &call->who, team.id, place->service, RIGHT_SBOM_UPLOAD,
            call->arena, &service, &why)) {
        place->service_id = service.id;
        return true;
    }
    if (why.code != ERR_NOT_FOUND || !place->makes_service)
        return err_set(err, why.code, "%s", why.text);
    if (!team.id &&
        !team_choose(call->db, &call->who, place->team, RIGHT_SBOM_UPLOAD, call->arena, &team, err))
        return false;
    place->new_in_team_id = team.id;
    return true;
}

bool upload_find(struct api_call *call, struct upload_place *place, struct err *err)
{
    struct service service;
    if (!upload_check_name(place->part, "part", err))
        return false;
    return place->service_id ? service_find(call->db, &call->who, place->service_id,
                                   RIGHT_SBOM_UPLOAD, call->arena, &service, err)
                             : find_named(call, place, err);
}

struct upload {
    struct api_call *call;
    const struct upload_place *place;
    const struct sbom *sbom;
    struct sbom_upload order;
    struct arena *arena;
    struct upload_outcome outcome;
};

/* Between upload_find and here somebody may have made the service, or taken the right away. */
static bool take_part(struct db *db, const struct upload *upload, struct upload_outcome *outcome,
    int64_t *ret_part_id, struct err *err)
{
    const struct upload_place *place = upload->place;
    const struct api_call *call = upload->call;
    outcome->service_id = place->service_id;
    return (place->service_id ||
               service_take(db, &call->who, place->new_in_team_id, place->service, call->now_us,
                   &outcome->service_id, &outcome->is_service_new, err)) &&
           service_part_take(
               db, &call->who, outcome->service_id, place->part, call->now_us, ret_part_id, err);
}

static bool store(struct db *db, void *context, struct err *err)
{
    struct upload *upload = context;
    struct api_call *call = upload->call;
    struct upload_outcome outcome = {0};
    struct part_sync sync;
    if (!take_part(db, upload, &outcome, &upload->order.part_id, err) ||
        !part_sync_begin(&sync, db, call->tools, upload->order.part_id, call->who.account_id,
            call->now_us, upload->arena, err))
        return false;
    bool is_done = sbom_rows_store(
        db, upload->sbom, &upload->order, upload->arena, &outcome.row, &outcome.is_new, err);
    outcome.was_current = is_done && sync.former_sbom_id == outcome.row.id;
    is_done = part_sync_end(&sync, is_done, is_done ? outcome.row.id : 0, &outcome.counts, err) &&
              sbom_rows_find(db, outcome.row.id, upload->arena, &outcome.row, err) &&
              sbom_rows_tell(db, outcome.row.is_held ? "sbom.held" : "sbom.uploaded", &outcome.row,
                  call->who.account_id, call->now_us, err);
    if (is_done)
        upload->outcome = outcome;
    return is_done;
}

bool upload_take(struct api_call *call, const struct upload_place *place,
    const struct upload_order *order, struct arena *arena, struct upload_outcome *ret_outcome,
    struct err *err)
{
    struct upload upload = {.call = call,
        .place = place,
        .arena = arena,
        .order = {.fd = order->fd,
            .file_name = order->file_name,
            .note = order->note,
            .account_id = call->who.account_id,
            .now_us = call->now_us,
            .is_stored_only = order->is_stored_only}};
    struct sbom_confined confined;
    if (!sbom_confined_read(
            &confined, call->tools->workers, order->file_name, order->fd, arena, err))
        return false;
    upload.sbom = &confined.sbom;
    bool is_done = blob_digest_fd(order->fd, upload.order.digest, NULL, err) &&
                   db_transact(call->db, store, &upload, err);
    if (is_done)
        *ret_outcome = upload.outcome;
    sbom_confined_done(&confined);
    return is_done;
}
