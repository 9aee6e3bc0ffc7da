/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/openvex_write.h"

#include "codec/json.h"

static void print_if(struct buf *out, const char *key, struct text text)
{
    if (text.len)
        json_print_member(out, key, text);
}

/* What OpenVEX calls a product: a package URL, else the IRI or name that it goes by. */
static struct text id_of(const struct vex_product *product)
{
    return product->purl.len ? product->purl : product->id.len ? product->id : product->name;
}

static void print_identity(struct buf *out, const struct vex_product *product)
{
    json_print_member(out, "@id", id_of(product));
    if (!product->purl.len && !product->cpe.len)
        return;
    json_print_member_open(out, "identifiers", '{');
    print_if(out, "purl", product->purl);
    print_if(out, text_starts(product->cpe, TEXT("cpe:2.3:")) ? "cpe23" : "cpe22", product->cpe);
    json_print_close(out, '}');
}

static void print_components(
    struct buf *out, const struct vex *vex, const struct vex_statement *statement, uint32_t product)
{
    json_print_member_open(out, "subcomponents", '[');
    for (size_t i = 0; i < statement->target_count; i++) {
        const struct vex_target *target = &statement->targets[i];
        if (target->product != product || target->component == VEX_NONE)
            continue;
        json_print_open(out, '{');
        print_identity(out, &vex->products[target->component]);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

/* Whether an earlier target has told of the product with its components. */
static bool is_told(const struct vex_statement *statement, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (statement->targets[i].product == statement->targets[at].product &&
            statement->targets[i].component != VEX_NONE)
            return true;
    return false;
}

static void print_products(
    struct buf *out, const struct vex *vex, const struct vex_statement *statement)
{
    json_print_member_open(out, "products", '[');
    for (size_t i = 0; i < statement->target_count; i++) {
        const struct vex_target *target = &statement->targets[i];
        bool is_whole = target->component == VEX_NONE;
        if (!is_whole && is_told(statement, i))
            continue;
        json_print_open(out, '{');
        print_identity(out, &vex->products[target->product]);
        if (!is_whole)
            print_components(out, vex, statement, target->product);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

/* not_affected needs one of the two: a word that OpenVEX has none for is told in the statement. */
static void print_reason(struct buf *out, const struct vex_statement *statement)
{
    const struct vex_justification_row *row = vex_justification_row(statement->justification);
    bool is_bare = row->word && !row->openvex && !statement->impact.len;
    if (row->openvex)
        json_print_member_z(out, "justification", row->openvex);
    print_if(out, "impact_statement", is_bare ? text_of(row->word) : statement->impact);
}

static void print_statement(
    struct buf *out, const struct vex *vex, const struct vex_statement *statement)
{
    json_print_open(out, '{');
    json_print_member_open(out, "vulnerability", '{');
    json_print_member(out, "name", statement->vulnerability);
    if (statement->alias_count) {
        json_print_member_open(out, "aliases", '[');
        for (size_t i = 0; i < statement->alias_count; i++)
            json_print_text(out, statement->aliases[i]);
        json_print_close(out, ']');
    }
    json_print_close(out, '}');
    if (statement->said_us)
        json_print_member_time(out, "timestamp", statement->said_us);
    print_products(out, vex, statement);
    json_print_member_z(out, "status", vex_status_name(statement->status));
    if (statement->status == VEX_NOT_AFFECTED)
        print_reason(out, statement);
    else
        print_if(out, "status_notes", statement->impact);
    print_if(out, "action_statement", statement->action);
    json_print_close(out, '}');
}

void openvex_write(struct buf *out, const struct vex *vex)
{
    json_print_open(out, '{');
    json_print_member_z(out, "@context", "https://openvex.dev/ns/v0.2.0");
    json_print_member(out, "@id", vex->id);
    json_print_member(out, "author", vex->author);
    json_print_member_time(out, "timestamp", vex->said_us);
    json_print_key(out, "version");
    buf_add(out, vex->version);
    json_print_member_z(out, "tooling", "kenzen " KENZEN_VERSION);
    json_print_member_open(out, "statements", '[');
    for (size_t i = 0; i < vex->statement_count; i++)
        print_statement(out, vex, &vex->statements[i]);
    json_print_close(out, ']');
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}
