/* SPDX-License-Identifier: Apache-2.0 */
#include "app/bom_form.h"

#include <stddef.h>

#include "base/limits.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "codec/multipart.h"

/* What the fields are called, and where they go; the SBOM comes last. Others (parentName, isLatest …) mean nothing here. */
static const struct field {
    const char *name;
    size_t offset;
} fields[] = {
    {"project", offsetof(struct bom_form, project)},
    {"projectName", offsetof(struct bom_form, name)},
    {"projectVersion", offsetof(struct bom_form, version)},
    {"projectTags", offsetof(struct bom_form, tags)},
    {"autoCreate", offsetof(struct bom_form, auto_create)},
    {"filename", offsetof(struct bom_form, file_name)}, /* of the file, which is no field */
};

static struct text *slot(struct bom_form *form, const struct field *field)
{
    return (struct text *)(void *)((char *)form + field->offset);
}

static const struct field *find_field(struct text name)
{
    for (size_t i = 0; i < LEN_OF(fields); i++)
        if (text_is(name, fields[i].name))
            return &fields[i];
    return NULL;
}

static bool check_value(const char *name, struct text value, struct err *err)
{
    if (value.len > LIMIT_API_TEXT_BYTES)
        return err_set(err, ERR_LIMIT, "%s: is longer than %zu bytes", name, LIMIT_API_TEXT_BYTES);
    return (text_find_bad_utf8(value) < 0 && text_find(value, '\0') < 0) ||
           err_set(err, ERR_SYNTAX, "%s: is not UTF-8", name);
}

/* -- in the worker: the fields as length and bytes, in the table's order, then the SBOM -- */

static void write_text(struct buf *out, struct text t)
{
    uint64_t len = t.len;
    buf_add(out, (struct text){(const char *)&len, sizeof len});
    buf_add(out, t);
}

static bool write_fields(struct bom_form *form, struct buf *out, struct err *err)
{
    for (size_t i = 0; i < LEN_OF(fields); i++) {
        if (!check_value(fields[i].name, *slot(form, &fields[i]), err))
            return false;
        write_text(out, *slot(form, &fields[i]));
    }
    return true;
}

/* Tags are objects with a name; some clients send texts. */
static void join_tags(yyjson_val *list, struct buf *tags)
{
    size_t i, count;
    yyjson_val *item;
    yyjson_arr_foreach(list, i, count, item)
    {
        struct text tag = json_get_text(item, "name");
        if (tag.len || json_text(item, &tag)) {
            buf_add_z(tags, tags->len ? "," : "");
            buf_add(tags, tag);
        }
    }
}

static bool read_json_field(
    yyjson_val *root, const struct field *field, struct bom_form *form, struct err *err)
{
    yyjson_val *value = json_get(root, field->name);
    struct text *at = slot(form, field);
    if (!value || yyjson_is_null(value) || yyjson_is_arr(value) || json_text(value, at))
        return true;
    if (!yyjson_is_bool(value))
        return err_set(
            err, ERR_SYNTAX, "%s: must be a string, not %s", field->name, json_kind(value));
    *at = yyjson_get_bool(value) ? TEXT("true") : TEXT("false");
    return true;
}

static bool write_json(yyjson_val *root, struct buf *out, struct err *err)
{
    struct bom_form form = {.bom = {"", 0}};
    struct buf tags;
    bool is_fine = yyjson_is_obj(root) ||
                   err_set(err, ERR_SYNTAX, "must be an object, not %s", json_kind(root));
    for (size_t i = 0; is_fine && i < LEN_OF(fields); i++)
        is_fine = read_json_field(root, &fields[i], &form, err);
    if (is_fine && !json_text(json_get(root, "bom"), &form.bom))
        is_fine = err_set(
            err, ERR_SYNTAX, "bom: must be a string, not %s", json_kind(json_get(root, "bom")));
    if (!is_fine)
        return false;
    buf_init(&tags, LIMIT_API_TEXT_BYTES + 1);
    join_tags(json_get(root, "projectTags"), &tags);
    if (tags.len)
        form.tags = buf_text(&tags);
    is_fine = buf_check(&tags, err) && write_fields(&form, out, err);
    buf_done(&tags);
    return is_fine &&
           (base64_read(out, form.bom) || err_set(err, ERR_SYNTAX, "bom: is not Base64"));
}

bool bom_form_run_json(struct text name, struct text input, struct buf *out, struct err *err)
{
    struct json json = {0};
    (void)name;
    bool is_done = json_read(&json, input, err) && write_json(json_root(&json), out, err);
    json_done(&json);
    return is_done || err_add(err, "body");
}

/* A field may come twice: of a text the last one counts, of the SBOM a second one is refused. */
static bool take_part(
    struct bom_form *form, const struct multipart_part *part, bool *has_bom, struct err *err)
{
    const struct field *field = find_field(part->name);
    if (field && !text_is(part->name, "filename"))
        *slot(form, field) = text_trim(part->body);
    if (!text_is(part->name, "bom"))
        return true;
    if (*has_bom)
        return err_set(err, ERR_UNSUPPORTED, "bom: there are two; send them one by one");
    *has_bom = true;
    form->bom = part->body;
    form->file_name = part->file_name;
    return true;
}

bool bom_form_run_multipart(struct text name, struct text input, struct buf *out, struct err *err)
{
    struct multipart multipart;
    struct multipart_part part;
    struct bom_form form = {.bom = {"", 0}};
    struct err why = {.code = ERR_NONE};
    bool has_bom = false;
    if (!multipart_init(&multipart, name, input, err))
        return false;
    while (multipart_next(&multipart, &part, &why))
        if (!take_part(&form, &part, &has_bom, err))
            return err_add(err, "body");
    if (why.code != ERR_NONE)
        return err_set(err, why.code, "body: %s", why.text);
    if (!has_bom)
        return err_set(err, ERR_SYNTAX, "body: bom: is missing");
    if (!write_fields(&form, out, err))
        return err_add(err, "body");
    buf_add(out, form.bom);
    return true;
}

/* -- in the server -- */

static bool cut_text(struct text *rest, struct text *ret_text)
{
    uint64_t len;
    if (rest->len < sizeof len)
        return false;
    memcpy(&len, rest->at, sizeof len);
    *rest = text_from(*rest, sizeof len);
    if (len > rest->len)
        return false;
    *ret_text = text_slice(*rest, 0, (size_t)len);
    *rest = text_from(*rest, (size_t)len);
    return true;
}

/* Another process's word: everything is checked again. */
static bool read_fields(struct bom_form *form, struct err *err)
{
    struct text rest = form->sealed.bytes;
    for (size_t i = 0; i < LEN_OF(fields); i++) {
        struct text *at = slot(form, &fields[i]);
        if (!cut_text(&rest, at))
            return err_set(err, ERR_SYNTAX, "body: could not be read");
        if (!check_value(fields[i].name, *at, err))
            return false;
    }
    form->bom = rest;
    return true;
}

bool bom_form_read(struct bom_form *ret_form, struct worker_pool *workers, struct text content_type,
    int fd, struct err *err)
{
    struct bom_form form = {.bom = {"", 0}};
    struct text rest = content_type;
    bool is_json = text_is_nocase(text_trim(text_cut(&rest, ';')), "application/json");
    if (!worker_run(workers, is_json ? BOM_FORM_JSON_KIND : BOM_FORM_MULTIPART_KIND,
            is_json ? TEXT("body") : content_type, fd, &form.sealed, err))
        return false;
    if (!read_fields(&form, err)) {
        sealed_done(&form.sealed);
        return false;
    }
    *ret_form = form;
    return true;
}

void bom_form_done(struct bom_form *form)
{
    sealed_done(&form->sealed);
}
