/* SPDX-License-Identifier: Apache-2.0 */
/* A team with services and channels, and SBOMs and advisories that come; what its channels are told: alert/desk_told.h.
   Example: struct desk d; desk_init(&d, state); desk_channel(&d, 5, SSVC_DEFER); desk_know(&d, records, 1, NULL);
            desk_service(&d, "shop", "lodash 1.0"); desk_run(&d); assert_int_equal(desk_told(&d, 5, &messages), 1); desk_done(&d) */
#ifndef DESK_H
#define DESK_H

#include "ticket/loop_events.h"

#include "alert/alert_channel.h"
#include "alert/alert_policy.h"
#include "ticket/ticket_work.h"

struct desk {
    struct loop loop;
    struct db *db;
    int64_t parts[64];
    size_t part_count;
};

static inline void desk_init(struct desk *d, void **state)
{
    *d = (struct desk){0};
    loop_init(&d->loop, state);
    d->db = d->loop.world.t->db;
}

static inline void desk_done(struct desk *d)
{
    loop_done(&d->loop);
}

static inline void desk_channel(struct desk *d, int64_t id, int least_priority)
{
    struct alert_channel channel = {.id = id,
        .team_id = d->loop.world.team_id,
        .kind = ALERT_CHANNEL_WEBHOOK,
        .name = arena_format(&d->loop.world.t->arena, "room %lld", (long long)id),
        .address = TEXT("sealed"),
        .place = TEXT("example.org"),
        .secret = TEXT("sealed too"),
        .least_priority = least_priority,
        .tells = ALERT_TELLS_DEFAULT,
        .is_on = true,
        .created_by = 1,
        .created_us = 1};
    assert_ok(alert_channel_add(d->db, &channel, err));
}

struct desk_sync {
    struct loop *loop;
    int64_t part_id, account_id;
};

static inline bool desk_do_sync(struct db *db, void *context, struct err *err)
{
    struct desk_sync *sync = context;
    struct ticket_counts counts;
    return ticket_sync_part(db, sync->loop->index, sync->part_id,
        &(struct ticket_cause_of_sync){
            .now_us = sync->loop->now_us, .account_id = sync->account_id},
        &sync->loop->world.t->arena, &counts, err);
}

static inline void desk_sync_part(struct desk *d, int64_t part_id, int64_t account_id)
{
    struct desk_sync sync = {&d->loop, part_id, account_id};
    d->loop.now_us += 1000;
    assert_ok(db_transact(d->db, desk_do_sync, &sync, err));
}

/* Somebody sends an SBOM of a service's main part. */
static inline void desk_upload(struct desk *d, size_t part, const char *packages)
{
    d->loop.world.part_id = d->parts[part];
    loop_install(&d->loop, packages);
    desk_sync_part(d, d->parts[part], 1);
}

/* Adds a service without an SBOM; returns its part's place. */
static inline size_t desk_add_service(struct desk *d, const char *name)
{
    struct service service = {.team_id = d->loop.world.team_id, .name = text_of(name)};
    struct service_part *parts;
    int64_t id;
    size_t count;
    service.inputs = (struct service_inputs)SERVICE_INPUTS_NOT_SAID;
    assert_ok(service_add(d->db, &d->loop.world.who, &service, d->loop.now_us, &id, err));
    assert_ok(service_part_list(d->db, &d->loop.world.who, DB_ARGS(DB_INT(id)),
        &d->loop.world.t->arena, &parts, &count, err));
    d->parts[d->part_count] = parts[0].id;
    return d->part_count++;
}

static inline size_t desk_service(struct desk *d, const char *name, const char *packages)
{
    size_t part = desk_add_service(d, name);
    desk_upload(d, part, packages);
    return part;
}

/* Advisories come, and all services follow. */
static inline void desk_know(
    struct desk *d, const struct loop_record *records, size_t count, const char *kev)
{
    loop_know_kev(&d->loop, records, count, kev);
    for (size_t i = 0; i < d->part_count; i++)
        desk_sync_part(d, d->parts[i], 0);
}

#endif
