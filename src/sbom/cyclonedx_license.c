/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/cyclonedx_license.h"

#include "base/limits.h"
#include "codec/base64.h"
#include "domain/license_list.h"
#include "sbom/cyclonedx_check.h"

enum { SHOWN_BYTES = 60 };

/* Databases refuse a NUL. */
static struct text sound(struct text t)
{
    return text_find(t, '\0') < 0 ? t : (struct text){"", 0};
}

struct text cyclonedx_license_name(yyjson_val *choice)
{
    yyjson_val *license = json_get(choice, "license");
    struct text name = json_get_text(choice, "expression");
    if (!name.len)
        name = json_get_text(license, "id");
    if (!name.len)
        name = json_get_text(license, "name");
    return sound(name);
}

static bool is_acknowledged(yyjson_val *choice, const char *how)
{
    yyjson_val *license = json_get(choice, "license");
    return text_is(json_get_text(license ? license : choice, "acknowledgement"), how);
}

/* -- what is odd -- */

/* The standard takes ids from a list, in its spelling. */
static void check_id(struct sbom_build *build, const struct json_place *at, struct text id)
{
    const struct license_list_row *row = license_list_find(id);
    if (id.len && !(row && text_is(id, row->id)))
        sbom_build_odd(build, at, "id", "\"%.*s\" is no id of the SPDX list",
            TEXT_ARG(text_slice(id, 0, SHOWN_BYTES)));
}

static void check_license(
    struct sbom_build *build, const struct json_place *at, yyjson_val *license)
{
    struct text id = cyclonedx_check_text(build, at, "id", json_get(license, "id"));
    struct text name = cyclonedx_check_text(build, at, "name", json_get(license, "name"));
    check_id(build, at, id);
    if (id.len && name.len)
        sbom_build_odd(build, at, NULL, "has both an id and a name");
    else if (!id.len && !name.len)
        sbom_build_odd(build, at, NULL, "has neither an id nor a name");
}

/* Up to 1.6 an expression stands alone. */
static void check_list(
    struct sbom_build *build, const struct json_place *list, size_t count, bool has_expression)
{
    if (has_expression && count > 1 && !text_is(build->sbom->spec_version, "1.7"))
        sbom_build_odd(build, list, NULL, "an expression beside other licences, before 1.7");
}

/* -- texts of licences -- */

static struct text decode(struct sbom_build *build, struct text content)
{
    struct text text = {"", 0};
    struct buf out;
    buf_init(&out, LIMIT_SBOM_FACT_BYTES);
    if (base64_read(&out, content) && text_find_bad_utf8(buf_text(&out)) < 0)
        text = sound(arena_text(build->arena, buf_text(&out)));
    buf_done(&out);
    return text;
}

static void read_text(
    struct sbom_build *build, yyjson_val *license, const struct json_place *up, uint32_t component)
{
    struct json_place at = {.up = up, .key = "text"};
    yyjson_val *value = json_get(license, "text");
    if (!value || !cyclonedx_check_object(build, &at, value))
        return;
    struct text encoding =
        cyclonedx_check_text(build, &at, "encoding", json_get(value, "encoding"));
    struct text content = cyclonedx_check_text(build, &at, "content", json_get(value, "content"));
    struct text name = json_get_text(license, "id");
    cyclonedx_check_word(build, &at, "encoding", CYCLONEDX_CHECK_ENCODING, encoding);
    if (text_is(encoding, "base64"))
        content = decode(build, content);
    sbom_build_fact(build, component, SBOM_FACT_LICENSE_TEXT,
        name.len ? name : json_get_text(license, "name"), text_trim(content));
}

/* -- the list -- */

/* Returns whether this is an expression. */
static bool read_choice(
    struct sbom_build *build, yyjson_val *choice, const struct json_place *at, uint32_t component)
{
    struct json_place inner = {.up = at, .key = "license"};
    yyjson_val *license = json_get(choice, "license");
    struct text expression =
        cyclonedx_check_text(build, at, "expression", json_get(choice, "expression"));
    if (license && expression.len)
        sbom_build_odd(build, at, NULL, "is both a licence and an expression");
    else if (!license && !expression.len)
        sbom_build_odd(build, at, NULL, "is neither a licence nor an expression");
    if (license && cyclonedx_check_object(build, &inner, license)) {
        check_license(build, &inner, license);
        read_text(build, license, &inner, component);
    }
    return expression.len != 0;
}

/* Joins the names of those entries that are, or are not, acknowledged as declared. */
static struct text join(struct sbom_build *build, yyjson_val *list, bool is_all, bool is_declared)
{
    yyjson_val *choice;
    size_t i, count;
    buf_cut(&build->scratch, 0);
    yyjson_arr_foreach(list, i, count, choice)
    {
        if (!is_all && is_acknowledged(choice, "declared") != is_declared)
            continue;
        struct text name = cyclonedx_license_name(choice);
        bool is_choice = json_get(choice, "expression") && text_find_text(name, TEXT(" OR ")) >= 0;
        if (name.len && build->scratch.len)
            buf_add_z(&build->scratch, " AND ");
        buf_format(
            &build->scratch, is_choice ? "(%.*s)" : "%.*s", TEXT_ARG(name)); /* AND binds closer */
    }
    return build->scratch.len ? arena_text(build->arena, buf_text(&build->scratch))
                              : (struct text){"", 0};
}

void cyclonedx_license_read(struct cyclonedx_license *ret_license, struct sbom_build *build,
    yyjson_val *value, const struct json_place *up, uint32_t component)
{
    struct json_place list = {.up = up, .key = "licenses"};
    yyjson_val *array = cyclonedx_check_array(build, up, "licenses", value), *choice;
    bool has_expression = false, has_concluded = false;
    size_t i, count;
    *ret_license = (struct cyclonedx_license){{"", 0}, {"", 0}};
    yyjson_arr_foreach(array, i, count, choice)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!cyclonedx_check_object(build, &at, choice))
            continue;
        has_expression |= read_choice(build, choice, &at, component);
        has_concluded |= is_acknowledged(choice, "concluded");
    }
    check_list(build, &list, yyjson_arr_size(array), has_expression);
    if (yyjson_arr_size(array) == 1) {
        ret_license->concluded = cyclonedx_license_name(yyjson_arr_get_first(array));
    } else if (yyjson_arr_size(array) > 1) {
        ret_license->concluded = join(build, array, !has_concluded, false);
        if (has_concluded)
            ret_license->declared = join(build, array, false, true);
    }
}
