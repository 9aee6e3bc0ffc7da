/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/vex.h"

#include "base/file.h"
#include "base/limits.h"
#include "codec/unpack.h"
#include "domain/version.h"
#include "vex/csaf.h"
#include "vex/cyclonedx_vex.h"
#include "vex/openvex.h"

/* How a format is known by its content, and read. */
static const struct {
    const char *name, *word;
    bool (*is)(yyjson_val *root);
    bool (*read)(struct vex_build *build, yyjson_val *root, struct err *err);
} formats[VEX_FORMATS] = {
    [VEX_OPENVEX] = {"OpenVEX", "openvex", openvex_is, openvex_read},
    [VEX_CSAF] = {"CSAF", "csaf", csaf_is, csaf_read},
    [VEX_CYCLONEDX] = {"CycloneDX", "cyclonedx", cyclonedx_vex_is, cyclonedx_vex_read},
};

const char *vex_format_name(enum vex_format format)
{
    return formats[format].name;
}

const char *vex_format_word(enum vex_format format)
{
    return formats[format].word;
}

bool vex_format_find(struct text word, enum vex_format *ret_format)
{
    for (int i = 0; i < VEX_FORMATS; i++)
        if (text_is(word, formats[i].word)) {
            *ret_format = (enum vex_format)i;
            return true;
        }
    return false;
}

/* -- reading -- */

static bool read_root(struct vex *vex, yyjson_val *root, struct arena *arena, struct err *err)
{
    int format = 0;
    while (format < VEX_FORMATS && !formats[format].is(root))
        format++;
    if (format == VEX_FORMATS)
        return err_set(err, ERR_UNSUPPORTED, "is JSON, but no OpenVEX, CSAF or CycloneDX document");
    struct vex_build build;
    vex->format = (enum vex_format)format;
    vex_build_init(&build, vex, arena);
    bool is_read = formats[format].read(&build, root, err) && vex_build_finish(&build, err);
    vex_build_done(&build);
    return is_read;
}

static bool read_plain(struct vex *vex, struct text bytes, struct arena *arena, struct err *err)
{
    struct json json;
    if (bytes.len > LIMIT_VEX_BYTES)
        return err_set(
            err, ERR_LIMIT, "larger than the %zu MiB that VEX may have", LIMIT_VEX_BYTES >> 20);
    char *at = arena_take_raw(arena, bytes.len + YYJSON_PADDING_SIZE);
    if (!at)
        return arena_check(arena, err);
    if (bytes.len)
        memcpy(at, bytes.at, bytes.len);
    memset(at + bytes.len, 0, YYJSON_PADDING_SIZE);
    if (!json_read_in_place(&json, at, bytes.len, bytes, err))
        return false;
    bool is_read = read_root(vex, json_root(&json), arena, err);
    json_done(&json);
    return is_read;
}

static bool read_any(struct vex *vex, struct text bytes, struct arena *arena, struct err *err)
{
    struct buf out;
    if (!unpack_is_packed(bytes))
        return read_plain(vex, bytes, arena, err);
    buf_init(&out, LIMIT_VEX_BYTES);
    bool is_read = unpack_read(&out, bytes, err) && read_plain(vex, buf_text(&out), arena, err);
    buf_done(&out);
    return is_read;
}

bool vex_read(
    struct vex *ret_vex, struct text name, struct text bytes, struct arena *arena, struct err *err)
{
    struct vex vex = {0};
    if (!read_any(&vex, bytes, arena, err))
        return err_add(err, "%.*s", TEXT_ARG(name));
    *ret_vex = vex;
    return true;
}

bool vex_read_file(struct vex *ret_vex, const char *path, struct arena *arena, struct err *err)
{
    struct buf bytes;
    buf_init(&bytes, LIMIT_VEX_BYTES + 1);
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    bool is_read = file_read(&bytes, path, err) &&
                   vex_read(ret_vex, text_of(name), buf_text(&bytes), arena, err);
    buf_done(&bytes);
    return is_read;
}

/* -- statements and editions -- */

static bool is_cve(struct text id)
{
    return text_starts(id, TEXT("CVE-")) || text_starts(id, TEXT("cve-"));
}

/* The names of a statement: its vulnerability, then its aliases. */
static struct text name_at(const struct vex_statement *statement, size_t i)
{
    return i == 0 ? statement->vulnerability : statement->aliases[i - 1];
}

static bool has_cve(const struct vex_statement *statement)
{
    for (size_t i = 0; i <= statement->alias_count; i++)
        if (is_cve(name_at(statement, i)))
            return true;
    return false;
}

static bool has_name(const struct vex_statement *statement, struct text id)
{
    for (size_t i = 0; i <= statement->alias_count; i++)
        if (text_eq_nocase(name_at(statement, i), id))
            return true;
    return false;
}

bool vex_names(const struct vex_statement *statement, struct text id, const struct text *aliases,
    size_t alias_count)
{
    if (has_name(statement, id))
        return true;
    if (is_cve(id) && has_cve(statement))
        return false;
    for (size_t i = 0; i < alias_count; i++)
        if (has_name(statement, aliases[i]))
            return true;
    return false;
}

struct text vex_product_iri(struct text name, struct text version, struct arena *arena)
{
    struct text plain = arena_join(arena, name, "@", version);
    struct buf iri;
    buf_init(&iri, SIZE_MAX);
    buf_add_z(&iri, "urn:kenzen:product:");
    for (size_t i = 0; i < plain.len; i++) {
        char c = plain.at[i];
        if (text_is_alpha(c) || text_is_digit(c) || strchr("-._~@", c))
            buf_add_char(&iri, c);
        else
            buf_format(&iri, "%%%02X", (unsigned)(unsigned char)c);
    }
    struct text kept = arena_text(arena, buf_text(&iri));
    buf_done(&iri);
    return kept;
}

bool vex_replaces(const struct vex *newer, const struct vex *older)
{
    int order = 0;
    struct err none;
    if (!newer->id.len || newer->format != older->format || !text_eq(newer->id, older->id) ||
        !text_eq_nocase(newer->author, older->author))
        return false;
    bool is_ordered =
        newer->version.len && older->version.len &&
        version_compare(VERSION_GENERIC, newer->version, older->version, &order, &none);
    return is_ordered && order != 0 ? order > 0 : newer->said_us > older->said_us;
}
