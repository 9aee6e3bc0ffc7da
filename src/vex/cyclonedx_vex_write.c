/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/cyclonedx_vex_write.h"

#include "codec/json.h"
#include "vex/cyclonedx_vex.h"

static const char *const states[VEX_STATUSES] = {
    [VEX_NOT_AFFECTED] = "not_affected",
    [VEX_AFFECTED] = "exploitable",
    [VEX_FIXED] = "resolved",
    [VEX_UNDER_INVESTIGATION] = "in_triage",
};

/* The product that components are inside of; VEX_NONE where there is none such. */
static uint32_t find_subject(const struct vex *vex)
{
    for (size_t s = 0; s < vex->statement_count; s++)
        for (size_t t = 0; t < vex->statements[s].target_count; t++)
            if (vex->statements[s].targets[t].component != VEX_NONE)
                return vex->statements[s].targets[t].product;
    return VEX_NONE;
}

static void print_ref(struct buf *out, const char *key, uint32_t product)
{
    char ref[24];
    snprintf(ref, sizeof ref, "P%u", product);
    json_print_member_z(out, key, ref);
}

static void print_component(
    struct buf *out, const struct vex *vex, uint32_t number, const char *type)
{
    const struct vex_product *product = &vex->products[number];
    struct text name = product->name.len   ? product->name
                       : product->purl.len ? product->purl
                                           : product->id;
    json_print_member_z(out, "type", type);
    print_ref(out, "bom-ref", number);
    json_print_member(out, "name", name);
    if (product->version.len)
        json_print_member(out, "version", product->version);
    if (product->purl.len)
        json_print_member(out, "purl", product->purl);
    if (product->cpe.len)
        json_print_member(out, "cpe", product->cpe);
}

static void print_metadata(struct buf *out, const struct vex *vex, uint32_t subject)
{
    json_print_member_open(out, "metadata", '{');
    json_print_member_time(out, "timestamp", vex->said_us);
    json_print_member_open(out, "tools", '{');
    json_print_member_open(out, "components", '[');
    json_print_open(out, '{');
    json_print_member_z(out, "type", "application");
    json_print_member_z(out, "name", "kenzen");
    json_print_member_z(out, "version", KENZEN_VERSION);
    json_print_close(out, '}');
    json_print_close(out, ']');
    json_print_close(out, '}');
    if (subject != VEX_NONE) {
        json_print_member_open(out, "component", '{');
        print_component(out, vex, subject, "application");
        json_print_close(out, '}');
    }
    if (vex->author.len) {
        json_print_member_open(out, "supplier", '{');
        json_print_member(out, "name", vex->author);
        json_print_close(out, '}');
    }
    json_print_close(out, '}');
}

/* A justification without a word of CycloneDX's own is kept beside the nearest. */
static void print_analysis(struct buf *out, const struct vex_statement *statement)
{
    const struct vex_justification_row *row = vex_justification_row(statement->justification);
    bool is_false = statement->justification == VEX_FALSE_POSITIVE;
    json_print_member_open(out, "analysis", '{');
    json_print_member_z(out, "state", is_false ? "false_positive" : states[statement->status]);
    if (row->cyclonedx)
        json_print_member_z(out, "justification", row->cyclonedx);
    if (statement->impact.len)
        json_print_member(out, "detail", statement->impact);
    if (statement->said_us)
        json_print_member_time(out, "lastUpdated", statement->said_us);
    json_print_close(out, '}');
    if (!row->word || row->is_cyclonedx || is_false)
        return;
    json_print_member_open(out, "properties", '[');
    json_print_open(out, '{');
    json_print_member_z(out, "name", CYCLONEDX_VEX_JUSTIFICATION);
    json_print_member_z(out, "value", row->word);
    json_print_close(out, '}');
    json_print_close(out, ']');
}

static void print_aliases(struct buf *out, const struct vex_statement *statement)
{
    if (!statement->alias_count)
        return;
    json_print_member_open(out, "references", '[');
    for (size_t i = 0; i < statement->alias_count; i++) {
        json_print_open(out, '{');
        json_print_member(out, "id", statement->aliases[i]);
        json_print_member_open(out, "source", '{');
        json_print_member_z(out, "name", "OSV");
        json_print_close(out, '}');
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_vulnerability(struct buf *out, const struct vex_statement *statement)
{
    json_print_open(out, '{');
    json_print_member(out, "id", statement->vulnerability);
    print_aliases(out, statement);
    if (statement->action.len)
        json_print_member(out, "recommendation", statement->action);
    print_analysis(out, statement);
    json_print_member_open(out, "affects", '[');
    for (size_t i = 0; i < statement->target_count; i++) {
        const struct vex_target *target = &statement->targets[i];
        json_print_open(out, '{');
        print_ref(out, "ref", target->component == VEX_NONE ? target->product : target->component);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
}

void cyclonedx_vex_write(struct buf *out, const struct vex *vex)
{
    uint32_t subject = find_subject(vex);
    json_print_open(out, '{');
    json_print_member_z(out, "$schema", "http://cyclonedx.org/schema/bom-1.5.schema.json");
    json_print_member_z(out, "bomFormat", "CycloneDX");
    json_print_member_z(out, "specVersion", "1.5");
    json_print_key(out, "version");
    buf_add(out, vex->version);
    print_metadata(out, vex, subject);
    json_print_member_open(out, "components", '[');
    for (uint32_t i = 0; i < vex->product_count; i++) {
        if (i == subject)
            continue;
        json_print_open(out, '{');
        print_component(out, vex, i, "library");
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    json_print_member_open(out, "vulnerabilities", '[');
    for (size_t i = 0; i < vex->statement_count; i++)
        print_vulnerability(out, &vex->statements[i]);
    json_print_close(out, ']');
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}
