/* SPDX-License-Identifier: Apache-2.0 */
/* Lives a week with alerts, on a clock of its own: perf_alerts FLEET INDEX DATABASE WEEK
   FLEET is a folder as perf_fleet writes it, with FLEET/flood.cdx.json beside it, an SBOM in which every component has a flaw; INDEX an
   index of its advisories, which is changed; DATABASE an empty file or a postgres:// address; WEEK a folder with day-1 … day-7, what
   comes on each day. A team with three channels sends FLEET/first.cdx.json, then those of the fleet; another one with
   as many the flood; then the week comes, hour by hour. Prints "what value…" lines (tests/perf/alerts reads them).

   What planning takes, and what noting adds to an upload, is told by standing in for them (the linker's --wrap). */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "account/account.h"
#include "account/team.h"
#include "advisory/advisory_import.h"
#include "advisory/advisory_live.h"
#include "alert/alert_channel.h"
#include "alert/alert_job.h"
#include "alert/alert_policy.h"
#include "app/jobs.h"
#include "base/limits.h"
#include "base/log.h"
#include "sbom/sbom_rows.h"
#include "sbom/service.h"
#include "store/blob.h"
#include "store/migrate.h"
#include "ticket/alert_note.h"
#include "ticket/generation.h"
#include "ticket/part_sync.h"

enum { PATH_SIZE = 1024, CHANNELS = 3, DAYS = 7 };

#define HOUR_US (3600 * CLOCK_SECOND_US)

static const char *const channel_names[CHANNELS] = {"urgent", "all", "all-but-nights"};

struct server {
    const char *index_path;
    struct db *db;
    struct api_tools tools;
    struct api_principal who;
    int64_t now_us, channel_count;
    struct arena arena;
};

struct crew {
    int64_t id;
    int64_t channels[CHANNELS];
};

static void must(bool is_ok, const struct err *err)
{
    if (is_ok)
        return;
    fprintf(stderr, "perf_alerts: %s\n", err->text);
    exit(3);
}

/* -- timed -- */

static struct {
    int64_t plan_us, plan_most_us, note_us;
    size_t plans, notes;
} timed;

bool __real_alert_job_run(struct job_call *call, struct err *err);
bool __wrap_alert_job_run(struct job_call *call, struct err *err);
bool __real_alert_note_tell(
    struct db *db, const struct ticket_event *events, size_t count, struct err *err);
bool __wrap_alert_note_tell(
    struct db *db, const struct ticket_event *events, size_t count, struct err *err);

bool __wrap_alert_job_run(struct job_call *call, struct err *err)
{
    int64_t start_us = clock_steady_us();
    bool is_done = __real_alert_job_run(call, err);
    int64_t took_us = clock_steady_us() - start_us;
    timed.plan_us += took_us;
    timed.plan_most_us = took_us > timed.plan_most_us ? took_us : timed.plan_most_us;
    timed.plans++;
    return is_done;
}

bool __wrap_alert_note_tell(
    struct db *db, const struct ticket_event *events, size_t count, struct err *err)
{
    int64_t start_us = clock_steady_us();
    bool is_done = __real_alert_note_tell(db, events, count, err);
    timed.note_us += clock_steady_us() - start_us;
    timed.notes++;
    return is_done;
}

static int64_t peak_bytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss * 1024;
}

/* -- what there is -- */

static void add_channel(struct server *server, struct crew *crew, size_t number)
{
    struct err err = {0};
    struct alert_channel channel = {.id = ++server->channel_count,
        .team_id = crew->id,
        .kind = ALERT_CHANNEL_WEBHOOK,
        .name = text_of(channel_names[number]),
        .address = TEXT("nowhere"),
        .place = TEXT("nowhere"),
        .secret = TEXT("none"),
        .least_priority = number == 0 ? SSVC_OUT_OF_CYCLE : SSVC_DEFER,
        .tells = ALERT_TELLS_DEFAULT,
        .is_on = true,
        .created_by = server->who.account_id,
        .created_us = 1};
    crew->channels[number] = channel.id;
    must(alert_channel_add(server->db, &channel, &err), &err);
}

static struct crew add_crew(struct server *server, const char *name)
{
    struct err err = {0};
    struct crew crew = {0};
    must(team_add(server->db, &server->who,
             &(struct team_change){.name = text_of(name), .time_zone = TEXT("Europe/Berlin")},
             server->now_us, &crew.id, &err),
        &err);
    for (size_t i = 0; i < CHANNELS; i++)
        add_channel(server, &crew, i);
    must(alert_policy_write_quiet(server->db,
             &(struct alert_policy_quiet){crew.channels[2], {.from_minute = 20 * 60,
                                                                .to_minute = 7 * 60,
                                                                .days = 31,
                                                                .immediate_passes = true}},
             &err),
        &err);
    return crew;
}

static void set_up(struct server *server, const char *url)
{
    struct err err = {0};
    struct account account = {
        .name = TEXT("bench"), .roles = ACCOUNT_ADMINISTRATOR, .created_us = server->now_us};
    must(db_open(&server->db, url, &err), &err);
    must(migrate_run(server->db, server->now_us, &err), &err);
    server->who = (struct api_principal){.name = account.name, .roles = ACCOUNT_ADMINISTRATOR};
    must(account_add(server->db, &account, &server->who.account_id, &err), &err);
    server->tools.advisories = advisory_live_new(server->index_path);
}

static int64_t add_service(struct server *server, const struct crew *crew, const char *name)
{
    struct err err = {0};
    struct service service = {.team_id = crew->id, .name = text_of(name)};
    struct service_part *parts;
    int64_t id;
    size_t count;
    service.inputs = (struct service_inputs)SERVICE_INPUTS_NOT_SAID;
    must(service_add(server->db, &server->who, &service, server->now_us, &id, &err), &err);
    must(service_part_list(
             server->db, &server->who, DB_ARGS(DB_INT(id)), &server->arena, &parts, &count, &err),
        &err);
    return parts[0].id;
}

struct put {
    struct server *server;
    const struct sbom *sbom;
    struct sbom_upload upload;
    struct ticket_counts counts;
};

static bool put_sbom(struct db *db, void *context, struct err *err)
{
    struct put *put = context;
    struct server *server = put->server;
    struct part_sync sync;
    struct sbom_row row;
    bool is_new;
    if (!part_sync_begin(&sync, db, &server->tools, put->upload.part_id, server->who.account_id,
            server->now_us, &server->arena, err))
        return false;
    bool is_ok = sbom_rows_store(db, put->sbom, &put->upload, &server->arena, &row, &is_new, err);
    return part_sync_end(&sync, is_ok, is_ok ? row.id : 0, &put->counts, err);
}

/* Returns how many tickets it opened. */
static int64_t upload(
    struct server *server, const struct crew *crew, const char *path, const char *name)
{
    struct err err = {0};
    struct sbom sbom;
    struct put put = {.server = server, .sbom = &sbom};
    put.upload = (struct sbom_upload){.part_id = add_service(server, crew, name),
        .fd = open(path, O_RDONLY | O_CLOEXEC),
        .file_name = text_of(name),
        .note = TEXT(""),
        .account_id = server->who.account_id,
        .now_us = server->now_us};
    must(put.upload.fd >= 0 || err_set_errno(&err, "%s", path), &err);
    must(sbom_read_file(&sbom, path, &server->arena, &err), &err);
    must(blob_digest_fd(put.upload.fd, put.upload.digest, NULL, &err), &err);
    must(db_transact(server->db, put_sbom, &put, &err), &err);
    close(put.upload.fd);
    arena_clear(&server->arena);
    return put.counts.opened;
}

static size_t upload_fleet(struct server *server, const struct crew *crew, const char *fleet)
{
    char path[PATH_SIZE];
    size_t count = 0;
    snprintf(path, sizeof path, "%.700s/sboms", fleet);
    DIR *folder = opendir(path);
    struct err err = {0};
    must(folder || err_set_errno(&err, "%s", path), &err);
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (!text_ends(text_of(entry->d_name), TEXT(".json")))
            continue;
        snprintf(path, sizeof path, "%.700s/sboms/%.255s", fleet, entry->d_name);
        server->now_us += CLOCK_SECOND_US;
        (void)upload(server, crew, path, entry->d_name);
        count++;
    }
    closedir(folder);
    return count;
}

/* -- time -- */

/* Does all jobs that are due. */
static void work(struct server *server)
{
    struct err err = {0};
    must(alert_job_start(server->db, server->now_us, &err), &err);
    for (bool has_run = true; has_run;)
        must(
            job_run_next(server->db, jobs_handlers, &server->tools, server->now_us, &has_run, &err),
            &err);
}

static void pass(struct server *server, int64_t us)
{
    server->now_us += us;
    work(server);
}

/* -- what was told -- */

static int64_t count(struct server *server, const char *sql, int64_t id)
{
    struct err err = {0};
    struct db_rows rows;
    must(db_query(server->db, sql, DB_ARGS(DB_INT(id)), &server->arena, &rows, &err), &err);
    int64_t number = db_int(&rows, 0, 0);
    arena_clear(&server->arena);
    return number;
}

#define FINDINGS                                                                                   \
    "SELECT count(*) FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id WHERE t.team_id = $1" \
    " AND e.kind IN ('opened', 'reopened', 'decision_changed')"
#define FLAWS "SELECT count(DISTINCT vulnerability_id) FROM ticket WHERE team_id = $1"

/* A line of all that was so far: findings, flaws, and messages of each channel. */
static void report(struct server *server, const struct crew *crew, const char *what)
{
    printf("%s findings=%lld flaws=%lld", what, (long long)count(server, FINDINGS, crew->id),
        (long long)count(server, FLAWS, crew->id));
    for (size_t i = 0; i < CHANNELS; i++)
        printf(" %s=%lld", channel_names[i],
            (long long)count(server,
                "SELECT count(*) FROM outbox WHERE channel = 'alert' AND target_id = $1",
                crew->channels[i]));
    printf(" plans=%zu plan_us=%lld plan_most_us=%lld note_us=%lld peak=%lld\n", timed.plans,
        (long long)timed.plan_us, (long long)timed.plan_most_us, (long long)timed.note_us,
        (long long)peak_bytes());
    fflush(stdout);
    memset(&timed, 0, sizeof timed);
}

/* -- the week -- */

static void follow(struct server *server)
{
    struct err err = {0};
    bool is_new;
    must(advisory_live_refresh(server->tools.advisories, &is_new, &err), &err);
    const struct advisory_index *index = advisory_live_take(server->tools.advisories);
    must(generation_take(server->db, index, server->now_us, &is_new, &err), &err);
    advisory_live_give(server->tools.advisories, index);
    work(server);
}

/* Each day is a source of its own; a catalogue has one. */
static void import(const struct server *server, const char *path, const char *source)
{
    struct err err = {0};
    const struct advisory_import_about about = {.source = text_of(source)};
    struct advisory_import *import;
    must(advisory_import_new(&import, server->index_path, NULL, &err), &err);
    must(advisory_import_add(import, path, source ? &about : NULL, &err), &err);
    must(advisory_import_commit(import, false, &err), &err);
    advisory_import_free(import);
}

/* What comes at ten in the morning; then the rest of the day. */
static void live_day(struct server *server, const struct crew *crew, const char *week, int day)
{
    char path[PATH_SIZE], what[32];
    snprintf(what, sizeof what, "day-%d", day);
    snprintf(path, sizeof path, "%.900s/%s.zip", week, what);
    import(server, path, what);
    snprintf(path, sizeof path, "%.900s/%s.kev.json", week, what);
    if (access(path, R_OK) == 0)
        import(server, path, NULL);
    follow(server);
    pass(server, 120 * CLOCK_SECOND_US);
    for (int hour = 1; hour < 24; hour++)
        pass(server, HOUR_US);
    pass(server, HOUR_US - 120 * CLOCK_SECOND_US);
    report(server, crew, what);
}

int main(int argc, char **argv)
{
    struct err err = {0};
    if (argc != 5) {
        fprintf(stderr, "usage: perf_alerts FLEET INDEX DATABASE WEEK\n");
        return 2;
    }
    log_set_level(LOG_WARN);
    struct server server = {.index_path = argv[2]};
    char path[PATH_SIZE];
    must(clock_read(TEXT("2026-06-01T08:00:00Z"), &server.now_us), &err);
    arena_init(&server.arena, LIMIT_SCAN_MEMORY);
    set_up(&server, argv[3]);
    follow(&server);
    struct crew crew = add_crew(&server, "shop"), flooded = add_crew(&server, "flooded");
    memset(&timed, 0, sizeof timed);
    snprintf(path, sizeof path, "%.900s/first.cdx.json", argv[1]);
    (void)upload(&server, &crew, path, "monolith");
    pass(&server, 120 * CLOCK_SECOND_US);
    report(&server, &crew, "first");
    (void)upload_fleet(&server, &crew, argv[1]);
    pass(&server, 120 * CLOCK_SECOND_US);
    report(&server, &crew, "fleet");
    snprintf(path, sizeof path, "%.900s/flood.cdx.json", argv[1]);
    int64_t start_us = clock_steady_us();
    int64_t opened = upload(&server, &flooded, path, "flood");
    printf("flood-upload us=%lld opened=%lld\n", (long long)(clock_steady_us() - start_us),
        (long long)opened);
    pass(&server, 120 * CLOCK_SECOND_US);
    report(&server, &flooded, "flood");
    for (int day = 1; day <= DAYS; day++)
        live_day(&server, &crew, argv[4], day);
    report(&server, &flooded, "flood-week");
    advisory_live_free(server.tools.advisories);
    arena_done(&server.arena);
    db_free(server.db);
    return 0;
}
