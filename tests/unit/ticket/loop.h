/* SPDX-License-Identifier: Apache-2.0 */
/* A part whose SBOM and advisories change, and what its tickets become.
   Example: struct loop l; loop_init(&l, state); loop_know(&l, records, 1); loop_install(&l, "lodash 1.0"); loop_sync(&l);
            assert_int_equal(loop_ticket(&l, "CVE-2020-0001").state, TICKET_OPEN); loop_done(&l); */
#ifndef LOOP_H
#define LOOP_H

#include "sbom/world.h"
#include "ticket/loop_record.h"
#include "ticket/ticket_rows.h"

struct loop {
    struct world world;
    struct advisory_index *index;
    char folder[64];
    size_t index_count, sbom_count;
    bool is_growing; /* each index is written into the file of the one before */
    const char *
        attacked; /* a CVE of which CISA says that it is exploited, in its catalogue or not; NULL: none */
    int64_t now_us;
    struct text former_digest;
    struct ticket_counts counts; /* of the last sync */
};

static inline void loop_init(struct loop *l, void **state)
{
    *l = (struct loop){.world = world_make(state), .now_us = STORE_TEST_NOW_US};
    snprintf(l->folder, sizeof l->folder, "/tmp/kenzen-loop.XXXXXX");
    assert_non_null(mkdtemp(l->folder));
}

static inline void loop_done(struct loop *l)
{
    char path[128];
    advisory_index_free(l->index);
    for (size_t i = 0; i < l->index_count; i++) {
        snprintf(path, sizeof path, "%s/%zu", l->folder, i);
        unlink(path);
        snprintf(path, sizeof path, "%s/%zu.lock", l->folder, i);
        unlink(path);
    }
    rmdir(l->folder);
}

/* Makes another index, of these records; kev names a CVE that is exploited, or is NULL. */
static inline void loop_know_kev(
    struct loop *l, const struct loop_record *records, size_t count, const char *kev)
{
    struct advisory_index_writer *writer;
    char path[128];
    l->index_count += !l->is_growing || l->index_count == 0;
    snprintf(path, sizeof path, "%s/%zu", l->folder, l->index_count - 1);
    assert_ok(advisory_index_write_begin(&writer, path, err));
    uint32_t batch = advisory_index_write_batch(writer);
    for (size_t i = 0; i < count; i++) {
        struct advisory advisory = loop_advisory(&records[i], &l->world.t->arena);
        assert_ok(advisory_index_write_record(writer, batch, &advisory, err));
    }
    struct advisory_facts facts = {.is_kev = true, .kev_due_us = STORE_TEST_NOW_US};
    if (l->attacked) {
        facts.is_kev = kev && strcmp(kev, l->attacked) == 0;
        facts.kev_due_us = facts.is_kev ? facts.kev_due_us : 0;
        facts.has_ssvc = true;
        facts.ssvc_exploitation = SSVC_ACTIVE;
        kev = l->attacked;
    }
    if (kev)
        assert_ok(advisory_index_write_facts(writer, batch, text_of(kev), &facts, err));
    advisory_index_write_name(
        writer, batch, &(struct advisory_index_batch){.name = TEXT("test"), .path = TEXT("test")});
    assert_ok(advisory_index_write_commit(writer, err));
    advisory_index_write_free(writer);
    advisory_index_free(l->index);
    assert_ok(advisory_index_open(&l->index, path, err));
}

static inline void loop_know(struct loop *l, const struct loop_record *records, size_t count)
{
    loop_know_kev(l, records, count, NULL);
}

static inline bool loop_make_current(struct db *db, void *context, struct err *err)
{
    return sbom_rows_make_current(db, *(int64_t *)context, err);
}

/* Another SBOM becomes current: "lodash 1.0, lodash 1.1, flask 0.5", all of npm, but for products by CPE ("a:acme:shop 1"); even
   one that would be held. */
static inline int64_t loop_install(struct loop *l, const char *packages)
{
    struct sbom sbom = world_sbom(l->world.t, "shop", 0, 6);
    struct text rest = text_of(packages);
    for (size_t i = 0; rest.len; i++) {
        struct text version = text_trim(text_cut(&rest, ',')), name = text_cut(&version, ' ');
        sbom.components[i].name = sbom.components[i].package = name;
        sbom.components[i].version = version;
        if (text_starts(name, TEXT("a:")))
            sbom.components[i].ecosystem = TEXT("CPE");
        sbom.components[i].purl = arena_format(
            &l->world.t->arena, "pkg:npm/%.*s@%.*s", TEXT_ARG(name), TEXT_ARG(version));
    }
    struct put put = world_upload(
        &l->world, &sbom, arena_format(&l->world.t->arena, "%zu", l->sbom_count++).at, true);
    assert_ok(db_transact(l->world.t->db, loop_make_current, &put.row.id, err));
    return put.row.id;
}

static inline bool loop_do_sync(struct db *db, void *context, struct err *err)
{
    struct loop *l = context;
    return ticket_sync_part(db, l->index, l->world.part_id,
        &(struct ticket_cause_of_sync){.now_us = l->now_us, .former_digest = l->former_digest},
        &l->world.t->arena, &l->counts, err);
}

static inline void loop_sync(struct loop *l)
{
    l->now_us += CLOCK_SECOND_US;
    assert_ok(db_transact(l->world.t->db, loop_do_sync, l, err));
}

/* All tickets of the part but duplicates. */
static inline size_t loop_tickets(struct loop *l, struct ticket **ret_tickets)
{
    size_t count;
    assert_ok(ticket_rows_of_part(
        l->world.t->db, l->world.part_id, &l->world.t->arena, ret_tickets, &count, err));
    return count;
}

/* The ticket of that id; fails when there is none. */
static inline struct ticket loop_ticket(struct loop *l, const char *id)
{
    struct ticket *tickets;
    size_t count = loop_tickets(l, &tickets);
    for (size_t i = 0; i < count; i++)
        if (text_is(tickets[i].finding.id, id))
            return tickets[i];
    fail_msg("there is no ticket of %s among %zu", id, count);
    abort();
}

#endif
