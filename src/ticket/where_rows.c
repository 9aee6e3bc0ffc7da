/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/where_rows.h"

#include "base/map.h"
#include "store/db_in.h"

enum { REMOVED_MAX = 200, LIKE_MAX = 1000 };

/* $1 and $2 are the one who asks, $3 a team or 0, $4 whether SBOMs that are not current count. */
#define HELD                                                                                       \
    " FROM occurrence o JOIN sbom b ON b.id = o.sbom_id JOIN part p ON p.id = b.part_id"           \
    " JOIN service s ON s.id = p.service_id"                                                       \
    " WHERE s.deleted_us IS NULL AND " TEAM_SEES(                                                  \
        "s.team_id", "$1", "$2") " AND (CAST($3 AS BIGINT) = 0 OR s.team_id = $3)"                 \
                                 " AND (CAST($4 AS BIGINT) = 1 OR b.is_current = 1)"
#define HELD_ARGS(who, query)                                                                      \
    TEAM_SEES_ARGS(who, RIGHT_WHERE_READ), DB_INT((query)->team_id), DB_INT((query)->has_history)

/* -- versions -- */

#define VERSION_SELECT                                                                             \
    "SELECT id, ecosystem, name, version, source_package, source_version, arch, module"            \
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
            .arch = db_text(rows, i, 6),
            .module = db_text(rows, i, 7)};
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
            "SELECT o.package_version_id, s.id, p.id, b.id, s.name, p.name, o.owner_ecosystem,"
            " o.owner_package" HELD " AND o.package_version_id IN",
            DB_ARGS(HELD_ARGS(who, query)), version_ids, "ORDER BY s.id, p.id, b.id", arena, &rows,
            err))
        return false;
    struct where_holder *holders = arena_take_array(arena, rows.count, sizeof *holders);
    for (size_t i = 0; holders && i < rows.count; i++)
        holders[i] = (struct where_holder){.version_id = db_int(&rows, i, 0),
            .service_id = db_int(&rows, i, 1),
            .part_id = db_int(&rows, i, 2),
            .sbom_id = db_int(&rows, i, 3),
            .service = db_text(&rows, i, 4),
            .part = db_text(&rows, i, 5),
            .owner_ecosystem = db_text(&rows, i, 6),
            .owner_package = db_text(&rows, i, 7)};
    *ret_holders = holders;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- items -- */

static struct where_item read_item(
    const struct db_rows *rows, size_t row, const struct where_holder *holder)
{
    return (struct where_item){
        .version = holder->version,
        .service_id = holder->service_id,
        .part_id = holder->part_id,
        .sbom_id = holder->sbom_id,
        .service = holder->service,
        .part = holder->part,
        .team_id = db_int(rows, row, 2),
        .team = db_text(rows, row, 3),
        .sbom_number = db_int(rows, row, 4),
        .sbom_created_us = db_int(rows, row, 5),
        .is_current = db_int(rows, row, 6) != 0,
        .name = db_text(rows, row, 7),
        .purl = db_text(rows, row, 8),
        .scope = db_text(rows, row, 9),
        .is_direct = db_int(rows, row, 10) != 0,
        .component_count = db_int(rows, row, 11),
    };
}

static struct text pair_key(
    int64_t version_id, int64_t sbom_id, struct text owner, struct arena *arena)
{
    return arena_format(
        arena, "%lld %lld %.*s", (long long)version_id, (long long)sbom_id, TEXT_ARG(owner));
}

static void give_items(const struct db_rows *rows, const struct where_holder *holders, size_t count,
    struct arena *arena, struct where_item *items)
{
    struct map by_pair = {0};
    uint32_t row;
    for (size_t i = 0; i < rows->count; i++) {
        struct text key =
            pair_key(db_int(rows, i, 0), db_int(rows, i, 1), db_text(rows, i, 12), arena);
        map_add(&by_pair, key, (uint32_t)i, NULL);
    }
    for (size_t i = 0; i < count; i++) {
        const struct where_holder *one = &holders[i];
        if (map_find(
                &by_pair, pair_key(one->version_id, one->sbom_id, one->owner_package, arena), &row))
            items[i] = read_item(rows, row, one);
    }
    map_done(&by_pair);
}

bool where_rows_items(struct db *db, const struct where_query *query,
    const struct where_holder *holders, size_t count, struct arena *arena, struct where_item *items,
    struct err *err)
{
    struct db_rows rows;
    struct db_value *versions = arena_take_array(arena, count, sizeof *versions);
    size_t version_count = 0;
    for (size_t i = 0; versions && i < count; i++)
        if (i == 0 || holders[i].version_id != holders[i - 1].version_id)
            versions[version_count++] = DB_INT(holders[i].version_id);
    /* By their postings alone: with a list of SBOMs beside, PostgreSQL may read the whole table. */
    if (!versions ||
        !db_in_query(db,
            "SELECT o.package_version_id, b.id, min(g.id), min(g.name), min(b.number),"
            " min(b.created_us), min(b.is_current), min(o.name), min(o.purl), min(o.scope),"
            " max(o.is_direct), count(*), o.owner_package FROM occurrence o"
            " JOIN sbom b ON b.id = o.sbom_id"
            " JOIN part p ON p.id = b.part_id JOIN service s ON s.id = p.service_id"
            " JOIN team g ON g.id = s.team_id WHERE (CAST($1 AS BIGINT) = 1 OR b.is_current = 1)"
            " AND o.package_version_id IN",
            DB_ARGS(DB_INT(query->has_history)), (struct db_args){versions, version_count},
            "GROUP BY o.package_version_id, b.id, o.owner_package", arena, &rows, err))
        return versions ? false : arena_check(arena, err);
    give_items(&rows, holders, count, arena, items);
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

/* Rows come by part and package, the most pressing first; each tells how many there are of its package. */
static void give_ticket(const struct db_rows *rows, size_t row, struct where_item *item)
{
    bool is_first = db_int(rows, row, 10) == 1;
    item->open_count += is_first ? db_int(rows, row, 8) : 0;
    item->done_count += is_first ? db_int(rows, row, 9) : 0;
    if (item->ticket_count < WHERE_TICKETS_SHOWN)
        item->tickets[item->ticket_count++] = read_ticket(rows, row);
}

/* Tickets name the source package in some distributions, the binary one in others. A past SBOM has none. */
static void give_tickets(const struct db_rows *rows, const struct where_version *versions,
    struct where_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct where_item *item = &items[i];
        const struct where_version *version = &versions[item->version];
        for (size_t row = 0; item->is_current && row < rows->count; row++) {
            struct text package = db_text(rows, row, 7);
            bool is_own =
                db_int(rows, row, 0) == item->part_id &&
                (text_eq(package, version->package) ||
                    (version->source_package.len && text_eq(package, version->source_package)));
            if (is_own)
                give_ticket(rows, row, item);
        }
    }
}

#define TICKETS_RANKED                                                                             \
    "SELECT part_id, id, name, state, cause, priority, is_done, package,"                          \
    " CAST(open_count AS BIGINT), CAST(done_count AS BIGINT), place FROM ("                        \
    "SELECT t.part_id, t.id, t.name, t.state, t.cause, t.priority, t.is_done, t.package,"          \
    " sum(1 - t.is_done) OVER (PARTITION BY t.part_id, t.package) AS open_count,"                  \
    " sum(t.is_done) OVER (PARTITION BY t.part_id, t.package) AS done_count,"                      \
    " row_number() OVER (PARTITION BY t.part_id, t.package"                                        \
    " ORDER BY t.is_done, t.rank DESC, t.id) AS place"                                             \
    " FROM ticket t WHERE (t.cause IS NULL OR t.cause <> 'duplicate')"                             \
    " AND t.ecosystem = $1 AND t.part_id IN"

/* The names of the items' packages, in room for two of each. */
static size_t list_packages(const struct where_version *versions, const struct where_item *items,
    size_t count, struct db_value *names)
{
    struct map known = {0};
    size_t name_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct where_version *version = &versions[items[i].version];
        if (map_add(&known, version->package, 0, NULL))
            names[name_count++] = DB_TEXT(version->package);
        if (version->source_package.len && map_add(&known, version->source_package, 0, NULL))
            names[name_count++] = DB_TEXT(version->source_package);
    }
    map_done(&known);
    return name_count;
}

bool where_rows_tickets(struct db *db, const struct where_version *versions,
    const struct db_args *vulnerabilities, struct where_item *items, size_t count,
    struct arena *arena, struct err *err)
{
    struct db_rows rows;
    struct db_value *parts = arena_take_array(arena, count, sizeof *parts);
    struct db_value *names = arena_take_array(arena, 2 * count, sizeof *names);
    for (size_t i = 0; parts && i < count; i++)
        parts[i] = DB_INT(items[i].part_id);
    if (!parts || !names)
        return arena_check(arena, err);
    struct db_args second = {names, list_packages(versions, items, count, names)};
    if (vulnerabilities)
        second = *vulnerabilities;
    if (!db_in_query_two(db, TICKETS_RANKED, DB_ARGS(DB_TEXT(versions[items[0].version].ecosystem)),
            (struct db_args){parts, count},
            vulnerabilities ? "AND t.vulnerability_id IN" : "AND t.package IN", second,
            ") ranked WHERE place <= 3 ORDER BY part_id, is_done, package, place", arena, &rows,
            err))
        return false;
    give_tickets(&rows, versions, items, count);
    return true;
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
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_WHERE_READ)), vulnerabilities,
            "ORDER BY t.ecosystem, t.package", arena, &rows, err))
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
            DB_ARGS(
                TEAM_SEES_ARGS(who, RIGHT_WHERE_READ), DB_INT(query->team_id), DB_INT(REMOVED_MAX)),
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
            "SELECT c.ecosystem, c.name FROM (SELECT ecosystem, name FROM package_version"
            " WHERE replace(lower(name), CAST($3 AS TEXT), '') <> lower(name)"
            " GROUP BY ecosystem, name ORDER BY length(name), name, ecosystem LIMIT $4) c WHERE EXISTS (SELECT 1"
            " FROM package_version v JOIN occurrence o ON o.package_version_id = v.id"
            " JOIN sbom b ON b.id = o.sbom_id JOIN part p ON p.id = b.part_id"
            " JOIN service s ON s.id = p.service_id WHERE v.name = c.name"
            " AND v.ecosystem = c.ecosystem AND b.is_current = 1 AND s.deleted_us IS NULL AND " TEAM_SEES(
                "s.team_id", "$1", "$2") ") ORDER BY length(c.name), c.name, c.ecosystem LIMIT 200",
            DB_ARGS(TEAM_SEES_ARGS(who, RIGHT_WHERE_READ), DB_TEXT(word), DB_INT(LIKE_MAX)), arena,
            &rows, err))
        return false;
    struct where_package *packages = arena_take_array(arena, rows.count, sizeof *packages);
    for (size_t i = 0; packages && i < rows.count; i++)
        packages[i] = (struct where_package){db_text(&rows, i, 0), db_text(&rows, i, 1)};
    *ret_packages = packages;
    *ret_count = rows.count;
    return arena_check(arena, err);
}
