/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/vex_export_cmd.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "sbom/service.h"
#include "store/db_cmd.h"
#include "ticket/ticket_vex_out.h"
#include "vex/vex_write.h"

static const struct cmd_option options[] = {
    DB_CMD_OPTIONS,
    {"format", "FORMAT", "openvex (the default), csaf or cyclonedx", 0},
    {"part", "PART", "only of this part of the service", 0},
    {"output", "FILE", "write to FILE instead of standard output", 'o'},
    {0},
};

static bool read_format(const struct cmd *cmd, enum vex_format *ret_format, struct err *err)
{
    const char *word = cmd_get(cmd, "format");
    *ret_format = VEX_OPENVEX;
    return !word || vex_format_find(text_of(word), ret_format) ||
           err_set(err, ERR_USAGE, "--format: \"%s\" is none of openvex, csaf and cyclonedx", word);
}

/* Who may read the database file or knows its password sees all teams. */
static bool find_scope(const struct cmd *cmd, struct db *db, struct arena *arena,
    struct vex_scope *ret_scope, struct text *ret_team, struct err *err)
{
    static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};
    struct service service;
    struct text name = text_of(cmd->words[0]), part = text_of(cmd_get(cmd, "part"));
    int64_t id;
    bool is_found =
        text_read_i64(name, &id)
            ? service_find(db, &everybody, id, RIGHT_SERVICE_READ, arena, &service, err)
            : service_find_name(db, &everybody, 0, name, RIGHT_SERVICE_READ, arena, &service, err);
    if (!is_found)
        return false;
    *ret_scope = (struct vex_scope){.team_id = service.team_id, .service_id = service.id};
    *ret_team = service.team_name;
    return !part.len || service_part_named(db, service.id, part, &ret_scope->part_id, err);
}

static int run(const struct cmd *cmd)
{
    struct err err = {0};
    struct arena arena;
    struct db *db = NULL;
    struct vex vex;
    struct vex_scope scope;
    struct text team;
    enum vex_format format;
    struct buf out;
    const char *path = cmd_get(cmd, "output");
    arena_init(&arena, LIMIT_VEX_ARENA);
    buf_init(&out, SIZE_MAX);
    bool is_done =
        cmd_check_words(cmd, 1, 1, &err) && read_format(cmd, &format, &err) &&
        db_cmd_open(&db, cmd, &arena, &err) && find_scope(cmd, db, &arena, &scope, &team, &err) &&
        ticket_vex_out(&vex, db, &scope, team, clock_now_us(), &arena, &err) &&
        vex_write(&out, format, &vex, &err) && file_write(path ? path : "-", buf_text(&out), &err);
    db_free(db);
    buf_done(&out);
    arena_done(&arena);
    return is_done ? 0 : cmd_fail(&err);
}

const struct cmd_row vex_export_cmd = {
    .name = "vex export",
    .args = "SERVICE",
    .brief = "print what a team decided about the flaws of a service, as VEX",
    .help =
        "SERVICE is its name or id. Made of its tickets: not affected with a justification, affected with what to do,\n"
        "fixed, and under investigation (docs/vex.md). Reads the database of 'kenzen serve', which may run meanwhile.\n"
        "A CycloneDX document is of one product: name a --part where the service has several.\n\n"
        "  kenzen vex export checkout --format csaf -o checkout.csaf.json",
    .options = options,
    .run = run,
};
