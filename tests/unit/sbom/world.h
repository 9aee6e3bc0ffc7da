/* SPDX-License-Identifier: Apache-2.0 */
/* A team with a service, and SBOMs to upload to its main part.
   Example: struct world w = world_make(state); struct sbom s = world_sbom(w.t, "shop", 0, 10);
            struct put put = world_upload(&w, &s, "original bytes", false); */
#ifndef WORLD_H
#define WORLD_H

#include "store/store_test.h"

#include "sbom/sbom_rows.h"
#include "sbom/service.h"
#include "store/blob.h"

struct world {
    struct store_test *t;
    struct api_principal who;
    int64_t team_id, service_id, part_id;
};

/* A team with a service and its main part. */
static inline struct world world_make(void **state)
{
    struct world w = {.t = store_test(state), .who = {.roles = ACCOUNT_ADMINISTRATOR}};
    struct db *db = w.t->db;
    struct service service = {.name = TEXT("shop")};
    struct service_part *parts;
    size_t count;
    assert_ok(db_run(db,
        "INSERT INTO account (id, name, is_administrator, created_us) VALUES (1, 'mia', 1, 1)",
        DB_NO_ARGS, NULL, err));
    w.who.account_id = 1;
    assert_ok(team_add(db, &w.who, &(struct team_change){.name = TEXT("web")}, STORE_TEST_NOW_US,
        &w.team_id, err));
    service.team_id = w.team_id;
    assert_ok(service_add(db, &w.who, &service, STORE_TEST_NOW_US, &w.service_id, err));
    assert_ok(service_part_list(
        db, &w.who, DB_ARGS(DB_INT(w.service_id)), &w.t->arena, &parts, &count, err));
    assert_int_equal(count, 1);
    w.part_id = parts[0].id;
    return w;
}

/* An SBOM of count npm packages, called p<from>, p<from + 1> …, each of version 1. */
static inline struct sbom world_sbom(
    struct store_test *t, const char *root, size_t from, size_t count)
{
    struct sbom sbom = {.format = SBOM_CYCLONEDX_JSON,
        .spec_version = TEXT("1.6"),
        .name = text_of(root),
        .version = TEXT("1.0"),
        .component_count = count};
    sbom.components = arena_take_array(&t->arena, count, sizeof *sbom.components);
    for (size_t i = 0; i < count; i++)
        sbom.components[i] = (struct sbom_component){
            .ref = arena_format(&t->arena, "ref-%zu", i),
            .type = TEXT("library"),
            .name = arena_format(&t->arena, "p%05zu", from + i),
            .version = TEXT("1"),
            .purl = arena_format(&t->arena, "pkg:npm/p%05zu@1", from + i),
            .ecosystem = TEXT("npm"),
            .package = arena_format(&t->arena, "p%05zu", from + i),
            .license = TEXT("MIT"),
            .is_direct = i == 0,
            .is_package = true,
        };
    return sbom;
}

struct put {
    const struct sbom *sbom;
    struct sbom_upload upload;
    struct arena *arena;
    struct sbom_row row;
    bool is_new;
};

static inline bool world_put(struct db *db, void *context, struct err *err)
{
    struct put *put = context;
    return sbom_rows_store(db, put->sbom, &put->upload, put->arena, &put->row, &put->is_new, err);
}

/* Uploads an SBOM whose original is just some bytes. */
static inline struct put world_upload(
    struct world *w, const struct sbom *sbom, const char *original, bool is_stored_only)
{
    FILE *file = tmpfile();
    struct put put = {.sbom = sbom,
        .arena = &w->t->arena,
        .upload = {.part_id = w->part_id,
            .fd = fileno(file),
            .file_name = TEXT("bom.json"),
            .note = TEXT(""),
            .account_id = 1,
            .now_us = STORE_TEST_NOW_US,
            .is_stored_only = is_stored_only}};
    fputs(original, file);
    fflush(file);
    assert_ok(blob_digest_fd(put.upload.fd, put.upload.digest, NULL, err));
    assert_ok(db_transact(w->t->db, world_put, &put, err));
    fclose(file);
    return put;
}

#endif
