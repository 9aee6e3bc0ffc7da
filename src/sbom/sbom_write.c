/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_write.h"

#include "base/limits.h"
#include "codec/json.h"
#include "sbom/sbom_writer.h"

static const struct target {
    const char *name;
    enum sbom_format format;
    bool (*write)(struct sbom_writer *writer, struct err *err);
    const char *media_type, *file_end;
    bool is_json; /* written on one line, to be laid out for people */
} targets[] = {
    {"cyclonedx-json", SBOM_CYCLONEDX_JSON, sbom_write_cyclonedx_json,
        "application/vnd.cyclonedx+json", ".cdx.json", true},
    {"spdx-json", SBOM_SPDX_JSON, sbom_write_spdx_json, "application/spdx+json", ".spdx.json",
        true},
};

/* What people type for short. */
static const char *const shorts[][2] = {
    {"cyclonedx", "cyclonedx-json"},
    {"spdx", "spdx-json"},
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
    if (target->is_json && !order->is_compact)
        writer.out = &plain;
    bool is_written = sbom_writer_init(&writer, err) && target->write(&writer, err) &&
                      arena_check(&arena, err) && buf_check(writer.out, err);
    if (is_written && writer.out == &plain)
        json_print_indented(out, buf_text(&plain));
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
}
