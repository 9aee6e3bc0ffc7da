/* SPDX-License-Identifier: Apache-2.0 */
#include "health/sighting_cmd.h"

#include "account/account.h"
#include "account/actor_cmd.h"
#include "base/clock.h"
#include "base/limits.h"
#include "health/sighting_api.h"
#include "match/scan_grid.h"
#include "sbom/service.h"
#include "store/db_cmd.h"

enum { LIMIT_DEFAULT = 50, LIMIT_MOST = 100000 };

static bool read_kind(const struct cmd *cmd, int *ret_kind, struct err *err)
{
    enum sighting_kind kind;
    const char *given = cmd_get(cmd, "kind");
    if (!given)
        return true;
    if (!sighting_kind_read(text_of(given), &kind))
        return err_set(
            err, ERR_USAGE, "--kind %s: must be vulnerability, indicator or other", given);
    *ret_kind = (int)kind;
    return true;
}

static void print_line(struct buf *out, const struct sighting *sighting)
{
    sighting_api_print(out, sighting);
    buf_add_char(out, '\n');
}

/* -- sighting list -- */

static bool read_query(struct db *db, const struct cmd *cmd, struct sighting_query *query,
    struct arena *arena, struct err *err)
{
    struct account account = {0};
    size_t limit = LIMIT_DEFAULT;
    if (!cmd_read_limit(cmd, LIMIT_MOST, &limit, err))
        return false;
    *query = (struct sighting_query){.kind = -1,
        .words = text_of(cmd_get(cmd, "text")),
        .vulnerability = text_of(cmd_get(cmd, "vulnerability")),
        .has_corrected = cmd_has(cmd, "corrected"),
        .before_id = INT64_MAX,
        .limit = limit};
    if (!read_kind(cmd, &query->kind, err) ||
        !actor_cmd_read_team(db, cmd, RIGHT_SIGHTING_READ, arena, &query->team_id, err) ||
        !actor_cmd_read_account(db, cmd, "person", arena, &account, err) ||
        !cmd_read_time(cmd, "from", &query->since_us, err) ||
        !cmd_read_time(cmd, "to", &query->until_us, err))
        return false;
    query->account_id = account.id;
    return true;
}

static struct text where_of(const struct sighting *sighting)
{
    if (sighting->service_name.len)
        return sighting->service_name;
    return sighting->asset.len ? sighting->asset : TEXT("outside");
}

static void print_table(
    const struct sighting *sightings, size_t count, struct arena *arena, struct buf *out)
{
    static const char *const heads[] = {
        "SIGHTING", "SEEN", "KIND", "VALUE", "WHERE", "WHO", "SURE", "SEVERITY"};
    struct scan_grid grid;
    scan_grid_init(&grid, heads, LEN_OF(heads), count);
    for (size_t i = 0; i < count; i++) {
        const struct sighting *one = &sightings[i];
        char at[CLOCK_TEXT_SIZE];
        const struct text cells[] = {arena_format(arena, "%lld", (long long)one->id),
            arena_text(arena, text_of(clock_print(one->seen_us, at))),
            one->indicator_type.len ? one->indicator_type : text_of(sighting_kind_name(one->kind)),
            text_front(one->value, 60), where_of(one), one->account_name, one->confidence,
            one->severity};
        for (size_t column = 0; column < LEN_OF(cells); column++)
            scan_grid_set(&grid, i + 1, column, cells[column]);
    }
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
}

static bool list(struct db_cmd *it, struct err *err)
{
    struct sighting_query query;
    struct sighting *sightings;
    size_t count;
    if (!read_query(it->db, it->cmd, &query, &it->arena, err) ||
        !sighting_list(it->db, &actor_cmd_everybody, &query, &it->arena, &sightings, &count, err))
        return false;
    if (!cmd_has(it->cmd, "json"))
        print_table(sightings, count, &it->arena, &it->out);
    for (size_t i = 0; cmd_has(it->cmd, "json") && i < count; i++)
        print_line(&it->out, &sightings[i]);
    return true;
}

static int run_list(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 0, list);
}

static const struct cmd_option list_options[] = {
    {"text", "TEXT", "with that in what was seen, the text, the place or a name", 0},
    {"kind", "KIND", "vulnerability, indicator or other", 0},
    {"vulnerability", "ID", "of that flaw, by any of its ids", 0},
    {"person", "NAME", "what that account saw", 0},
    {"team", "NAME", "of that team", 0},
    {"from", "TIME", "seen from that time on, a date or RFC 3339", 0},
    {"to", "TIME", "seen before that time", 0},
    {"corrected", NULL, "what was corrected too", 0},
    {"limit", "N", "the newest N (default: 50)", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print JSON, a sighting on each line", 0},
    {0},
};

const struct cmd_row sighting_cmd_list = {
    .name = "sighting list",
    .brief = "list what was seen, what was written down last first",
    .help = "  kenzen sighting list --team Payments --kind indicator\n"
            "  kenzen sighting list --vulnerability CVE-2021-44228 --json",
    .options = list_options,
    .run = run_list,
};

/* -- sighting add -- */

static bool find_service(struct db *db, const struct cmd *cmd, struct arena *arena,
    struct sighting *sighting, struct err *err)
{
    struct service service;
    const char *given = cmd_get(cmd, "service");
    if (!given)
        return true;
    if (!service_find_name(db, &actor_cmd_everybody, sighting->team_id, text_of(given),
            RIGHT_SERVICE_READ, arena, &service, err))
        return err_add(err, "--service %s", given);
    sighting->service_id = service.id;
    return true;
}

static struct text text_or(const struct cmd *cmd, const char *option, struct text usual)
{
    const char *given = cmd_get(cmd, option);
    return given ? text_of(given) : usual;
}

static bool read_sighting(struct db *db, const struct cmd *cmd, struct sighting *sighting,
    struct arena *arena, struct err *err)
{
    struct account saw = {0};
    int kind = -1;
    const char *corrects = cmd_get(cmd, "corrects");
    if (!cmd_has(cmd, "kind"))
        return err_set(err, ERR_USAGE, "--kind: is missing");
    if (corrects && !text_read_i64(text_of(corrects), &sighting->corrects_id))
        return err_set(err, ERR_USAGE, "--corrects %s: is no id", corrects);
    if (!cmd_has(cmd, "team") && !corrects)
        return err_set(err, ERR_USAGE, "--team: is missing");
    if (!read_kind(cmd, &kind, err) ||
        !actor_cmd_read_team(db, cmd, RIGHT_SIGHTING_READ, arena, &sighting->team_id, err) ||
        !find_service(db, cmd, arena, sighting, err) ||
        !actor_cmd_read_account(db, cmd, "for", arena, &saw, err) ||
        !cmd_read_time(cmd, "at", &sighting->seen_us, err))
        return false;
    sighting->kind = (enum sighting_kind)kind;
    sighting->account_id = saw.id;
    sighting->value = text_of(cmd->words[0]);
    if (sighting->value.len > LIMIT_SIGHTING_VALUE_BYTES)
        return err_set(
            err, ERR_LIMIT, "VALUE: has more than %zu bytes", LIMIT_SIGHTING_VALUE_BYTES);
    sighting->indicator_type = text_or(cmd, "type", TEXT(""));
    sighting->asset = text_or(cmd, "asset", TEXT(""));
    sighting->told_by = text_or(cmd, "told-by", TEXT(""));
    sighting->text = text_or(cmd, "text", TEXT(""));
    sighting->confidence = text_or(cmd, "confidence", TEXT("medium"));
    sighting->severity = text_or(cmd, "severity", TEXT("unknown"));
    return true;
}

static bool add(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    struct sighting sighting = {0};
    if (!actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) ||
        !read_sighting(it->db, it->cmd, &sighting, &it->arena, err))
        return false;
    if (!sighting_mark(it->db, &who, &sighting, it->now_us, err) ||
        !sighting_find(it->db, &actor_cmd_everybody, sighting.id, &it->arena, &sighting, err))
        return false;
    if (cmd_has(it->cmd, "json"))
        print_line(&it->out, &sighting);
    else
        buf_format(&it->out, "marked %lld\n", (long long)sighting.id);
    return true;
}

static int run_add(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, add);
}

static const struct cmd_option add_options[] = {
    {"by", "NAME", "the account that writes it down", 0},
    {"for", "NAME", "the account that saw it, a member of the team (default: --by)", 0},
    {"kind", "KIND", "vulnerability, indicator or other", 0},
    {"type", "TYPE", "of an indicator: ipv4, ipv6, domain, url, email, file_hash, file_name, other",
        0},
    {"team", "NAME", "the team that it is of", 0},
    {"service", "NAME", "the service where it was seen", 0},
    {"asset", "NAME", "another place of ours where it was seen", 0},
    {"told-by", "NAME", "who told, when it came from outside", 0},
    {"at", "TIME", "when it was seen (default: now)", 0},
    {"confidence", "WORD", "low, medium or high (default: medium)", 0},
    {"severity", "WORD", "unknown, low, medium, high or critical (default: unknown)", 0},
    {"text", "TEXT", "what else there is to say", 0},
    {"corrects", "SIGHTING", "the sighting that this one corrects", 0},
    DB_CMD_OPTIONS,
    {"json", NULL, "print the sighting as JSON", 0},
    {0},
};

const struct cmd_row sighting_cmd_add = {
    .name = "sighting add",
    .args = "VALUE",
    .brief = "write down what somebody saw",
    .help =
        "Sightings are only added to: who was wrong corrects one by another. An action may name one as its\n"
        "ground: kenzen action add … --ground sighting:ID\n"
        "\n"
        "  kenzen sighting add 203.0.113.7 --kind indicator --type ipv4 --by aiko --team Payments \\\n"
        "    --told-by JPCERT/CC --confidence high",
    .options = add_options,
    .run = run_add,
};
