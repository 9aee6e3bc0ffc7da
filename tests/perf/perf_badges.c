/* SPDX-License-Identifier: Apache-2.0 */
/* Measures what the rules that issue badges cost: perf_badges DATABASE TICKETS. DATABASE is a file that is not there, or a postgres:// address of an empty
   database. Writes tickets that people acknowledged, completed with an action, and that were closed by a later SBOM, with their entries in the
   journal; then lets the built-in rules look at all of it, then at one action more, and previews a rule. Beside it, what a count of
   everything takes, as a job without cursors would do. Prints a line for each, in milliseconds of the wall clock and of this process's CPU. */
#include <stdio.h>
#include <stdlib.h>

#include "account/account.h"
#include "badge/badge_job.h"
#include "badge/badge_preview.h"
#include "base/rand.h"
#include "journal/journal.h"
#include "journal/journal_tree.h"
#include "perf_run.h"
#include "store/migrate.h"

enum { TEAMS = 20, PEOPLE = 200, RUNS = 9, ENTRIES_AT_ONCE = 5000 };
#define DAY_US CLOCK_DAY_US

struct world {
    struct db *db;
    int64_t now_us, ticket_count, next; /* next: of the entries that are written to the journal */
};

static double now_ms(void)
{
    return (double)clock_steady_us() / 1000.0;
}

static void run(struct world *w, const char *sql)
{
    struct err err = {0};
    perf_run_must(
        db_run(w->db, sql, DB_ARGS(DB_INT(w->ticket_count), DB_INT(w->now_us)), NULL, &err), &err);
}

/* -- what is there -- */

#define NUMBERS                                                                                    \
    "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < "

/* Ids in their own ranges; each team has ten people, each ticket a flaw and a package of its own. */
static void make_people(struct world *w)
{
    run(w,
        "INSERT INTO team (id, name, created_us) " NUMBERS
        "20) SELECT i, 'Team ' || i, CASE WHEN CAST($1 AS BIGINT) > 0 THEN CAST($2 AS BIGINT) - CAST($2 AS BIGINT) ELSE 0 END FROM n");
    run(w,
        "INSERT INTO account (id, name, is_administrator, created_us) " NUMBERS
        "200) SELECT 1000 + i, 'person ' || i, 0, CASE WHEN CAST($1 AS BIGINT) > 0 THEN CAST($2 AS BIGINT) ELSE 0 END FROM n");
    run(w, "INSERT INTO team_member (team_id, account_id, role, created_us) " NUMBERS
           "200) SELECT 1 + (i - 1) / 10, 1000 + i, 'member',"
           " CASE WHEN CAST($1 AS BIGINT) > 0 THEN CAST($2 AS BIGINT) ELSE 0 END FROM n");
    run(w,
        "INSERT INTO service (id, team_id, name, description, created_us, updated_us) " NUMBERS
        "20) SELECT 2000 + i, i, 'service', '', 0, CASE WHEN CAST($1 AS BIGINT) > 0 THEN CAST($2 AS BIGINT) ELSE 0 END FROM n");
    run(w,
        "INSERT INTO part (id, service_id, name, created_us) " NUMBERS
        "20) SELECT 2000 + i, 2000 + i, 'main', CASE WHEN CAST($1 AS BIGINT) > 0 THEN CAST($2 AS BIGINT) ELSE 0 END FROM n");
}

/* A ticket i is of team 1 + i % 20; of its ten people, i / 20 % 10 does the work. */
#define PERSON "(1001 + (i % 20) * 10 + (i / 20) % 10)"

static void make_tickets(struct world *w)
{
    run(w,
        "INSERT INTO vulnerability (id, name, created_us) " NUMBERS
        "CAST($1 AS BIGINT)) SELECT 1000000 + i, 'CVE-2000-' || i, CASE WHEN CAST($2 AS BIGINT) > 0 THEN 0 ELSE 1 END FROM n");
    run(w,
        "INSERT INTO ticket (id, team_id, service_id, part_id, vulnerability_id, state, cause, is_done,"
        " rank, priority, is_kev, due_us, due_source, created_us, updated_us, closed_us, ecosystem,"
        " package, decision, name, aliases, summary, url, records, severity, score_tenths, cvss_vector,"
        " is_malicious, is_kev_ransomware, versions, fixed, search, generation, sbom_number, version) " NUMBERS
        "CAST($1 AS BIGINT)) SELECT 10000000 + i, 1 + i % 20, 2001 + i % 20, 2001 + i % 20, 1000000 + i, 'closed',"
        " 'fixed', 1, 0, i % 4, CASE WHEN i % 50 = 0 THEN 1 ELSE 0 END, CAST($2 AS BIGINT), 'priority', 0, CAST($2 AS BIGINT), CAST($2 AS BIGINT), 'npm',"
        " 'p' || i, '{}', 'CVE', '[]', '', '', '[]', 0, 0, '', 0, 0, '[]', '[]', '', '', 1, 1 FROM n");
    run(w,
        "INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, text, detail, generation) " NUMBERS
        "CAST($1 AS BIGINT)) SELECT 10000000 + i, 1, CAST($2 AS BIGINT) - (i % 300 + 1) * 86400000000, " PERSON
        ", 'acknowledged', '', '{}', '' FROM n");
    run(w,
        "INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, text, detail, generation) " NUMBERS
        "CAST($1 AS BIGINT)) SELECT 10000000 + i, 2, CAST($2 AS BIGINT) - (i % 300 + 1) * 86400000000 + (i % 100) * 60000000, " PERSON
        ", 'completed', '', '{}', '' FROM n");
    run(w,
        "INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, text, detail, generation) " NUMBERS
        "CAST($1 AS BIGINT)) SELECT 10000000 + i, 3, CAST($2 AS BIGINT), NULL, 'closed', '', '{}', '' FROM n");
    run(w,
        "INSERT INTO action_log (id, team_id, ticket_id, account_id, recorded_by, kind, text, advisory_id,"
        " executed_us, created_us) " NUMBERS
        "CAST($1 AS BIGINT)) SELECT 20000000 + i, 1 + i % 20, 10000000 + i, " PERSON ", " PERSON
        ", 'elimination', 'x', '', CAST($2 AS BIGINT) - (i % 300 + 1) * 86400000000,"
        " CAST($2 AS BIGINT) - (i % 300 + 1) * 86400000000 FROM n");
}

static bool add_entry(struct journal_batch *batch, const struct world *w, const char *kind,
    const char *object_kind, int64_t object_id, struct err *err)
{
    const struct journal_entry entry = {.kind = kind,
        .team_id = 1,
        .object_kind = object_kind,
        .object_id = object_id,
        .at_us = w->now_us};
    return journal_batch_add(batch, &entry, err);
}

/* Five of each ticket, as its life writes them. */
static bool add_entries(struct db *db, void *context, struct err *err)
{
    struct world *w = context;
    struct journal_batch batch;
    bool is_ok = true;
    journal_batch_init(&batch, db);
    int64_t end =
        w->next + ENTRIES_AT_ONCE < w->ticket_count ? w->next + ENTRIES_AT_ONCE : w->ticket_count;
    for (int64_t i = w->next + 1; is_ok && i <= end; i++)
        is_ok = add_entry(&batch, w, "ticket.opened", "ticket", 10000000 + i, err) &&
                add_entry(&batch, w, "ticket.acknowledged", "ticket", 10000000 + i, err) &&
                add_entry(&batch, w, "action.recorded", "action", 20000000 + i, err) &&
                add_entry(&batch, w, "ticket.completed", "ticket", 10000000 + i, err) &&
                add_entry(&batch, w, "ticket.closed", "ticket", 10000000 + i, err);
    is_ok = is_ok && journal_batch_end(&batch, err);
    journal_batch_done(&batch);
    return is_ok;
}

static void make_journal(struct world *w)
{
    struct err err = {0};
    for (w->next = 0; w->next < w->ticket_count; w->next += ENTRIES_AT_ONCE)
        perf_run_must(db_transact(w->db, add_entries, w, &err), &err);
    perf_run_must(journal_tree_place_all(w->db, w->now_us, &err), &err);
}

/* As autovacuum has done on a server that has had them for minutes. */
static void analyse(struct world *w)
{
    struct err err = {0};
    if (db_engine_of(w->db) == DB_POSTGRES)
        perf_run_must(db_run(w->db, "ANALYZE", DB_NO_ARGS, NULL, &err), &err);
}

/* -- what is measured -- */

/* When a step began, by the wall clock and by the CPU time of this process. */
struct start {
    double ms, cpu_ms;
};

static struct start start_now(void)
{
    return (struct start){now_ms(), perf_run_ms()};
}

static void print_line(const char *what, struct start start, int times, const char *more)
{
    printf("%-44s %10.1f ms %10.1f  %s\n", what, (now_ms() - start.ms) / times,
        (perf_run_ms() - start.cpu_ms) / times, more);
    fflush(stdout);
}

static void catch_up(struct world *w, const char *what)
{
    struct err err = {0};
    struct badge_job_counts counts;
    char more[128];
    struct start start = start_now();
    perf_run_must(badge_job_catch_up(w->db, w->now_us, &counts, &err), &err);
    snprintf(more, sizeof more, "%lld entries, %lld badges, peak %zu MB", (long long)counts.events,
        (long long)counts.issued, perf_run_peak() >> 20);
    print_line(what, start, 1, more);
}

static int compare(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

static bool tell_once(struct db *db, void *context, struct err *err)
{
    const struct world *w = context;
    return journal_add(db,
        &(struct journal_entry){.kind = "action.recorded",
            .team_id = 1,
            .object_kind = "action",
            .object_id = 20000000 + w->next,
            .at_us = w->now_us},
        err);
}

/* One entry more, and the job looks at it. */
static void measure_one(struct world *w)
{
    struct err err = {0};
    struct badge_job_counts counts;
    double ms[RUNS];
    for (int i = 0; i < RUNS; i++) {
        w->next = i + 1;
        perf_run_must(db_transact(w->db, tell_once, w, &err), &err);
        perf_run_must(journal_tree_place_all(w->db, w->now_us, &err), &err);
        double start = now_ms();
        perf_run_must(badge_job_catch_up(w->db, w->now_us, &counts, &err), &err);
        ms[i] = now_ms() - start;
    }
    qsort(ms, RUNS, sizeof *ms, compare);
    printf("%-44s %10.1f ms\n", "one action more, median of nine", ms[RUNS / 2]);
}

static void measure_idle(struct world *w)
{
    struct err err = {0};
    struct start start = start_now();
    for (int i = 0; i < 100; i++)
        perf_run_must(badge_job_start(w->db, w->now_us, &err), &err);
    print_line("looking whether there is something", start, 100, "each second");
}

static void measure_preview(struct world *w)
{
    struct err err = {0};
    struct arena arena;
    struct badge_rule rule;
    struct badge_preview preview;
    char more[128];
    arena_init(&arena, SIZE_MAX);
    perf_run_must(badge_rule_find(w->db, 1, &arena, &rule, &err), &err);
    struct start start = start_now();
    perf_run_must(badge_preview_run(w->db, &rule, w->now_us, &arena, &preview, &err), &err);
    snprintf(more, sizeof more, "%lld acts, peak %zu MB", (long long)preview.acts,
        perf_run_peak() >> 20);
    print_line("preview of a rule, all of it", start, 1, more);
    arena_done(&arena);
}

/* The alternative: one rule counted from nothing, by one statement. */
static void measure_count(struct world *w)
{
    struct err err = {0};
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    struct start start = start_now();
    perf_run_must(
        db_query(w->db,
            "SELECT l.account_id, count(DISTINCT t.package || ' ' || t.vulnerability_id) FROM action_log l"
            " JOIN ticket t ON t.id = l.ticket_id WHERE l.kind = 'elimination' AND t.state = 'closed'"
            " AND t.cause IN ('fixed', 'removed') AND t.closed_us >= l.created_us AND NOT EXISTS"
            " (SELECT 1 FROM action_log n WHERE n.corrects_id = l.id) GROUP BY l.account_id",
            DB_NO_ARGS, &arena, &rows, &err),
        &err);
    print_line("beside it: one rule, all counted anew", start, 1, "of seven rules");
    arena_done(&arena);
}

int main(int argc, char **argv)
{
    struct world w = {.now_us = clock_now_us()};
    struct err err = {0};
    if (argc != 3 || !text_read_i64(text_of(argv[2]), &w.ticket_count) || w.ticket_count < RUNS) {
        fprintf(stderr, "usage: perf_badges DATABASE TICKETS\n");
        return 2;
    }
    perf_run_must(db_open(&w.db, argv[1], &err), &err);
    perf_run_must(migrate_run(w.db, w.now_us, &err), &err);
    make_people(&w);
    make_tickets(&w);
    make_journal(&w);
    analyse(&w);
    catch_up(&w, "seven rules on everything");
    catch_up(&w, "again, with nothing new but the badges");
    measure_one(&w);
    measure_idle(&w);
    measure_preview(&w);
    measure_count(&w);
    db_free(w.db);
    return 0;
}
