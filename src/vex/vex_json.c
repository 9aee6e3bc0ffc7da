/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/vex_json.h"

struct text vex_json_label(const struct vex_product *product, struct arena *arena)
{
    struct text label = product->purl.len   ? product->purl
                        : product->cpe.len  ? product->cpe
                        : product->name.len ? product->name
                                            : product->id;
    if (product->range.len)
        return arena_join(arena, label, " ", product->range);
    bool says_version = text_find(label, '@') > 0 || product->cpe.len;
    return says_version ? label : arena_join(arena, label, " ", product->version);
}

void vex_json_document(struct buf *out, const struct vex *vex)
{
    json_print_member_z(out, "format", vex_format_word(vex->format));
    json_print_member_or_null(out, "spec_version", vex->spec_version);
    json_print_member_or_null(out, "document_id", vex->id);
    json_print_member_or_null(out, "document_version", vex->version);
    json_print_member_or_null(out, "author", vex->author);
    json_print_member_time(out, "issued_at", vex->issued_us);
    json_print_member_time(out, "said_at", vex->said_us);
    json_print_member_int(out, "statement_count", (int64_t)vex->statement_count);
    json_print_member_int(out, "odd_count", (int64_t)vex->odd_count);
    json_print_member_open(out, "oddities", '[');
    for (size_t i = 0; i < vex->oddity_count; i++)
        json_print_text(out, vex->oddities[i]);
    json_print_close(out, ']');
}

void vex_json_statement(struct buf *out, const struct vex_statement *statement)
{
    const struct vex_justification_row *row = vex_justification_row(statement->justification);
    json_print_member(out, "place", statement->place);
    json_print_member(out, "vulnerability", statement->vulnerability);
    json_print_member_open(out, "aliases", '[');
    for (size_t i = 0; i < statement->alias_count; i++)
        json_print_text(out, statement->aliases[i]);
    json_print_close(out, ']');
    json_print_member_z(out, "status", vex_status_name(statement->status));
    json_print_member_or_null(out, "justification", text_of(row->word));
    json_print_member_or_null(out, "impact", statement->impact);
    json_print_member_or_null(out, "action", statement->action);
    json_print_member_time(out, "said_at", statement->said_us);
}

static void print_product(struct buf *out, const struct vex_product *product)
{
    json_print_member_or_null(out, "id", product->id);
    json_print_member_or_null(out, "name", product->name);
    json_print_member_or_null(out, "version", product->version);
    json_print_member_or_null(out, "range", product->range);
    json_print_member_or_null(out, "purl", product->purl);
    json_print_member_or_null(out, "cpe", product->cpe);
    json_print_member_or_null(out, "bom", product->serial);
    json_print_member_or_null(out, "ref", product->ref);
    json_print_member_open(out, "hashes", '[');
    for (size_t i = 0; i < product->hash_count; i++) {
        json_print_open(out, '{');
        json_print_member(out, "algorithm", product->hashes[i].algorithm);
        json_print_member(out, "value", product->hashes[i].value);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_target(struct buf *out, const struct vex *vex, const struct vex_target *target)
{
    json_print_open(out, '{');
    print_product(out, &vex->products[target->product]);
    if (target->component == VEX_NONE) {
        json_print_member_null(out, "component");
    } else {
        json_print_member_open(out, "component", '{');
        print_product(out, &vex->products[target->component]);
        json_print_close(out, '}');
    }
    json_print_close(out, '}');
}

void vex_json_products(
    struct buf *out, const struct vex *vex, const struct vex_statement *statement)
{
    json_print_member_open(out, "products", '[');
    for (size_t i = 0; i < statement->target_count; i++)
        print_target(out, vex, &statement->targets[i]);
    json_print_close(out, ']');
}

static void print_bearing(struct buf *out, const struct vex_bearing *bearing)
{
    const struct vex *vex = bearing->document->vex;
    json_print_open(out, '{');
    json_print_member(out, "document", bearing->document->name);
    if (bearing->document->id)
        json_print_member_id(out, "vex_id", bearing->document->id);
    json_print_member_or_null(out, "author", vex->author);
    vex_json_statement(out, bearing->statement);
    json_print_member_bool(out, "counts", bearing->counts);
    json_print_key(out, "product");
    print_target(out, vex, bearing->target);
    json_print_close(out, '}');
}

void vex_json_answer_alone(struct buf *out, const struct vex_answer *answer)
{
    const struct vex_statement *first = answer->bearing[0].statement;
    json_print_open(out, '{');
    json_print_member_z(out, "status", vex_status_name(first->status));
    json_print_member_or_null(
        out, "justification", text_of(vex_justification_row(first->justification)->word));
    json_print_member_bool(out, "is_silenced", answer->is_silenced);
    json_print_member_bool(out, "is_contradicted", answer->is_contradicted);
    json_print_member_open(out, "statements", '[');
    for (size_t i = 0; i < answer->count; i++)
        print_bearing(out, &answer->bearing[i]);
    json_print_close(out, ']');
    json_print_close(out, '}');
}

void vex_json_answer(struct buf *out, const struct vex_answer *answer)
{
    if (!answer || !answer->count) {
        json_print_member_null(out, "vex");
        return;
    }
    json_print_key(out, "vex");
    vex_json_answer_alone(out, answer);
}
