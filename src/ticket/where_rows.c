/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/where_rows.h"

#include "base/map.h"
#include "store/db_in.h"

enum { REMOVED_MAX = 200, LIKE_MAX = 200 };

/* $1 and $2 are the one who asks, $3 a team or 0, $4 whether SBOMs that are not current count. */
#define HELD                                                                                       \
    " FROM occurrence o JOIN sbom b ON b.id = o.sbom_id JOIN part p ON p.id = b.part_id"           \
    " JOIN service s ON s.id = p.service_id JOIN team g ON g.id = s.team_id"                       \
    " WHERE s.deleted_us IS NULL AND " TEAM_SEES(                                                  \
        "s.team_id", "$1", "$2") " AND (CAST($3 AS BIGINT) = 0 OR s.team_id = $3)"                 \
                                 " AND (CAST($4 AS BIGINT) = 1 OR b.is_current = 1)"
#define HELD_ARGS(who, query)                                                                      \
    TEAM_SEES_ARGS(who), DB_INT((query)->team_id), DB_INT((query)->has_history)

/* -- versions -- */

#define VERSION_SELECT                                                                             \
    "SELECT id, ecosystem, name, version, source_package, source_version, arch"                    \
    " FROM package_version WHERE "
#define VERSION_LIMIT "ORDER BY id LIMIT $1"

static void read_versions(
    const struct db_rows *rows, struct where_version *versions, size_t *count, struct map *known)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct where_version *version = &versions[*count];
        *version = (struct where_version){.id = db_int(rows, i, 0),
            .ecosystem = db_text(rows, i, 1),
            .package = db_text(rows, i, 2),
            .version = db_text(rows, i, 3),
            .source_package = db_text(rows, i, 4),
            .source_version = db_text(rows, i, 5),
            .arch = db_text(rows, i, 6)};
        struct text key = {(const char *)&version->id, sizeof version->id};
        *count += map_add(known, key, 0, NULL);
    }
}

bool where_rows_versions(struct db *db, struct db_args names, struct arena *arena,
    struct where_version **ret_versions, size_t *ret_count, bool *ret_is_cut, struct err *err)
{
    struct db_rows by_name, by_source;
    struct db_args most = DB_ARGS(DB_INT(WHERE_VERSIONS_MAX + 1));
    struct map known = {0};
    size_t count = 0;
    if (!db_in_query(
            db, VERSION_SELECT "name IN", most, names, VERSION_LIMIT, arena, &by_name, err) ||
        !db_in_query(db, VERSION_SELECT "source_package IN", most, names, VERSION_LIMIT, arena,
            &by_source, err))
        return false;
    struct where_version *versions =
        arena_take_array(arena, by_name.count + by_source.count + 1, sizeof *versions);
    if (!versions)
        return arena_check(arena, err);
    read_versions(&by_name, versions, &count, &known);
    read_versions(&by_source, versions, &count, &known);
    map_done(&known);
    *ret_is_cut = count > WHERE_VERSIONS_MAX;
    *ret_count = *ret_is_cut ? WHERE_VERSIONS_MAX : count;
    *ret_versions = versions;
    return true;
}

/* -- holders -- */

bool where_rows_holders(struct db *db, const struct api_principal *who,
    const struct where_query *query, struct db_args version_ids, struct arena *arena,
    struct where_holder **ret_holders, size_t *ret_count, struct err *err)
{
    struct db_rows rows = {0};
    if (version_ids.count &&
        !db_in_query(db,
            "SELECT o.package_version_id, s.id, p.id, b.id" HELD " AND o.package_version_id IN",
            DB_ARGS(HELD_ARGS(who, query)), version_ids, "ORDER BY s.id, p.id, b.id", arena, &rows,
            err))
        return false;
    struct where_holder *holders = arena_take_array(arena, rows.count, sizeof *holders);
    for (size_t i = 0; holders && i < rows.count; i++)
        holders[i] = (struct where_holder){
            db_int(&rows, i, 0), db_int(&rows, i, 1), db_int(&rows, i, 2), db_int(&rows, i, 3)};
    *ret_holders = holders;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- items -- */

static struct where_item read_item(const struct db_rows *rows, size_t row)
{
    return (struct where_item){
        .team_id = db_int(rows, row, 0),
        .team = db_text(rows, row, 1),
        .service_id = db_int(rows, row, 2),
        .service = db_text(rows, row, 3),
        .part_id = db_int(rows, row, 4),
        .part = db_text(rows, row, 5),
        .sbom_id = db_int(rows, row, 6),
        .sbom_number = db_int(rows, row, 7),
        .sbom_created_us = db_int(rows, row, 8),
        .is_current = db_int(rows, row, 9) != 0,
        .name = db_text(rows, row, 10),
        .purl = db_text(rows, row, 11),
        .scope = db_text(rows, row, 12),
        .is_direct = db_int(rows, row, 13) != 0,
        .component_count = db_int(rows, row, 14),
    };
}

bool where_rows_items(struct db *db, const struct api_principal *who,
    const struct where_query *query, int64_t version_id, const struct where_place *after,
    size_t limit, struct arena *arena, struct where_item **ret_items, size_t *ret_count,
    struct err *err)
{
    static const struct where_place start = {0};
    const struct where_place *place = after ? after : &start;
    struct db_rows rows;
    if (!db_query(db,
            "SELECT s.team_id, g.name, s.id, s.name, p.id, p.name, b.id, b.number, b.created_us,"
            " b.is_current, min(o.name), min(o.purl), min(o.scope), max(o.is_direct), count(*)" HELD
            " AND o.package_version_id = $5 AND (CAST($6 AS BIGINT) = 0 OR s.name > $7"
            " OR (s.name = $7 AND (s.id > $8 OR (s.id = $8 AND (p.name > $9"
            " OR (p.name = $9 AND b.id < $10))))))"
            " GROUP BY g.id, s.id, p.id, b.id ORDER BY s.name, s.id, p.name, b.id DESC LIMIT $11",
            DB_ARGS(HELD_ARGS(who, query), DB_INT(version_id), DB_INT(after != NULL),
                DB_TEXT(place->service), DB_INT(place->service_id), DB_TEXT(place->part),
                DB_INT(place->sbom_id), DB_INT((int64_t)limit)),
            arena, &rows, err))
        return false;
    struct where_item *items = arena_take_array(arena, rows.count, sizeof *items);
    for (size_t i = 0; items && i < rows.count; i++)
        items[i] = read_item(&rows, i);
    *ret_items = items;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- tickets -- */

static struct where_ticket read_ticket(const struct db_rows *rows, size_t row)
{
    return (struct where_ticket){
        .part_id = db_int(rows, row, 0),
        .id = db_int(rows, row, 1),
        .vulnerability = db_text(rows, row, 2),
        .state = db_text(rows, row, 3),
        .cause = db_text(rows, row, 4),
        .priority = db_int(rows, row, 5),
        .is_done = db_int(rows, row, 6) != 0,
    };
}

/* Items of one part are few: an SBOM each. */
static void give_tickets(const struct db_rows *rows, struct where_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct where_item *item = &items[i];
        for (size_t row = 0; item->is_current && row < rows->count; row++) {
            if (db_int(rows, row, 0) != item->part_id || item->ticket_count == WHERE_TICKETS_SHOWN)
                continue;
            item->tickets[item->ticket_count++] = read_ticket(rows, row);
            item->open_count = db_int(rows, row, 7);
            item->done_count = db_int(rows, row, 8);
        }
    }
}

/* Ids are numbers of ours, so they may stand in the text. */
static void print_numbers(struct buf *out, const char *column, struct db_args ids)
{
    buf_format(out, " AND %s IN (", column);
    for (size_t i = 0; i < ids.count; i++)
        buf_format(out, "%s%lld", i ? ", " : "", (long long)ids.at[i].number);
    buf_add_z(out, ids.count ? ")" : "0)");
}

#define TICKETS_OF_VERSION                                                                         \
    "SELECT part_id, id, name, state, cause, priority, is_done, CAST(open_count AS BIGINT),"       \
    " CAST(done_count AS BIGINT) FROM ("                                                           \
    "SELECT t.part_id, t.id, t.name, t.state, t.cause, t.priority, t.is_done,"                     \
    " sum(1 - t.is_done) OVER (PARTITION BY t.part_id) AS open_count,"                             \
    " sum(t.is_done) OVER (PARTITION BY t.part_id) AS done_count,"                                 \
    " row_number() OVER (PARTITION BY t.part_id ORDER BY t.is_done, t.rank DESC, t.id) AS place"   \
    " FROM ticket t WHERE (t.cause IS NULL OR t.cause <> 'duplicate')"                             \
    " AND t.ecosystem = $1 AND t.package IN ($2, $3)"

bool where_rows_tickets(struct db *db, const struct where_version *version,
    const struct db_args *vulnerabilities, struct where_item *items, size_t count,
    struct arena *arena, struct err *err)
{
    struct db_rows rows;
    struct buf sql;
    struct db_value *parts = arena_take_array(arena, count, sizeof *parts);
    for (size_t i = 0; parts && i < count; i++)
        parts[i] = DB_INT(items[i].part_id);
    if (!parts)
        return arena_check(arena, err);
    buf_init(&sql, SIZE_MAX);
    buf_add_z(&sql, TICKETS_OF_VERSION);
    if (vulnerabilities)
        print_numbers(&sql, "t.vulnerability_id", *vulnerabilities);
    buf_add_z(&sql, " AND t.part_id IN");
    struct text source = version->source_package.len ? version->source_package : version->package;
    bool is_done = db_in_query(db, sql.at,
        DB_ARGS(DB_TEXT(version->ecosystem), DB_TEXT(version->package), DB_TEXT(source)),
        (struct db_args){parts, count}, ") ranked WHERE place <= 3 ORDER BY part_id, place", arena,
        &rows, err);
    buf_done(&sql);
    if (is_done)
        give_tickets(&rows, items, count);
    return is_done;
}

bool where_rows_vulnerabilities(struct db *db, const struct text *ids, size_t count,
    struct arena *arena, struct db_args *ret_vulnerabilities, struct err *err)
{
    struct db_rows rows = {0};
    struct db_value *names = arena_take_array(arena, count, sizeof *names);
    for (size_t i = 0; names && i < count; i++)
        names[i] = DB_TEXT(ids[i]);
    if (names && count &&
        !db_in_query(db, "SELECT DISTINCT vulnerability_id FROM vulnerability_alias WHERE alias IN",
            DB_NO_ARGS, (struct db_args){names, count}, "ORDER BY vulnerability_id", arena, &rows,
            err))
        return false;
    *ret_vulnerabilities = (struct db_args){rows.cells, rows.count};
    return arena_check(arena, err);
}

/* $1 and $2 are the one who asks. */
#define TICKETS                                                                                    \
    " FROM ticket t JOIN service s ON s.id = t.service_id JOIN part p ON p.id = t.part_id"         \
    " JOIN team g ON g.id = t.team_id WHERE s.deleted_us IS NULL AND " TEAM_SEES(                  \
        "t.team_id", "$1", "$2")

bool where_rows_names(struct db *db, const struct api_principal *who,
    struct db_args vulnerabilities, struct arena *arena, struct where_name **ret_names,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows = {0};
    if (vulnerabilities.count &&
        !db_in_query(db,
            "SELECT DISTINCT t.ecosystem, t.package" TICKETS " AND t.vulnerability_id IN",
            DB_ARGS(TEAM_SEES_ARGS(who)), vulnerabilities, "ORDER BY t.ecosystem, t.package", arena,
            &rows, err))
        return false;
    struct where_name *names = arena_take_array(arena, rows.count, sizeof *names);
    for (size_t i = 0; names && i < rows.count; i++)
        names[i] =
            (struct where_name){.ecosystem = db_text(&rows, i, 0), .package = db_text(&rows, i, 1)};
    *ret_names = names;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool where_rows_removed(struct db *db, const struct api_principal *who,
    const struct where_query *query, struct db_args vulnerabilities, struct arena *arena,
    struct where_ticket **ret_tickets, size_t *ret_count, struct err *err)
{
    struct db_rows rows = {0};
    if (vulnerabilities.count &&
        !db_in_query(db,
            "SELECT t.part_id, t.id, t.name, t.state, t.cause, t.priority, t.is_done, g.name,"
            " s.name, p.name, t.package, s.id, t.closed_us" TICKETS
            " AND t.cause = 'removed' AND (CAST($3 AS BIGINT) = 0 OR t.team_id = $3)"
            " AND t.vulnerability_id IN",
            DB_ARGS(TEAM_SEES_ARGS(who), DB_INT(query->team_id), DB_INT(REMOVED_MAX)),
            vulnerabilities, "ORDER BY t.closed_us DESC NULLS LAST, t.id LIMIT $4", arena, &rows,
            err))
        return false;
    struct where_ticket *tickets = arena_take_array(arena, rows.count, sizeof *tickets);
    for (size_t i = 0; tickets && i < rows.count; i++) {
        tickets[i] = read_ticket(&rows, i);
        tickets[i].team = db_text(&rows, i, 7);
        tickets[i].service = db_text(&rows, i, 8);
        tickets[i].part = db_text(&rows, i, 9);
        tickets[i].package = db_text(&rows, i, 10);
        tickets[i].service_id = db_int(&rows, i, 11);
        tickets[i].closed_us = db_int(&rows, i, 12);
    }
    *ret_tickets = tickets;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- suggestions -- */

bool where_rows_like(struct db *db, const struct api_principal *who, struct text word,
    struct arena *arena, struct where_package **ret_packages, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT DISTINCT v.ecosystem, v.name, length(v.name) FROM package_version v"
            " WHERE replace(lower(v.name), $3, '') <> lower(v.name) AND EXISTS (SELECT 1"
            " FROM occurrence o JOIN sbom b ON b.id = o.sbom_id JOIN part p ON p.id = b.part_id"
            " JOIN service s ON s.id = p.service_id WHERE o.package_version_id = v.id"
            " AND b.is_current = 1 AND s.deleted_us IS NULL AND " TEAM_SEES(
                "s.team_id", "$1", "$2") ") ORDER BY length(v.name), v.name, v.ecosystem LIMIT $4",
            DB_ARGS(TEAM_SEES_ARGS(who), DB_TEXT(word), DB_INT(LIKE_MAX)), arena, &rows, err))
        return false;
    struct where_package *packages = arena_take_array(arena, rows.count, sizeof *packages);
    for (size_t i = 0; packages && i < rows.count; i++)
        packages[i] = (struct where_package){db_text(&rows, i, 0), db_text(&rows, i, 1)};
    *ret_packages = packages;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
