/* SPDX-License-Identifier: Apache-2.0 */
#include "app/bom_api.h"

#include "app/app.h"
#include "app/bom_form.h"
#include "app/bom_uuid.h"
#include "app/upload.h"
#include "base/limits.h"
#include "net/http_body.h"
#include "sbom/sbom_api.h"
#include "sbom/service.h"

/* The Dependency-Track whose calls these are: clients go by it. */
static const char spoken_version[] = "4.12.0";

/* It answers what it cannot take by 400. */
static bool fail_as_it_does(struct err *err)
{
    if (err && err->code == ERR_USAGE)
        err->code = ERR_SYNTAX;
    return false;
}

static struct text uuid_of(struct api_call *call, enum bom_uuid_kind kind, int64_t id)
{
    char at[BOM_UUID_SIZE];
    return arena_text(call->arena, bom_uuid_print(kind, id, at));
}

/* -- upload -- */

/* "team:Payments" and "part:image" among the tags say what Dependency-Track has no field for. */
static void read_tags(struct text tags, struct upload_place *place)
{
    static const struct text team = {"team:", 5}, part = {"part:", 5};
    while (tags.at) {
        struct text tag = text_trim(text_cut(&tags, ','));
        if (text_starts(tag, team))
            place->team = text_trim(text_from(tag, team.len));
        else if (text_starts(tag, part))
            place->part = text_trim(text_from(tag, part.len));
    }
}

static bool read_place(const struct bom_form *form, struct upload_place *place, struct err *err)
{
    struct text project = text_trim(form->project);
    place->part = TEXT(SERVICE_MAIN_PART);
    place->service = text_trim(form->name);
    place->makes_service = text_is_nocase(text_trim(form->auto_create), "true");
    read_tags(form->tags, place);
    if (project.len && !bom_uuid_read(project, BOM_UUID_SERVICE, &place->service_id))
        return err_set(err, ERR_NOT_FOUND, "project: there is no such project");
    return project.len || place->service.len ||
           err_set(err, ERR_USAGE, "project or projectName: is missing");
}

/* The SBOM becomes a file again, as the one that comes in an upload is. */
static bool keep_bom(
    struct api_call *call, struct text bom, struct http_body *ret_file, struct err *err)
{
    struct http_body file;
    http_body_init(&file, LIMIT_SBOM_BYTES);
    bool is_kept = http_body_to_file(&file, call->tools->app->config.data, err);
    if (is_kept && !(http_body_add(&file, bom) && !file.is_failed))
        is_kept = err_set(err, file.why.code, "%s", file.why.text);
    if (is_kept)
        *ret_file = file;
    else
        http_body_done(&file);
    return is_kept;
}

static bool store(struct api_call *call, const struct bom_form *form,
    const struct upload_place *place, struct text *ret_token, struct err *err)
{
    struct arena arena;
    struct http_body file;
    struct upload_outcome outcome;
    struct text version = text_trim(form->version), name = text_trim(form->file_name);
    if (version.len && !upload_check_name(version, "projectVersion", err))
        return false;
    if (!keep_bom(call, form->bom, &file, err))
        return false;
    struct upload_order order = {.fd = file.fd,
        .file_name = name.len && upload_check_name(name, "filename", NULL) ? name : TEXT("bom"),
        .note = version};
    arena_init(&arena, LIMIT_SBOM_ARENA);
    bool is_done = upload_take(call, place, &order, &arena, &outcome, err);
    if (is_done)
        *ret_token = uuid_of(call, BOM_UUID_SBOM, outcome.row.id);
    arena_done(&arena);
    http_body_done(&file);
    return is_done;
}

static bool take_form(struct api_call *call, struct text *ret_token, struct err *err)
{
    struct bom_form form;
    struct upload_place place = {.team = {"", 0}};
    if (call->request->body_fd < 0)
        return err_set(err, ERR_SYNTAX, "the body is empty");
    if (!bom_form_read(&form, call->tools->workers, http_header(call->request, "Content-Type"),
            call->request->body_fd, err))
        return false;
    bool is_done = read_place(&form, &place, err) && upload_find(call, &place, err) &&
                   store(call, &form, &place, ret_token, err);
    bom_form_done(&form);
    return is_done;
}

static bool take_bom(struct api_call *call, struct err *err)
{
    struct text token;
    if (!take_form(call, &token, err))
        return fail_as_it_does(err);
    json_print_open(&call->reply->body, '{');
    json_print_member(&call->reply->body, "token", token);
    json_print_close(&call->reply->body, '}');
    return true;
}

/* -- waiting -- */

/* The token is of an SBOM that was stored and matched before its upload was answered: there is nothing left to do. */
static bool show_token(struct api_call *call, struct err *err)
{
    int64_t id;
    struct sbom_row row;
    if (!bom_uuid_read(http_param(call->request, "token"), BOM_UUID_SBOM, &id))
        return err_set(err, ERR_NOT_FOUND, "there is no such token");
    if (!sbom_api_find(call, id, RIGHT_SERVICE_READ, &row, err))
        return false;
    json_print_open(&call->reply->body, '{');
    json_print_member_bool(&call->reply->body, "processing", false);
    json_print_close(&call->reply->body, '}');
    return true;
}

/* -- projects -- */

/* Versions of a project are not told apart: each is the service, and the version is the one asked for. */
static bool look_up(struct api_call *call, struct err *err)
{
    struct buf *out = &call->reply->body;
    struct text name = {"", 0}, version = {"", 0};
    struct service service;
    http_query(call->request, "name", &name);
    http_query(call->request, "version", &version);
    if (!upload_check_name(text_trim(name), "name", err) ||
        !service_find_name(call->db, &call->who, 0, text_trim(name), RIGHT_SERVICE_READ,
            call->arena, &service, err))
        return fail_as_it_does(err);
    json_print_open(out, '{');
    json_print_member(out, "name", service.name);
    json_print_member(out, "version", version);
    json_print_member(out, "uuid", uuid_of(call, BOM_UUID_SERVICE, service.id));
    json_print_member_bool(out, "active", true);
    json_print_close(out, '}');
    return true;
}

static bool show_version(struct api_call *call, struct err *err)
{
    struct buf *out = &call->reply->body;
    (void)err;
    json_print_open(out, '{');
    json_print_member_z(out, "application", "kenzen " KENZEN_VERSION);
    json_print_member_z(out, "version", spoken_version);
    json_print_close(out, '}');
    return true;
}

const struct api_route bom_api_routes[] = {
    {"PUT", "/api/v1/bom", RIGHT_SBOM_UPLOAD, take_bom, API_UPLOAD},
    {"POST", "/api/v1/bom", RIGHT_SBOM_UPLOAD, take_bom, API_UPLOAD},
    {"GET", "/api/v1/bom/token/{token}", RIGHT_SERVICE_READ, show_token, 0},
    {"GET", "/api/v1/event/token/{token}", RIGHT_SERVICE_READ, show_token, 0},
    {"GET", "/api/v1/project/lookup", RIGHT_SERVICE_READ, look_up, 0},
    {"GET", "/api/version", RIGHT_ANYONE, show_version, 0},
    {0},
};
