/* SPDX-License-Identifier: Apache-2.0 */
/* Measures what one new advisory costs a server, from its arrival to its tickets: perf_ticket FLEET INDEX DATABASE NEW….
   FLEET is a folder as perf_fleet writes it, INDEX an index of its advisories, which is changed, DATABASE an empty file or a
   postgres:// address, NEW the file of an advisory. Stores every SBOM as the current one of a service of its own, brings the
   tickets up to the index, then imports one advisory after the other and brings them up again. Prints "name ms count" lines.

   What is computed and what is written is told apart by standing in for ticket_writes_run (the linker's --wrap). */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "account/account.h"
#include "advisory/advisory_import.h"
#include "advisory/advisory_live.h"
#include "app/jobs.h"
#include "base/limits.h"
#include "base/log.h"
#include "sbom/sbom_rows.h"
#include "sbom/service.h"
#include "store/blob.h"
#include "store/migrate.h"
#include "ticket/generation.h"
#include "ticket/ticket_writes.h"

enum { PATH_SIZE = 1024 };

struct server {
    const char *fleet, *index_path;
    struct db *db;
    struct api_tools tools;
    struct api_principal who;
    int64_t team_id;
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
    fprintf(stderr, "perf_ticket: %s\n", err->text);
    exit(3);
}

/* -- writing, timed -- */

static struct {
    double took_ms, ended_ms;
    size_t tickets;
} writing;

bool __real_ticket_writes_run(const struct ticket_writes *writes, struct db *db, struct err *err);
bool __wrap_ticket_writes_run(const struct ticket_writes *writes, struct db *db, struct err *err);

bool __wrap_ticket_writes_run(const struct ticket_writes *writes, struct db *db, struct err *err)
{
    double start = now_ms();
    bool is_done = __real_ticket_writes_run(writes, db, err);
    if (writes->tickets.len)
        writing.ended_ms = now_ms();
    writing.took_ms += now_ms() - start;
    writing.tickets += writes->tickets.len;
    return is_done;
}

/* -- what the server has -- */

struct put {
    const struct sbom *sbom;
    struct sbom_upload upload;
    struct arena *arena;
};

static bool put_sbom(struct db *db, void *context, struct err *err)
{
    struct put *put = context;
    struct sbom_row row;
    bool is_new;
    return sbom_rows_store(db, put->sbom, &put->upload, put->arena, &row, &is_new, err);
}

static int64_t add_service(struct server *server, const char *name)
{
    struct err err = {0};
    struct service service = {.team_id = server->team_id, .name = text_of(name)};
    struct service_part *parts;
    int64_t id;
    size_t count;
    service.inputs = (struct service_inputs)SERVICE_INPUTS_NOT_SAID;
    must(service_add(server->db, &server->who, &service, clock_now_us(), &id, &err), &err);
    must(service_part_list(
             server->db, &server->who, DB_ARGS(DB_INT(id)), &server->arena, &parts, &count, &err),
        &err);
    return parts[0].id;
}

static void upload(struct server *server, const char *folder, const char *name)
{
    char path[PATH_SIZE];
    struct err err = {0};
    struct sbom sbom;
    snprintf(path, sizeof path, "%.700s/%.300s", folder, name);
    struct put put = {.sbom = &sbom, .arena = &server->arena};
    put.upload = (struct sbom_upload){.part_id = add_service(server, name),
        .fd = open(path, O_RDONLY | O_CLOEXEC),
        .file_name = text_of(name),
        .note = TEXT(""),
        .account_id = server->who.account_id,
        .now_us = clock_now_us()};
    must(put.upload.fd >= 0 || err_set_errno(&err, "%s", path), &err);
    must(sbom_read_file(&sbom, path, &server->arena, &err), &err);
    must(blob_digest_fd(put.upload.fd, put.upload.digest, NULL, &err), &err);
    must(db_transact(server->db, put_sbom, &put, &err), &err);
    close(put.upload.fd);
    arena_clear(&server->arena);
}

static size_t upload_fleet(struct server *server)
{
    char path[PATH_SIZE];
    size_t count = 0;
    snprintf(path, sizeof path, "%s/sboms", server->fleet);
    DIR *folder = opendir(path);
    struct err err = {0};
    must(folder || err_set_errno(&err, "%s", path), &err);
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (!text_ends(text_of(entry->d_name), TEXT(".json")))
            continue;
        upload(server, path, entry->d_name);
        count++;
    }
    closedir(folder);
    return count;
}

static void set_up(struct server *server, const char *url)
{
    struct err err = {0};
    struct account account = {
        .name = TEXT("bench"), .roles = ACCOUNT_ADMINISTRATOR, .created_us = clock_now_us()};
    must(db_open(&server->db, url, &err), &err);
    must(migrate_run(server->db, clock_now_us(), &err), &err);
    server->who = (struct api_principal){.name = account.name, .roles = ACCOUNT_ADMINISTRATOR};
    must(account_add(server->db, &account, &server->who.account_id, &err), &err);
    must(team_add(server->db, &server->who, &(struct team_change){.name = TEXT("bench")},
             clock_now_us(), &server->team_id, &err),
        &err);
    server->tools.advisories = advisory_live_new(server->index_path);
}

/* -- a generation -- */

/* Does all jobs that are due at a time; returns how many. */
static size_t work(struct server *server, int64_t ahead_us)
{
    struct err err = {0};
    size_t count = 0;
    for (bool has_run = true; has_run; count += has_run)
        must(job_run_next(server->db, jobs_handlers, &server->tools, clock_now_us() + ahead_us,
                 &has_run, &err),
            &err);
    return count;
}

/* Takes the index as it is now, and does all jobs that follow; one that failed again as if its pause were over. */
static size_t follow(struct server *server)
{
    struct err err = {0};
    struct job_counts counts = {.waiting = 1};
    bool is_new;
    size_t count = 0;
    must(advisory_live_refresh(server->tools.advisories, &is_new, &err), &err);
    const struct advisory_index *index = advisory_live_take(server->tools.advisories);
    must(is_new || err_set(&err, ERR_CONFLICT, "the index is the same as before"), &err);
    must(generation_take(server->db, index, clock_now_us(), &is_new, &err), &err);
    must(is_new || err_set(&err, ERR_CONFLICT, "the generation is not new"), &err);
    advisory_live_give(server->tools.advisories, index);
    for (int i = 0; i < JOB_ATTEMPTS_MAX && counts.waiting > 0; i++) {
        count += work(server, i * 2 * JOB_PAUSE_LONGEST_US);
        must(job_count(server->db, clock_now_us(), &counts, &err), &err);
    }
    must(counts.waiting + counts.dead == 0 || err_set(&err, ERR_SYSTEM, "jobs failed"), &err);
    return count;
}

static void import(const struct server *server, const char *path)
{
    struct err err = {0};
    struct advisory_import *import;
    must(advisory_import_new(&import, server->index_path, NULL, &err), &err);
    must(advisory_import_add(import, path, NULL, &err), &err);
    must(advisory_import_commit(import, false, &err), &err);
    advisory_import_free(import);
}

static void measure_new(struct server *server, const char *path)
{
    memset(&writing, 0, sizeof writing);
    double start = now_ms();
    import(server, path);
    double imported = now_ms();
    size_t jobs = follow(server);
    double end = now_ms();
    struct err err = {0};
    must(writing.tickets || err_set(&err, ERR_CONFLICT, "%s: no ticket came of it", path), &err);
    printf("new-indexed %.3f 1\n", imported - start);
    printf("new-computed %.3f %zu\n", writing.ended_ms - start - writing.took_ms, writing.tickets);
    printf("new-committed %.3f %zu\n", end - start, jobs);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "usage: perf_ticket FLEET INDEX DATABASE NEW…\n");
        return 2;
    }
    log_set_level(LOG_WARN);
    struct server server = {.fleet = argv[1], .index_path = argv[2]};
    arena_init(&server.arena, LIMIT_SCAN_MEMORY);
    set_up(&server, argv[3]);
    double start = now_ms();
    size_t count = upload_fleet(&server);
    printf("uploaded %.3f %zu\n", now_ms() - start, count);
    fflush(stdout);
    start = now_ms();
    size_t jobs = follow(&server);
    printf("first-generation %.3f %zu\n", now_ms() - start, jobs);
    fflush(stdout);
    for (int i = 4; i < argc; i++)
        measure_new(&server, argv[i]);
    advisory_live_free(server.tools.advisories);
    arena_done(&server.arena);
    db_free(server.db);
    return 0;
}
