/* SPDX-License-Identifier: Apache-2.0 */
/* Measures what the database's part of one new advisory costs, when the index can say what changed: perf_sync DATABASE
   [SERVICES]. DATABASE is an empty file or a postgres:// address. SERVICES services (800) have one package among others that
   they share; five advisories for it come one after the other. Prints "name ms count" lines: the generation taken, tickets
   computed, all committed; and, beside it, every part looked at anew, though there is nothing to write any more. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "account/account.h"
#include "account/team.h"
#include "advisory/advisory_index_write.h"
#include "base/limits.h"
#include "base/rand.h"
#include "sbom/sbom_rows.h"
#include "sbom/service.h"
#include "store/blob.h"
#include "store/migrate.h"
#include "ticket/generation.h"
#include "ticket/generation_follow.h"

enum { ADVISORIES = 5, COMPONENTS = 60, POOL = 3000 };

struct bench {
    struct db *db;
    struct api_principal who;
    int64_t team_id;
    int64_t *part_ids;
    size_t part_count;
    char folder[64], path[96];
    struct advisory_index *index;
    struct arena arena;
};

static double now_ms(void)
{
    return (double)clock_steady_us() / 1000.0;
}

static void must(bool is_ok, const struct err *err)
{
    if (is_ok)
        return;
    fprintf(stderr, "perf_sync: %s\n", err->text);
    exit(3);
}

/* -- what there is -- */

static void set_up(struct bench *bench, const char *url)
{
    struct err err = {0};
    struct account account = {
        .name = TEXT("bench"), .is_administrator = true, .created_us = clock_now_us()};
    must(db_open(&bench->db, url, &err), &err);
    must(migrate_run(bench->db, clock_now_us(), &err), &err);
    bench->who = (struct api_principal){.name = account.name, .is_administrator = true};
    must(account_add(bench->db, &account, &bench->who.account_id, &err), &err);
    must(team_add(bench->db, &bench->who, TEXT("bench"), clock_now_us(), &bench->team_id, &err),
        &err);
    snprintf(bench->folder, sizeof bench->folder, "/tmp/kenzen-perf.XXXXXX");
    must(mkdtemp(bench->folder) || err_set_errno(&err, "%s", bench->folder), &err);
    snprintf(bench->path, sizeof bench->path, "%s/index", bench->folder);
}

static struct text package_name(struct bench *bench, size_t number)
{
    return arena_format(&bench->arena, "package-%zu", number);
}

/* Package 0 is in every SBOM. */
static struct sbom make_sbom(struct bench *bench, size_t service)
{
    struct sbom sbom = {.format = SBOM_CYCLONEDX_JSON,
        .spec_version = TEXT("1.6"),
        .name = TEXT("shop"),
        .component_count = COMPONENTS};
    sbom.components = arena_take_array(&bench->arena, COMPONENTS, sizeof *sbom.components);
    for (size_t i = 0; i < COMPONENTS; i++) {
        struct text name = package_name(bench, i ? (service * 7 + i * i * 31) % POOL : 0);
        sbom.components[i] = (struct sbom_component){.type = TEXT("library"),
            .ecosystem = TEXT("npm"),
            .name = name,
            .package = name,
            .version = i ? TEXT("1.0") : arena_format(&bench->arena, "1.%zu", service % 20),
            .purl = arena_format(&bench->arena, "pkg:npm/%.*s@1.0", TEXT_ARG(name)),
            .is_package = true};
    }
    return sbom;
}

struct put {
    struct sbom sbom;
    struct sbom_upload upload;
    struct arena *arena;
};

static bool put_sbom(struct db *db, void *context, struct err *err)
{
    struct put *put = context;
    struct sbom_row row;
    bool is_new;
    return sbom_rows_store(db, &put->sbom, &put->upload, put->arena, &row, &is_new, err);
}

static void add_service(struct bench *bench, size_t number)
{
    struct err err = {0};
    struct service service = {
        .team_id = bench->team_id, .name = arena_format(&bench->arena, "service %zu", number)};
    struct service_part *parts;
    int64_t id;
    size_t count;
    FILE *file = tmpfile();
    service.inputs = (struct service_inputs){SERVICE_NOT_SAID, SERVICE_NOT_SAID, SERVICE_NOT_SAID};
    must(service_add(bench->db, &bench->who, &service, clock_now_us(), &id, &err), &err);
    must(service_part_list(
             bench->db, &bench->who, DB_ARGS(DB_INT(id)), &bench->arena, &parts, &count, &err),
        &err);
    must(file || err_set_errno(&err, "a temporary file"), &err);
    fprintf(file, "%zu", number);
    fflush(file);
    struct put put = {.sbom = make_sbom(bench, number), .arena = &bench->arena};
    put.upload = (struct sbom_upload){.part_id = parts[0].id,
        .fd = fileno(file),
        .file_name = TEXT("bom.json"),
        .note = TEXT(""),
        .account_id = bench->who.account_id,
        .now_us = clock_now_us()};
    must(blob_digest_fd(put.upload.fd, put.upload.digest, NULL, &err), &err);
    must(db_transact(bench->db, put_sbom, &put, &err), &err);
    fclose(file);
    bench->part_ids[bench->part_count++] = parts[0].id;
}

/* -- an index -- */

static void write_record(
    struct advisory_index_writer *writer, uint32_t batch, struct text id, struct text package)
{
    struct err err = {0};
    struct range_bound bounds[] = {{RANGE_INTRODUCED, TEXT("0")}, {RANGE_FIXED, TEXT("2.0")}};
    struct range range = {bounds, LEN_OF(bounds)};
    struct advisory_affected affected = {
        .ecosystem = TEXT("npm"), .package = package, .ranges = &range, .range_count = 1};
    struct advisory advisory = {.id = id,
        .summary = TEXT("a flaw"),
        .severity = SEVERITY_HIGH,
        .modified_us = 1,
        .affected = &affected,
        .affected_count = 1};
    must(advisory_index_write_record(writer, batch, &advisory, &err), &err);
}

/* One advisory in twenty packages, and the first count of those that are new. */
static void make_index(struct bench *bench, size_t count)
{
    struct err err = {0};
    struct advisory_index_writer *writer;
    must(advisory_index_write_begin(&writer, bench->path, &err), &err);
    uint32_t batch = advisory_index_write_batch(writer);
    for (size_t i = 20; i < POOL; i += 20)
        write_record(
            writer, batch, arena_format(&bench->arena, "GHSA-%zu", i), package_name(bench, i));
    for (size_t i = 0; i < count; i++)
        write_record(writer, batch, arena_format(&bench->arena, "CVE-2026-%04zu", i),
            package_name(bench, 0));
    advisory_index_write_name(
        writer, batch, &(struct advisory_index_batch){.name = TEXT("bench"), .path = TEXT("-")});
    must(advisory_index_write_commit(writer, &err), &err);
    advisory_index_write_free(writer);
    advisory_index_free(bench->index);
    must(advisory_index_open(&bench->index, bench->path, &err), &err);
}

/* -- what is measured -- */

static void follow(struct bench *bench, const struct advisory_changes *changes, bool is_told)
{
    struct err err = {0};
    struct generation_step step = {0};
    double start = now_ms(), computed = 0;
    size_t looked = 0;
    must(generation_take_changes(bench->db, bench->index, changes, clock_now_us(), NULL, &err),
        &err);
    double taken = now_ms();
    while (!step.is_done) {
        must(generation_follow_step(bench->db, bench->index, NULL, clock_now_us(), &step, &err),
            &err);
        looked += step.looked_count;
        if (step.looked_count)
            computed = (double)step.computed_us / 1000.0;
    }
    double end = now_ms();
    if (!is_told)
        return;
    printf("taken %.3f 1\n", taken - start);
    printf("computed %.3f %zu\n", computed - start, looked);
    printf("committed %.3f %zu\n", end - start, looked);
}

struct look {
    struct bench *bench;
    int64_t part_id;
};

static bool look_at_part(struct db *db, void *context, struct err *err)
{
    struct look *look = context;
    struct ticket_cause_of_sync why = {.now_us = clock_now_us()};
    struct ticket_counts counts;
    struct arena arena;
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_ok =
        ticket_sync_part(db, look->bench->index, look->part_id, &why, &arena, &counts, err);
    arena_done(&arena);
    return is_ok;
}

static void look_at_all(struct bench *bench)
{
    struct err err = {0};
    double start = now_ms();
    for (size_t i = 0; i < bench->part_count; i++) {
        struct look look = {bench, bench->part_ids[i]};
        must(db_transact(bench->db, look_at_part, &look, &err), &err);
    }
    printf("every-part %.3f %zu\n", now_ms() - start, bench->part_count);
}

static void clean_up(struct bench *bench)
{
    char lock[sizeof bench->path + 8];
    snprintf(lock, sizeof lock, "%s.lock", bench->path);
    advisory_index_free(bench->index);
    unlink(bench->path);
    unlink(lock);
    rmdir(bench->folder);
    free(bench->part_ids);
    arena_done(&bench->arena);
    db_free(bench->db);
}

int main(int argc, char **argv)
{
    uint64_t services = 800;
    if (argc < 2 || (argc > 2 && !text_read_u64(text_of(argv[2]), &services)) || services == 0) {
        fprintf(stderr, "usage: perf_sync DATABASE [SERVICES]\n");
        return 2;
    }
    struct bench bench = {.part_ids = calloc(services, sizeof *bench.part_ids)};
    struct advisory_change change = {TEXT("npm"), TEXT("package-0")};
    struct advisory_changes changes = {.packages = &change, .package_count = 1};
    arena_init(&bench.arena, LIMIT_SCAN_MEMORY);
    set_up(&bench, argv[1]);
    for (size_t i = 0; bench.part_ids && i < services; i++)
        add_service(&bench, i);
    make_index(&bench, 0);
    follow(&bench, NULL, false);
    for (size_t i = 1; i <= ADVISORIES; i++) {
        make_index(&bench, i);
        follow(&bench, &changes, true);
    }
    look_at_all(&bench);
    clean_up(&bench);
    return 0;
}
