/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a made-up year of an organisation's work into an empty data folder: history FOLDER [--db URL] [--seed N] [--end DATE] [--days N]
   Six teams, two dozen people, 22 services; SBOMs, advisories, KEV, and what people do with the tickets that come of it, as the
   server's own functions write it, under a clock that is set. The same seed gives the same year, at the time that end says. Some habits are
   there to be found: history_cast.c tells of them. End is now unless it is said; --days stops after the first N of the year. Prints what was
   written. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/paths.h"
#include "history_year.h"

static void print_count(struct year *year, const char *what, const char *sql)
{
    struct db_rows rows;
    struct err err = {0};
    year_must(db_query(year->db, sql, DB_NO_ARGS, &year->arena, &rows, &err), what, &err);
    printf("%-10s %lld\n", what, (long long)db_int(&rows, 0, 0));
}

static void print_counts(struct year *year)
{
    print_count(year, "tickets", "SELECT count(*) FROM ticket");
    print_count(year, "open", "SELECT count(*) FROM ticket WHERE is_done = 0");
    print_count(year, "kev", "SELECT count(*) FROM ticket WHERE is_kev = 1");
    print_count(year, "events", "SELECT count(*) FROM ticket_event");
    print_count(year, "actions", "SELECT count(*) FROM action_log");
    print_count(year, "sboms", "SELECT count(*) FROM sbom");
    print_count(year, "badges", "SELECT count(*) FROM badge WHERE revoked_us IS NULL");
    print_count(year, "journal", "SELECT count(*) FROM journal_entry");
    printf("%-10s %lld\n", "imports", (long long)year->import_count);
}

static bool read_days(struct text value, struct year_order *order)
{
    uint64_t days;
    if (!text_read_u64(value, &days) || days < 1 || days > CAST_DAYS)
        return false;
    order->days = (int)days;
    return true;
}

static bool read_options(int argc, char **argv, struct year_order *order)
{
    bool is_good = argc >= 2 && argc % 2 == 0;
    for (int i = 2; is_good && i < argc; i += 2) {
        struct text option = text_of(argv[i]), value = text_of(argv[i + 1]);
        if (text_is(option, "--db"))
            order->db = argv[i + 1];
        else
            is_good = (text_is(option, "--seed") && text_read_u64(value, &order->seed)) ||
                      (text_is(option, "--end") && clock_read(value, &order->end_us)) ||
                      (text_is(option, "--days") && read_days(value, order));
    }
    return is_good;
}

int main(int argc, char **argv)
{
    static char path[600];
    static struct year year;
    struct err err = {0};
    struct year_order order = {.seed = 1, .end_us = clock_now_us()};
    if (!read_options(argc, argv, &order)) {
        fprintf(stderr, "usage: history FOLDER [--db URL] [--seed N] [--end DATE] [--days N]\n");
        return 2;
    }
    log_set_level(LOG_WARN);
    order.folder = argv[1];
    year_must(paths_make_folder(order.folder, &err), order.folder, &err);
    snprintf(path, sizeof path, "%s/kenzen.db", order.folder);
    if (!order.db)
        order.db = path;
    year_init(&year, &order);
    int days = order.days ? order.days : year.length;
    for (int day = 0; day < days; day++)
        year_day(&year, day);
    year_close(&year);
    print_counts(&year);
    year_done(&year);
    return 0;
}
