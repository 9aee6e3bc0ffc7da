/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_rows.h"

#include "base/map.h"
#include "base/vec.h"
#include "codec/sha256.h"
#include "job/hint.h"
#include "store/db_batch.h"
#include "store/db_in.h"
#include "ticket/alert_note.h"
#include "ticket/notice.h"
#include "ticket/ticket_columns.h"
#include "ticket/ticket_due.h"
#include "ticket/ticket_journal.h"
#include "ticket/ticket_override.h"
#include "ticket/ticket_policy.h"
#include "ticket/ticket_text.h"
#include "ticket/tracker.h"

enum { LOOKUP = 512 };

/* -- what a part has -- */

/* A service's input, -1 where nobody has said. */
static int input_of(const char *kind, struct text word)
{
    int value;
    return ssvc_read(kind, word, &value) ? value : -1;
}

static struct text hex_of(struct text digest, struct arena *arena)
{
    char hex[SHA256_HEX_SIZE];
    if (digest.len != SHA256_SIZE)
        return (struct text){"", 0};
    return arena_text(arena, text_of(sha256_print((const unsigned char *)digest.at, hex)));
}

#define SELECT_PART                                                                                \
    "SELECT p.id, s.id, s.team_id, b.id, b.number, b.digest, s.exposure, s.safety, s.mission,"     \
    " s.well_being, " TICKET_POLICY_COLUMNS " FROM part p JOIN service s ON s.id = p.service_id"   \
    " LEFT JOIN team_policy y ON y.team_id = s.team_id"                                            \
    " LEFT JOIN sbom b ON b.part_id = p.id AND b.is_current = 1 WHERE p.id IN"

static struct ticket_part part_of(const struct db_rows *rows, size_t row, struct arena *arena)
{
    return (struct ticket_part){
        .part_id = db_int(rows, row, 0),
        .service_id = db_int(rows, row, 1),
        .team_id = db_int(rows, row, 2),
        .sbom_id = db_int(rows, row, 3),
        .sbom_number = db_int(rows, row, 4),
        .sbom_digest = hex_of(db_text(rows, row, 5), arena),
        .inputs = {.exposure = input_of("exposure", db_text(rows, row, 6)),
            .safety = input_of("safety", db_text(rows, row, 7)),
            .mission = input_of("mission", db_text(rows, row, 8)),
            .well_being = input_of("mission_well_being", db_text(rows, row, 9))},
        .policy = ticket_policy_read_row(rows, row, 10),
    };
}

/* Both lists are by part. */
static bool attach_overrides(struct db *db, const int64_t *part_ids, size_t count,
    struct arena *arena, struct ticket_part *parts, size_t part_count, struct err *err)
{
    struct ticket_override_row *rows;
    size_t row_count, at = 0;
    if (!ticket_override_rows_of_parts(db, part_ids, count, arena, &rows, &row_count, err))
        return false;
    for (size_t i = 0; i < part_count; i++) {
        while (at < row_count && rows[at].part_id < parts[i].part_id)
            at++;
        parts[i].overrides = rows + at;
        while (at < row_count && rows[at].part_id == parts[i].part_id) {
            parts[i].override_count++;
            at++;
        }
    }
    return true;
}

bool ticket_rows_parts(struct db *db, const int64_t *part_ids, size_t count, struct arena *arena,
    struct ticket_part **ret_parts, size_t *ret_count, struct err *err)
{
    struct ticket_part *parts = arena_take_array(arena, count, sizeof *parts);
    size_t found = 0;
    bool is_ok = arena_check(arena, err);
    for (size_t from = 0; is_ok && from < count; from += LOOKUP) {
        struct db_value ids[LOOKUP];
        struct db_rows rows;
        size_t some = count - from < LOOKUP ? count - from : LOOKUP;
        for (size_t i = 0; i < some; i++)
            ids[i] = DB_INT(part_ids[from + i]);
        is_ok = db_in_query(db, SELECT_PART, DB_NO_ARGS, (struct db_args){ids, some},
            "ORDER BY p.id", arena, &rows, err);
        for (size_t i = 0; is_ok && i < rows.count; i++)
            parts[found++] = part_of(&rows, i, arena);
    }
    *ret_parts = parts;
    *ret_count = found;
    return is_ok && arena_check(arena, err) &&
           attach_overrides(db, part_ids, count, arena, parts, found, err);
}

bool ticket_rows_part(struct db *db, int64_t part_id, struct arena *arena,
    struct ticket_part *ret_part, struct err *err)
{
    struct ticket_part *parts;
    size_t count;
    if (!ticket_rows_parts(db, &part_id, 1, arena, &parts, &count, err))
        return false;
    if (count == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such part");
    *ret_part = parts[0];
    return true;
}

bool ticket_rows_service_parts(struct db *db, int64_t service_id, struct arena *arena,
    int64_t **ret_parts, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, "SELECT id FROM part WHERE service_id = $1 ORDER BY id",
            DB_ARGS(DB_INT(service_id)), arena, &rows, err))
        return false;
    int64_t *parts = arena_take_array(arena, rows.count, sizeof *parts);
    for (size_t i = 0; parts && i < rows.count; i++)
        parts[i] = db_int(&rows, i, 0);
    *ret_parts = parts;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool ticket_rows_components(struct db *db, int64_t sbom_id, struct arena *arena,
    struct sbom_component **ret_components, struct ticket_use **ret_uses, int64_t **ret_ids,
    size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT v.id, v.ecosystem, v.name, v.version, v.source_package, v.source_version, v.arch,"
            " v.module, o.owner_ecosystem, o.owner_package, o.scope, o.is_direct FROM package_version v"
            /* What lies there once without an owner is judged by itself. */
            " JOIN (SELECT package_version_id, min(owner_ecosystem) AS owner_ecosystem,"
            " min(owner_package) AS owner_package, " TICKET_ROWS_USE(
                "") " FROM occurrence WHERE sbom_id = $1"
                    " GROUP BY package_version_id) o ON o.package_version_id = v.id"
                    " WHERE v.ecosystem <> '' ORDER BY v.id",
            DB_ARGS(DB_INT(sbom_id)), arena, &rows, err))
        return false;
    struct sbom_component *components = arena_take_array(arena, rows.count, sizeof *components);
    struct ticket_use *uses = arena_take_array(arena, rows.count, sizeof *uses);
    int64_t *ids = arena_take_array(arena, rows.count, sizeof *ids);
    for (size_t i = 0; components && uses && ids && i < rows.count; i++) {
        uses[i] = ticket_rows_read_use(&rows, i, 10);
        ids[i] = db_int(&rows, i, 0);
        components[i] = (struct sbom_component){.ecosystem = db_text(&rows, i, 1),
            .name = db_text(&rows, i, 2),
            .package = db_text(&rows, i, 2),
            .version = db_text(&rows, i, 3),
            .source_package = db_text(&rows, i, 4),
            .source_version = db_text(&rows, i, 5),
            .arch = db_text(&rows, i, 6),
            .module = db_text(&rows, i, 7),
            .owner_ecosystem = db_text(&rows, i, 8),
            .owner_package = db_text(&rows, i, 9),
            .is_package = true};
    }
    *ret_components = components;
    *ret_uses = uses;
    *ret_ids = ids;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

/* -- tickets -- */

#define AS_NAME(column) #column ", "
#define AS_UPDATE(column) #column " = excluded." #column ", "

#define SELECT_TICKET "SELECT " TICKET_COLUMNS_SELECT " FROM ticket t "

static void read_facts(const struct db_rows *rows, size_t row, struct advisory_facts *facts)
{
    *facts = (struct advisory_facts){
        .is_kev = db_int(rows, row, AT_is_kev) != 0,
        .is_kev_ransomware = db_int(rows, row, AT_is_kev_ransomware) != 0,
        .kev_added_us = db_int(rows, row, AT_kev_added_us),
        .kev_due_us = db_int(rows, row, AT_kev_due_us),
        .has_epss = !db_is_null(rows, row, AT_epss_millionths),
        .epss_millionths = (unsigned)db_int(rows, row, AT_epss_millionths),
        .epss_percentile_millionths = (unsigned)db_int(rows, row, AT_epss_percentile_millionths),
        .epss_date_us = db_int(rows, row, AT_epss_date_us),
        .has_ssvc = !db_is_null(rows, row, AT_ssvc_exploitation),
        .ssvc_exploitation = (int)db_int(rows, row, AT_ssvc_exploitation),
        .ssvc_automatable = (int)db_int(rows, row, AT_ssvc_automatable),
        .ssvc_technical_impact = db_is_null(rows, row, AT_ssvc_technical_impact)
                                     ? SSVC_UNKNOWN
                                     : (int)db_int(rows, row, AT_ssvc_technical_impact),
    };
}

static void read_finding(const struct db_rows *rows, size_t row, struct match_finding *finding)
{
    bool is_malicious = db_int(rows, row, AT_is_malicious) != 0;
    *finding = (struct match_finding){
        .id = db_text(rows, row, AT_name),
        .summary = db_text(rows, row, AT_summary),
        .url = db_text(rows, row, AT_url),
        .kind = is_malicious ? ADVISORY_MALICIOUS : ADVISORY_VULNERABILITY,
        .severity = (enum severity)db_int(rows, row, AT_severity),
        .score_tenths = (unsigned)db_int(rows, row, AT_score_tenths),
        .cvss_vector = db_text(rows, row, AT_cvss_vector),
    };
    read_facts(rows, row, &finding->facts);
}

struct ticket_use ticket_rows_read_use(const struct db_rows *rows, size_t row, size_t column)
{
    int64_t scope =
        db_is_null(rows, row, column) ? TICKET_SCOPE_NOT_TOLD : db_int(rows, row, column);
    return (struct ticket_use){(enum ticket_scope_word)scope, db_int(rows, row, column + 1) != 0};
}

void ticket_rows_read(const struct db_rows *rows, size_t row, struct ticket *ret_ticket)
{
    *ret_ticket = (struct ticket){
        .id = db_int(rows, row, AT_id),
        .team_id = db_int(rows, row, AT_team_id),
        .service_id = db_int(rows, row, AT_service_id),
        .part_id = db_int(rows, row, AT_part_id),
        .vulnerability_id = db_int(rows, row, AT_vulnerability_id),
        .ecosystem = db_text(rows, row, AT_ecosystem),
        .package = db_text(rows, row, AT_package),
        .state = ticket_state_read(db_text(rows, row, AT_state)),
        .cause = ticket_cause_read(db_text(rows, row, AT_cause)),
        .mark_reason = db_text(rows, row, AT_mark_reason),
        .rank = db_int(rows, row, AT_rank),
        .decision = {.outcome = (enum ssvc_decision)db_int(rows, row, AT_priority)},
        .decision_json = db_text(rows, row, AT_decision),
        .aliases = db_text(rows, row, AT_aliases),
        .records = db_text(rows, row, AT_records),
        .versions = db_text(rows, row, AT_versions),
        .fixed = db_text(rows, row, AT_fixed),
        .generation = db_text(rows, row, AT_generation),
        .sbom_number = db_int(rows, row, AT_sbom_number),
        .use = ticket_rows_read_use(rows, row, AT_use_scope),
        .due_us = db_int(rows, row, AT_due_us),
        .due_source = ticket_due_source_read(db_text(rows, row, AT_due_source)),
        .due_from_us = db_int(rows, row, AT_due_from_us),
        .assignee_id = db_int(rows, row, AT_assignee_id),
        .created_us = db_int(rows, row, AT_created_us),
        .updated_us = db_int(rows, row, AT_updated_us),
        .closed_us = db_int(rows, row, AT_closed_us),
        .version = db_int(rows, row, AT_version),
        .accepted_until_us = db_int(rows, row, AT_accepted_until_us),
        .accepted_by = db_int(rows, row, AT_accepted_by),
        .mitigation = db_text(rows, row, AT_mitigation),
        .undone_facts = db_text(rows, row, AT_undone_facts),
    };
    read_finding(rows, row, &ret_ticket->finding);
    ticket_fold_of(&ret_ticket->told, ret_ticket);
}

static bool read_tickets(const struct db_rows *rows, struct arena *arena,
    struct ticket **ret_tickets, size_t *ret_count, struct err *err)
{
    struct ticket *tickets = arena_take_array(arena, rows->count, sizeof *tickets);
    for (size_t i = 0; tickets && i < rows->count; i++)
        ticket_rows_read(rows, i, &tickets[i]);
    *ret_tickets = tickets;
    *ret_count = rows->count;
    return arena_check(arena, err);
}

bool ticket_rows_of_part(struct db *db, int64_t part_id, struct arena *arena,
    struct ticket **ret_tickets, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    return db_query(db,
               SELECT_TICKET "WHERE t.part_id = $1 AND (t.cause IS NULL OR t.cause <> 'duplicate')"
                             " ORDER BY t.id",
               DB_ARGS(DB_INT(part_id)), arena, &rows, err) &&
           read_tickets(&rows, arena, ret_tickets, ret_count, err);
}

bool ticket_rows_find(
    struct db *db, int64_t id, struct arena *arena, struct ticket *ret_ticket, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db, SELECT_TICKET "WHERE t.id = $1", DB_ARGS(DB_INT(id)), arena, &rows, err))
        return false;
    if (rows.count == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such ticket");
    ticket_rows_read(&rows, 0, ret_ticket);
    return true;
}

static void fill_facts(const struct advisory_facts *facts, struct db_value *values)
{
    values[AT_is_kev] = DB_INT(facts->is_kev);
    values[AT_is_kev_ransomware] = DB_INT(facts->is_kev_ransomware);
    values[AT_kev_added_us] = DB_ID(facts->kev_added_us);
    values[AT_kev_due_us] = DB_ID(facts->kev_due_us);
    values[AT_epss_millionths] = facts->has_epss ? DB_INT(facts->epss_millionths) : DB_NULL;
    values[AT_epss_percentile_millionths] =
        facts->has_epss ? DB_INT(facts->epss_percentile_millionths) : DB_NULL;
    values[AT_epss_date_us] = DB_ID(facts->epss_date_us);
    values[AT_ssvc_exploitation] = facts->has_ssvc ? DB_INT(facts->ssvc_exploitation) : DB_NULL;
    values[AT_ssvc_automatable] = facts->has_ssvc ? DB_INT(facts->ssvc_automatable) : DB_NULL;
    values[AT_ssvc_technical_impact] = facts->has_ssvc && facts->ssvc_technical_impact >= 0
                                           ? DB_INT(facts->ssvc_technical_impact)
                                           : DB_NULL;
}

static void fill_finding(const struct match_finding *finding, struct db_value *values)
{
    values[AT_name] = DB_TEXT(finding->id);
    values[AT_summary] = DB_TEXT(finding->summary);
    values[AT_url] = DB_TEXT(finding->url);
    values[AT_severity] = DB_INT(finding->severity);
    values[AT_score_tenths] = DB_INT(finding->score_tenths);
    values[AT_cvss_vector] = DB_TEXT(finding->cvss_vector);
    values[AT_is_malicious] = DB_INT(finding->kind == ADVISORY_MALICIOUS);
    fill_facts(&finding->facts, values);
}

#define FILL_FOLDED(column) values[AT_##column] = fold.at[FOLD_##column];

static void fill_state(const struct ticket *ticket, struct db_value *values)
{
    struct ticket_fold fold;
    ticket_fold_of(&fold, ticket);
    TICKET_FOLD_COLUMNS(FILL_FOLDED)
    values[AT_is_done] =
        DB_INT(ticket->state == TICKET_CLOSED || ticket->state == TICKET_COMPLETED);
    values[AT_rank] = DB_INT(ticket->rank);
    values[AT_decision] = DB_TEXT(ticket->decision_json);
    values[AT_use_scope] = DB_INT(ticket->use.scope);
    values[AT_use_is_direct] = DB_INT(ticket->use.is_direct);
    values[AT_due_from_us] = DB_ID(ticket->due_from_us);
    values[AT_created_us] = DB_INT(ticket->created_us);
    values[AT_updated_us] = DB_INT(ticket->updated_us);
    values[AT_version] = DB_INT(ticket->version + 1);
}

static void fill_values(const struct ticket *ticket, struct db_value *values, struct arena *arena)
{
    values[AT_id] = DB_INT(ticket->id);
    values[AT_team_id] = DB_INT(ticket->team_id);
    values[AT_service_id] = DB_INT(ticket->service_id);
    values[AT_part_id] = DB_INT(ticket->part_id);
    values[AT_ecosystem] = DB_TEXT(ticket->ecosystem);
    values[AT_package] = DB_TEXT(ticket->package);
    values[AT_aliases] = DB_TEXT(ticket->aliases);
    values[AT_records] = DB_TEXT(ticket->records);
    values[AT_versions] = DB_TEXT(ticket->versions);
    values[AT_fixed] = DB_TEXT(ticket->fixed);
    values[AT_search] = DB_TEXT(ticket_text_of(ticket, arena));
    values[AT_generation] = DB_TEXT(ticket->generation);
    fill_state(ticket, values);
    fill_finding(&ticket->finding, values);
}

bool ticket_rows_write(struct db *db, const struct ticket *tickets, size_t count, struct err *err)
{
    struct db_batch batch;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    db_batch_init(&batch, db, "INSERT INTO ticket (" TICKET_COLUMNS(AS_NAME) "version) VALUES",
        TICKET_COLUMN_COUNT,
        "ON CONFLICT (id) DO UPDATE SET " TICKET_COLUMNS_CHANGING(
            AS_UPDATE) "version = excluded.version"
                       " WHERE ticket.version = excluded.version - 1");
    bool is_ok = ticket_text_write(db, tickets, count, err);
    for (size_t i = 0; is_ok && i < count; i++) {
        struct db_value values[TICKET_COLUMN_COUNT];
        fill_values(&tickets[i], values, &arena);
        is_ok = db_batch_add(&batch, values, err);
    }
    is_ok = is_ok && db_batch_end(&batch, err);
    if (is_ok && batch.changed != (int64_t)count)
        is_ok = err_set(err, ERR_CONFLICT, "the ticket was changed meanwhile: look at it again");
    db_batch_done(&batch);
    arena_done(&arena);
    return is_ok;
}

/* -- occurrences and events -- */

bool ticket_rows_occurrences(struct db *db, int64_t ticket_id, struct arena *arena,
    struct ticket_occurrence **ret_occurrences, size_t *ret_count, struct err *err)
{
    struct db_rows rows;
    if (!db_query(db,
            "SELECT o.package_version_id, v.ecosystem, v.name, v.source_package, v.version, o.reason, o.fixed"
            " FROM ticket_occurrence o JOIN package_version v ON v.id = o.package_version_id"
            " WHERE o.ticket_id = $1 ORDER BY o.package_version_id",
            DB_ARGS(DB_INT(ticket_id)), arena, &rows, err))
        return false;
    struct ticket_occurrence *list = arena_take_array(arena, rows.count, sizeof *list);
    for (size_t i = 0; list && i < rows.count; i++)
        list[i] = (struct ticket_occurrence){.package_version_id = db_int(&rows, i, 0),
            .ecosystem = db_text(&rows, i, 1),
            .package = db_text(&rows, i, 2),
            .source_package = db_text(&rows, i, 3),
            .version = db_text(&rows, i, 4),
            .reason = db_text(&rows, i, 5),
            .fixed = db_text(&rows, i, 6)};
    *ret_occurrences = list;
    *ret_count = rows.count;
    return arena_check(arena, err);
}

bool ticket_rows_former_versions(struct db *db, const int64_t *ticket_ids, size_t count,
    struct arena *arena, struct ticket_former_version **ret_versions, size_t *ret_count,
    struct err *err)
{
    struct {
        VEC(struct ticket_former_version);
    } found = {0};
    bool is_ok = true;
    for (size_t from = 0; is_ok && from < count; from += LOOKUP) {
        struct db_value ids[LOOKUP];
        struct db_rows rows;
        size_t some = count - from < LOOKUP ? count - from : LOOKUP;
        for (size_t i = 0; i < some; i++)
            ids[i] = DB_INT(ticket_ids[from + i]);
        is_ok = db_in_query(db,
            "SELECT o.ticket_id, v.version FROM ticket_occurrence o"
            " JOIN package_version v ON v.id = o.package_version_id WHERE o.ticket_id IN",
            DB_NO_ARGS, (struct db_args){ids, some}, "ORDER BY o.ticket_id", arena, &rows, err);
        for (size_t i = 0; is_ok && i < rows.count; i++)
            *VEC_ADD(&found) =
                (struct ticket_former_version){db_int(&rows, i, 0), db_text(&rows, i, 1)};
    }
    struct ticket_former_version *kept = arena_take_array(arena, found.len, sizeof *kept);
    if (kept && found.len)
        memcpy(kept, found.at, found.len * sizeof *kept);
    *ret_versions = kept;
    *ret_count = found.len;
    VEC_DONE(&found);
    return is_ok && arena_check(arena, err);
}

bool ticket_rows_team(struct db *db, int64_t ticket_id, int64_t *ret_team_id, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db, "SELECT team_id FROM ticket WHERE id = $1",
        DB_ARGS(DB_INT(ticket_id)), &arena, &rows, err);
    if (is_ok)
        *ret_team_id = rows.count ? db_int(&rows, 0, 0) : 0;
    arena_done(&arena);
    return is_ok;
}

/* Writes the event, and sets its seq. */
static bool insert_event(struct db *db, struct ticket_event *event, struct err *err)
{
    struct arena arena;
    struct db_rows rows;
    arena_init(&arena, SIZE_MAX);
    bool is_ok = db_query(db,
        "INSERT INTO ticket_event (ticket_id, seq, at_us, account_id, kind, text, detail, generation, sets)"
        " SELECT CAST($1 AS BIGINT), COALESCE(MAX(seq), 0) + 1, CAST($2 AS BIGINT), CAST($3 AS BIGINT),"
        " CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT), CAST($7 AS TEXT), CAST($8 AS TEXT)"
        " FROM ticket_event WHERE ticket_id = $1 RETURNING seq",
        DB_ARGS(DB_INT(event->ticket_id), DB_INT(event->at_us), DB_ID(event->account_id),
            DB_TEXT(text_of(event->kind)), DB_TEXT(event->text),
            DB_TEXT(event->detail.len ? event->detail : TEXT("{}")), DB_TEXT(event->generation),
            DB_TEXT(event->sets.len ? event->sets : TEXT("{}"))),
        &arena, &rows, err);
    if (is_ok)
        event->seq = db_int(&rows, 0, 0);
    arena_done(&arena);
    return is_ok && ticket_text_say(db, event, err) && ticket_journal_add(db, event, err);
}

bool ticket_rows_keep_event(
    struct db *db, struct ticket *ticket, struct ticket_event *event, struct err *err)
{
    struct ticket_fold now;
    struct arena arena;
    if (!ticket)
        return insert_event(db, event, err);
    arena_init(&arena, SIZE_MAX);
    ticket_fold_of(&now, ticket);
    event->ticket_id = ticket->id;
    event->team_id = ticket->team_id;
    event->part_id = ticket->part_id;
    event->sets = ticket_fold_changes(&ticket->told, &now, &arena);
    bool is_ok = insert_event(db, event, err);
    event->sets = (struct text){0};
    arena_done(&arena);
    if (is_ok)
        ticket->told = now;
    return is_ok;
}

/* The tickets of the team of the first event; those of other teams are left to another turn. Events of one ticket stand side by side. */
static bool hint_team(
    struct db *db, const struct ticket_event *events, size_t count, struct err *err)
{
    int64_t ids[HINT_IDS_MAX + 1];
    struct hint hint = {
        .kind = TEXT("tickets"), .team_id = events[0].team_id, .ids = ids, .id_count = 0};
    for (size_t i = 0; i < count && hint.id_count <= HINT_IDS_MAX; i++)
        if (events[i].team_id == hint.team_id &&
            (hint.id_count == 0 || ids[hint.id_count - 1] != events[i].ticket_id))
            ids[hint.id_count++] = events[i].ticket_id;
    return hint_add(db, &hint, err);
}

/* One hint for each team, whatever the number of tickets. */
static bool hint_teams(
    struct db *db, const struct ticket_event *events, size_t count, struct err *err)
{
    struct map told = {0};
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < count; i++) {
        uint32_t at;
        struct text key = {(const char *)&events[i].team_id, sizeof events[i].team_id};
        if (map_find(&told, key, &at))
            continue;
        map_add(&told, key, 0, NULL);
        is_ok = hint_team(db, events + i, count - i, err);
    }
    map_done(&told);
    return is_ok;
}

bool ticket_rows_tell(
    struct db *db, const struct ticket_event *events, size_t count, struct err *err)
{
    return hint_teams(db, events, count, err) && notice_tell(db, events, count, err) &&
           tracker_tell(db, events, count, err) && alert_note_tell(db, events, count, err);
}

bool ticket_rows_add_event(
    struct db *db, struct ticket *ticket, const struct ticket_event *event, struct err *err)
{
    struct ticket_event written = *event;
    return ticket_rows_keep_event(db, ticket, &written, err) &&
           ticket_rows_tell(db, &written, 1, err);
}
