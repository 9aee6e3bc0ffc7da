/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_write.h"

#include "base/limits.h"
#include "codec/json.h"
#include "codec/yaml.h"
#include "sbom/sbom_writer.h"

/* Each is the JSON of its standard, laid out for people, or in another form. */
static const struct target {
    const char *name;
    enum sbom_format format;
    bool (*write)(struct sbom_writer *writer, struct err *err);
    void (*lay_out)(struct buf *out, yyjson_val *root, struct sbom_write_lost *lost); /* or NULL */
    const char *media_type, *file_end;
} targets[] = {
    {"cyclonedx-json", SBOM_CYCLONEDX_JSON, sbom_write_cyclonedx_json, NULL,
        "application/vnd.cyclonedx+json", ".cdx.json"},
    {"cyclonedx-xml", SBOM_CYCLONEDX_XML, sbom_write_cyclonedx_json, sbom_write_cyclonedx_xml,
        "application/vnd.cyclonedx+xml", ".cdx.xml"},
    {"spdx-json", SBOM_SPDX_JSON, sbom_write_spdx_json, NULL, "application/spdx+json",
        ".spdx.json"},
    {"spdx-tag", SBOM_SPDX_TAG, sbom_write_spdx_json, sbom_write_spdx_tag, "text/spdx", ".spdx"},
    {"spdx-xml", SBOM_SPDX_XML, sbom_write_spdx_json, sbom_write_spdx_xml, "application/spdx+xml",
        ".spdx.xml"},
    {"spdx-yaml", SBOM_SPDX_YAML, sbom_write_spdx_json, sbom_write_spdx_yaml,
        "application/spdx+yaml", ".spdx.yaml"},
    {"spdx3-json", SBOM_SPDX3_JSON, sbom_write_spdx3_json, NULL, "application/spdx+json",
        ".spdx3.json"},
};

/* What people type for short. */
static const char *const shorts[][2] = {
    {"cyclonedx", "cyclonedx-json"},
    {"spdx", "spdx-json"},
    {"spdx3", "spdx3-json"},
};

static const char *const fact_words[SBOM_FACT_KINDS] = {
    [SBOM_FACT_SUPPLIER] = "supplier",
    [SBOM_FACT_MANUFACTURER] = "manufacturer",
    [SBOM_FACT_AUTHOR] = "author",
    [SBOM_FACT_PUBLISHER] = "publisher",
    [SBOM_FACT_DESCRIPTION] = "description",
    [SBOM_FACT_COPYRIGHT] = "copyright text",
    [SBOM_FACT_COMMENT] = "comment",
    [SBOM_FACT_FILE_NAME] = "file name",
    [SBOM_FACT_HASH] = "hash",
    [SBOM_FACT_REFERENCE] = "external reference",
    [SBOM_FACT_IDENTIFIER] = "further identifier",
    [SBOM_FACT_LICENSE_DECLARED] = "declared licence",
    [SBOM_FACT_LICENSE_TEXT] = "licence text",
    [SBOM_FACT_EVIDENCE] = "piece of evidence",
    [SBOM_FACT_PEDIGREE] = "pedigree",
    [SBOM_FACT_COMPOSITION] = "composition",
    [SBOM_FACT_RELATION] = "relationship",
    [SBOM_FACT_PROPERTY] = "property",
    [SBOM_FACT_SBOM_AUTHOR] = "author of the SBOM",
    [SBOM_FACT_SBOM_SUPPLIER] = "supplier of the SBOM",
    [SBOM_FACT_SBOM_MANUFACTURER] = "manufacturer of the SBOM",
    [SBOM_FACT_SBOM_LIFECYCLE] = "lifecycle",
    [SBOM_FACT_SBOM_LICENSE] = "licence of the SBOM",
    [SBOM_FACT_SBOM_COMMENT] = "comment on the SBOM",
};

static const struct target *find_target(enum sbom_format format)
{
    for (size_t i = 0; i < LEN_OF(targets); i++)
        if (targets[i].format == format)
            return &targets[i];
    return NULL;
}

void sbom_write_spdx_yaml(struct buf *out, yyjson_val *root, struct sbom_write_lost *lost)
{
    (void)lost; /* YAML holds all that JSON does */
    yaml_print(out, root);
}

static bool lay_out(
    const struct target *target, struct sbom_writer *w, struct buf *out, struct err *err)
{
    struct json json;
    if (!target->lay_out) {
        json_print_indented(out, buf_text(w->out));
        return true;
    }
    if (!json_read(&json, buf_text(w->out), err))
        return false;
    target->lay_out(out, json_root(&json), w->lost);
    json_done(&json);
    return true;
}

bool sbom_write(const struct sbom *sbom, const struct sbom_write_order *order, struct buf *out,
    struct sbom_write_lost *ret_lost, struct err *err)
{
    const struct target *target = find_target(order->format);
    if (!target)
        return err_set(
            err, ERR_USAGE, "%s is read, but not written", sbom_format_name(order->format));
    struct arena arena;
    struct sbom_write_lost lost = {0};
    arena_init(&arena, LIMIT_SBOM_ARENA);
    struct sbom_writer writer = {
        .sbom = sbom, .order = order, .out = out, .arena = &arena, .lost = &lost};
    struct buf plain;
    buf_init(&plain, out->max_bytes);
    if (target->lay_out || !order->is_compact)
        writer.out = &plain;
    bool is_written = sbom_writer_init(&writer, err) && target->write(&writer, err) &&
                      arena_check(&arena, err) && buf_check(writer.out, err);
    if (is_written && writer.out == &plain)
        is_written = lay_out(target, &writer, out, err);
    is_written = is_written && buf_check(out, err);
    buf_done(&plain);
    arena_done(&arena);
    if (is_written)
        *ret_lost = lost;
    return is_written;
}

const char *sbom_write_media_type(enum sbom_format format)
{
    const struct target *target = find_target(format);
    return target ? target->media_type : "application/octet-stream";
}

const char *sbom_write_file_end(enum sbom_format format)
{
    const struct target *target = find_target(format);
    return target ? target->file_end : "";
}

bool sbom_write_read_format(struct text name, enum sbom_format *ret_format, struct err *err)
{
    for (size_t i = 0; i < LEN_OF(shorts); i++)
        if (text_is(name, shorts[i][0]))
            name = text_of(shorts[i][1]);
    struct buf names;
    buf_init(&names, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(targets); i++) {
        if (text_is(name, targets[i].name)) {
            *ret_format = targets[i].format;
            buf_done(&names);
            return true;
        }
        buf_format(&names, "%s%s", i ? ", " : "", targets[i].name);
    }
    err_set(err, ERR_USAGE, "there is no format \"%.*s\"; there are %s", TEXT_ARG(name), names.at);
    buf_done(&names);
    return false;
}

void sbom_write_print_lost(const struct sbom_write_lost *lost, struct buf *out)
{
    const char *before = "";
    for (size_t i = 0; i < SBOM_FACT_KINDS; i++) {
        if (!lost->facts[i])
            continue;
        buf_format(out, "%s%zu × %s", before, lost->facts[i], fact_words[i]);
        before = ", ";
    }
    if (lost->nested_count)
        buf_format(out, "%s%zu × place inside another component", before, lost->nested_count);
    if (lost->nested_count)
        before = ", ";
    if (lost->changed_count)
        buf_format(out, "%s%zu × character", before, lost->changed_count);
}
