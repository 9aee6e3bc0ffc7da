/* SPDX-License-Identifier: Apache-2.0 */
/* Measures what it costs a team to choose another model: perf_decide DATABASE TICKETS PARTS. DATABASE is an empty file or a
   postgres:// address. Writes so many open tickets of made-up flaws in so many parts, tries the other model, then decides them
   all anew by the job's steps, once with changes and once without. Prints "name ms tickets" lines. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "account/account.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/rand.h"
#include "sbom/service.h"
#include "store/migrate.h"
#include "ticket/ticket_policy.h"
#include "ticket/ticket_priority.h"
#include "ticket/ticket_what_if.h"

enum { CHUNK = 1000, PARTS_MAX = 1000 };

struct bench {
    struct db *db;
    struct api_principal who;
    int64_t team_id, service_id, parts[PARTS_MAX];
    size_t part_count, ticket_count, written;
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
    fprintf(stderr, "perf_decide: %s\n", err->text);
    exit(3);
}

static void add_parts(struct bench *b)
{
    struct err err = {0};
    struct service service = {.team_id = b->team_id,
        .name = TEXT("bench"),
        .description = TEXT(""),
        .inputs = SERVICE_INPUTS_NOT_SAID};
    must(service_add(b->db, &b->who, &service, clock_now_us(), &b->service_id, &err), &err);
    for (size_t i = 0; i < b->part_count; i++) {
        char name[32];
        snprintf(name, sizeof name, "part-%zu", i);
        must(service_part_add(
                 b->db, &b->who, b->service_id, text_of(name), clock_now_us(), &b->parts[i], &err),
            &err);
    }
}

static void set_up(struct bench *b, const char *url)
{
    struct err err = {0};
    struct account account = {
        .name = TEXT("bench"), .roles = ACCOUNT_ADMINISTRATOR, .created_us = clock_now_us()};
    must(db_open(&b->db, url, &err), &err);
    must(migrate_run(b->db, clock_now_us(), &err), &err);
    b->who = (struct api_principal){.name = account.name, .roles = ACCOUNT_ADMINISTRATOR};
    must(account_add(b->db, &account, &b->who.account_id, &err), &err);
    must(team_add(b->db, &b->who, &(struct team_change){.name = TEXT("bench")}, clock_now_us(),
             &b->team_id, &err),
        &err);
    add_parts(b);
    must(db_run(b->db,
             "INSERT INTO vulnerability (id, name, created_us) VALUES (1, 'CVE-2099-0001', 1)",
             DB_NO_ARGS, NULL, &err),
        &err);
}

/* One in fifty is exploited, every second one has CISA's word. */
static struct ticket make_ticket(struct bench *b, size_t at, const struct ticket_part *parts)
{
    const struct ticket_part *part = &parts[at % b->part_count];
    int64_t now_us = clock_now_us();
    struct ticket ticket = {.id = rand_id(now_us),
        .team_id = b->team_id,
        .service_id = b->service_id,
        .part_id = part->part_id,
        .vulnerability_id = 1,
        .ecosystem = TEXT("npm"),
        .package = arena_format(&b->arena, "package-%zu", at),
        .finding = {.id = TEXT("CVE-2099-0001"),
            .summary = TEXT("A made-up flaw of a made-up package that lets somebody do something."),
            .url = TEXT("https://example.org/CVE-2099-0001"),
            .severity = SEVERITY_HIGH,
            .score_tenths = 81,
            .cvss_vector = TEXT("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N"),
            .facts = {.is_kev = at % 50 == 0,
                .has_ssvc = at % 2 == 0,
                .ssvc_automatable = at % 4 == 0,
                .ssvc_technical_impact = at % 8 == 0}},
        .aliases = TEXT("[\"GHSA-xxxx-xxxx-xxxx\"]"),
        .records = TEXT("[\"GHSA-xxxx-xxxx-xxxx (osv/npm)\"]"),
        .versions = TEXT("[\"1.0.0\"]"),
        .fixed = TEXT("[\"1.0.1\"]"),
        .generation = TEXT(""),
        .use.scope = at % 10 == 0 ? TICKET_SCOPE_EXCLUDED : TICKET_SCOPE_REQUIRED,
        .created_us = now_us,
        .updated_us = now_us};
    ticket_priority_set(&ticket, NULL, part, now_us, &b->arena);
    return ticket;
}

static bool write_some(struct db *db, void *context, struct err *err)
{
    struct bench *b = context;
    struct ticket *tickets = calloc(CHUNK, sizeof *tickets);
    struct ticket_part *parts;
    size_t part_count, count = 0;
    bool is_ok =
        ticket_rows_parts(db, b->parts, b->part_count, &b->arena, &parts, &part_count, err);
    for (; is_ok && count < CHUNK && b->written + count < b->ticket_count; count++)
        tickets[count] = make_ticket(b, b->written + count, parts);
    is_ok = is_ok && ticket_rows_write(db, tickets, count, err);
    free(tickets);
    b->written += is_ok ? count : 0;
    return is_ok;
}

static void write_tickets(struct bench *b)
{
    struct err err = {0};
    while (b->written < b->ticket_count) {
        must(db_transact(b->db, write_some, b, &err), &err);
        arena_clear(&b->arena);
    }
}

static bool write_model(struct db *db, void *context, struct err *err)
{
    struct bench *b = context;
    struct ticket_policy policy = ticket_policy_default;
    policy.model = SSVC_MODEL_CISA;
    return ticket_policy_write(db, b->team_id, &policy, b->who.account_id, clock_now_us(), err);
}

static void try_model(struct bench *b)
{
    struct err err = {0};
    struct ticket_policy policy = ticket_policy_default;
    struct ticket_what_if *result = calloc(1, sizeof *result);
    policy.model = SSVC_MODEL_CISA;
    double start = now_ms();
    must(ticket_what_if(b->db, &(struct ticket_redecide_of){.team_id = b->team_id},
             &(struct ticket_change){.policy = &policy, .now_us = clock_now_us()}, &b->arena,
             result, &err),
        &err);
    printf("what-if %.1f %lld\n", now_ms() - start, (long long)result->ticket_count);
    printf("would-move 0 %lld\n", (long long)(result->raised_count + result->lowered_count));
    free(result);
}

static void redecide(struct bench *b, const char *name)
{
    struct err err = {0};
    struct ticket_cause_of_sync why = {.account_id = b->who.account_id, .now_us = clock_now_us()};
    int64_t after_id = 0;
    bool is_done = false;
    double start = now_ms(), longest = 0;
    while (!is_done) {
        double step = now_ms();
        must(ticket_redecide_step(b->db, b->team_id, &why, &after_id, &is_done, &err), &err);
        longest = now_ms() - step > longest ? now_ms() - step : longest;
    }
    printf("%s %.1f %zu\n%s-longest-step %.1f 1\n", name, now_ms() - start, b->ticket_count, name,
        longest);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct bench b = {0};
    int64_t tickets, parts;
    if (argc != 4 || !text_read_i64(text_of(argv[2]), &tickets) ||
        !text_read_i64(text_of(argv[3]), &parts) || parts < 1 || parts > PARTS_MAX) {
        fprintf(stderr, "usage: perf_decide DATABASE TICKETS PARTS\n");
        return 2;
    }
    log_set_level(LOG_WARN);
    arena_init(&b.arena, LIMIT_SCAN_MEMORY);
    b.ticket_count = (size_t)tickets;
    b.part_count = (size_t)parts;
    set_up(&b, argv[1]);
    write_tickets(&b);
    try_model(&b);
    struct err err = {0};
    must(db_transact(b.db, write_model, &b, &err), &err);
    redecide(&b, "redecide");
    redecide(&b, "redecide-again");
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("memory-mib 0 %ld\n", usage.ru_maxrss / 1024);
    arena_done(&b.arena);
    db_free(b.db);
    return 0;
}
