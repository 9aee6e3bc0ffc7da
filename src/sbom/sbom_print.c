/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_print.h"

#include "base/clock.h"
#include "codec/json.h"

static const char *const fact_names[SBOM_FACT_KINDS] = {
    [SBOM_FACT_SUPPLIER] = "supplier",
    [SBOM_FACT_MANUFACTURER] = "manufacturer",
    [SBOM_FACT_AUTHOR] = "author",
    [SBOM_FACT_PUBLISHER] = "publisher",
    [SBOM_FACT_DESCRIPTION] = "description",
    [SBOM_FACT_COPYRIGHT] = "copyright",
    [SBOM_FACT_COMMENT] = "comment",
    [SBOM_FACT_FILE_NAME] = "file_name",
    [SBOM_FACT_HASH] = "hash",
    [SBOM_FACT_REFERENCE] = "reference",
    [SBOM_FACT_IDENTIFIER] = "identifier",
    [SBOM_FACT_LICENSE_DECLARED] = "license_declared",
    [SBOM_FACT_LICENSE_TEXT] = "license_text",
    [SBOM_FACT_EVIDENCE] = "evidence",
    [SBOM_FACT_PEDIGREE] = "pedigree",
    [SBOM_FACT_COMPOSITION] = "composition",
    [SBOM_FACT_RELATION] = "relation",
    [SBOM_FACT_PROPERTY] = "property",
    [SBOM_FACT_SBOM_AUTHOR] = "sbom_author",
    [SBOM_FACT_SBOM_SUPPLIER] = "sbom_supplier",
    [SBOM_FACT_SBOM_MANUFACTURER] = "sbom_manufacturer",
    [SBOM_FACT_SBOM_LIFECYCLE] = "sbom_lifecycle",
    [SBOM_FACT_SBOM_LICENSE] = "sbom_license",
    [SBOM_FACT_SBOM_COMMENT] = "sbom_comment",
};

const char *sbom_print_fact_name(enum sbom_fact_kind kind)
{
    return fact_names[kind];
}

void sbom_print_label(struct buf *out, const struct sbom_component *component)
{
    buf_add_plain(out, component->name);
    buf_add_z(out, component->version.len ? " " : "");
    buf_add_plain(out, component->version);
}

/* -- quality -- */

static void print_result_json(
    struct buf *out, const struct sbom_quality_result *result, const struct sbom *sbom)
{
    json_print_open(out, '{');
    json_print_member_z(out, "id", result->rule->id);
    json_print_member_z(out, "section", result->rule->section);
    json_print_member_z(out, "what", result->rule->what);
    json_print_member_z(out, "mend", result->rule->mend);
    json_print_member_z(out, "of", result->rule->is_of_document ? "document" : "components");
    json_print_member_bool(out, "is_optional", result->rule->is_optional);
    json_print_member_int(out, "met", (int64_t)result->met);
    json_print_member_int(out, "asked", (int64_t)result->asked);
    json_print_member_open(out, "lacking", '[');
    for (size_t i = 0; i < result->lacking_count; i++) {
        if (result->lacking[i] >= sbom->component_count)
            continue;
        const struct sbom_component *c = &sbom->components[result->lacking[i]];
        json_print_open(out, '{');
        json_print_member(out, "name", c->name);
        json_print_member_or_null(out, "version", c->version);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
}

void sbom_print_quality_json(
    struct buf *out, const struct sbom_quality *quality, const struct sbom *sbom)
{
    json_print_member_int(out, "package_count", (int64_t)quality->package_count);
    json_print_member_open(out, "standards", '[');
    for (int s = 0; s < SBOM_QUALITY_STANDARDS; s++) {
        json_print_open(out, '{');
        json_print_member_z(out, "name", sbom_quality_name((enum sbom_quality_standard)s));
        json_print_member_z(out, "title", sbom_quality_title((enum sbom_quality_standard)s));
        json_print_member_int(out, "score", quality->scores[s]);
        json_print_member_open(out, "rules", '[');
        for (size_t i = 0; i < quality->count; i++)
            if ((int)quality->results[i].rule->standard == s)
                print_result_json(out, &quality->results[i], sbom);
        json_print_close(out, ']');
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_result(
    struct buf *out, const struct sbom_quality_result *result, const struct sbom *sbom)
{
    const struct sbom_quality_rule *rule = result->rule;
    bool is_whole = result->met == result->asked;
    const char *mark = is_whole ? "ok" : rule->is_optional ? "-" : "lacks";
    buf_format(out, "  %-6s %5s  %s", mark, rule->section, rule->what);
    if (!rule->is_of_document)
        buf_format(out, ": %zu of %zu", result->met, result->asked);
    buf_add_char(out, '\n');
    if (is_whole)
        return;
    buf_format(out, "                %s", rule->mend);
    for (size_t i = 0; i < result->lacking_count; i++) {
        if (result->lacking[i] >= sbom->component_count)
            continue;
        buf_add_z(out, i ? ", " : " (");
        sbom_print_label(out, &sbom->components[result->lacking[i]]);
    }
    bool has_examples = !rule->is_of_document && result->lacking_count;
    bool has_more = result->asked - result->met > result->lacking_count;
    buf_add_z(out, !has_examples ? "\n" : has_more ? ", …)\n" : ")\n");
}

void sbom_print_quality(
    struct buf *out, const struct sbom_quality *quality, const struct sbom *sbom, int standard)
{
    for (int s = 0; s < SBOM_QUALITY_STANDARDS; s++) {
        if (standard >= 0 && s != standard)
            continue;
        buf_format(out, "\n%s: %u of 100\n", sbom_quality_title((enum sbom_quality_standard)s),
            quality->scores[s]);
        for (size_t i = 0; i < quality->count; i++)
            if ((int)quality->results[i].rule->standard == s)
                print_result(out, &quality->results[i], sbom);
    }
}

/* -- the document -- */

enum { SHOWN_ODDITIES = 10 };

void sbom_print_oddities(struct buf *out, const struct sbom *sbom, const char *indent, size_t most)
{
    for (size_t i = 0; i < sbom->oddity_count && i < most; i++) {
        const struct sbom_oddity *oddity = &sbom->oddities[i];
        buf_add_z(out, indent);
        buf_add_plain(out, oddity->place);
        buf_add_z(out, oddity->place.len ? ": " : "");
        buf_add_plain(out, oddity->what);
        buf_add_char(out, '\n');
    }
    if (sbom->oddity_count > most)
        buf_format(out, "%s… (more with --json)\n", indent);
}

void sbom_print_oddities_json(struct buf *out, const struct sbom *sbom)
{
    json_print_member_open(out, "oddities", '[');
    for (size_t i = 0; i < sbom->oddity_count; i++) {
        json_print_open(out, '{');
        json_print_member(out, "place", sbom->oddities[i].place);
        json_print_member(out, "text", sbom->oddities[i].what);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

void sbom_print_head_json(struct buf *out, const struct sbom *sbom)
{
    json_print_member_z(out, "format", sbom_format_name(sbom->format));
    json_print_member_or_null(out, "spec_version", sbom->spec_version);
    json_print_member_or_null(out, "serial", sbom->serial);
    json_print_member_or_null(out, "name", sbom->name);
    json_print_member_or_null(out, "version", sbom->version);
    json_print_member_or_null(out, "purl", sbom->purl);
    json_print_member_or_null(out, "tool", sbom->tool);
    json_print_member_time(out, "created_at", sbom->created_us);
    json_print_member_or_null(out, "os_name", sbom->os_name);
    json_print_member_or_null(out, "os_version", sbom->os_version);
    const struct {
        const char *name;
        size_t count;
    } counts[] = {
        {"component_count", sbom->component_count},
        {"dependency_count", sbom->edge_count},
        {"odd_count", sbom->odd_count},
        {"skipped_count", sbom->skipped_count},
        {"duplicate_ref_count", sbom->duplicate_ref_count},
        {"dangling_ref_count", sbom->dangling_ref_count},
        {"ignored_count", sbom->ignored_count},
    };
    for (size_t i = 0; i < LEN_OF(counts); i++)
        json_print_member_int(out, counts[i].name, (int64_t)counts[i].count);
    sbom_print_oddities_json(out, sbom);
}

static void print_line(struct buf *out, const char *label, struct text text)
{
    if (!text.len)
        return;
    buf_format(out, "%-14s", label);
    buf_add_plain(out, text);
    buf_add_char(out, '\n');
}

static void print_count(struct buf *out, const char *label, size_t count, bool is_always)
{
    if (count || is_always)
        buf_format(out, "%-14s%zu\n", label, count);
}

void sbom_print_head(struct buf *out, const struct sbom *sbom)
{
    char time[CLOCK_TEXT_SIZE];
    print_line(out, "format", text_of(sbom_format_name(sbom->format)));
    print_line(out, "spec version", sbom->spec_version);
    print_line(out, "subject", sbom->name);
    print_line(out, "version", sbom->version);
    print_line(out, "package URL", sbom->purl);
    print_line(out, "serial", sbom->serial);
    print_line(out, "made by", sbom->tool);
    if (sbom->created_us)
        print_line(out, "made at", text_of(clock_print(sbom->created_us, time)));
    print_line(out, "system", sbom->os_name);
    print_count(out, "components", sbom->component_count, true);
    print_count(out, "dependencies", sbom->edge_count, true);
    print_count(out, "odd", sbom->odd_count, false);
    print_count(out, "passed over", sbom->skipped_count, false);
    print_count(out, "ref. twice", sbom->duplicate_ref_count, false);
    print_count(out, "ref. dangling", sbom->dangling_ref_count, false);
    print_count(out, "ignored", sbom->ignored_count, false);
    sbom_print_oddities(out, sbom, "              ", SHOWN_ODDITIES);
}

/* -- components -- */

void sbom_print_path_json(
    struct buf *out, const struct sbom *sbom, const struct sbom_paths *paths, uint32_t component)
{
    uint32_t path[SBOM_PRINT_PATH];
    if (!sbom_graph_is_reached(paths, component)) {
        json_print_member_null(out, "path");
        return;
    }
    size_t length = sbom_graph_path(paths, component, path, LEN_OF(path));
    json_print_member_open(out, "path", '[');
    for (size_t i = 0; i < length && i < LEN_OF(path); i++) {
        json_print_open(out, '{');
        json_print_member(out, "name", sbom->components[path[i]].name);
        json_print_member_or_null(out, "version", sbom->components[path[i]].version);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_facts_json(struct buf *out, const struct sbom *sbom, uint32_t component)
{
    struct sbom_fact_walk walk = sbom_fact_of(sbom, component);
    json_print_member_open(out, "facts", '[');
    for (; walk.at < walk.end; walk.at++) {
        json_print_open(out, '{');
        json_print_member_z(out, "kind", fact_names[walk.at->kind]);
        json_print_member_or_null(out, "key", walk.at->key);
        json_print_member(out, "value", walk.at->value);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

void sbom_print_component_json(
    struct buf *out, const struct sbom *sbom, const struct sbom_paths *paths, uint32_t component)
{
    const struct sbom_component *c = &sbom->components[component];
    const struct {
        const char *name;
        struct text text;
    } texts[] = {
        {"version", c->version},
        {"type", c->type},
        {"purl", c->purl},
        {"cpe", c->cpe},
        {"license", c->license},
        {"scope", c->scope},
        {"ecosystem", c->ecosystem},
        {"package", c->package},
        {"source_package", c->source_package},
        {"source_version", c->source_version},
        {"module", c->module},
        {"path_in_file_system", c->path},
        {"owner", c->owner_package},
        {"oddity", c->oddity},
    };
    struct buf place;
    buf_init(&place, SIZE_MAX);
    sbom_print_place(sbom, component, &place);
    json_print_open(out, '{');
    json_print_member(out, "place", buf_text(&place));
    json_print_member(out, "name", c->name);
    for (size_t i = 0; i < LEN_OF(texts); i++)
        json_print_member_or_null(out, texts[i].name, texts[i].text);
    json_print_member_bool(out, "is_package", c->is_package);
    json_print_member_bool(out, "is_direct", c->is_direct);
    sbom_print_path_json(out, sbom, paths, component);
    print_facts_json(out, sbom, component);
    json_print_close(out, '}');
    buf_done(&place);
}
