/* SPDX-License-Identifier: Apache-2.0 */
/* Section numbers are CSAF 2.0's. */
#include "vex/csaf_write.h"

#include "base/map.h"
#include "base/vec.h"
#include "codec/json.h"
#include "vex/vex_write.h"

struct writer {
    struct buf *out;
    const struct vex *vex;
    struct map pairs; /* "product component" → nothing: relationships that are told */
    struct arena arena;
};

/* -- products: "P3", and "P3:P7" for the component P7 inside of P3 -- */

static struct text target_id(struct writer *w, const struct vex_target *target)
{
    return target->component == VEX_NONE
               ? arena_format(&w->arena, "P%u", target->product)
               : arena_format(&w->arena, "P%u:P%u", target->product, target->component);
}

static struct text title_of(const struct vex_product *product)
{
    return product->name.len   ? product->name
           : product->purl.len ? product->purl
           : product->cpe.len  ? product->cpe
                               : product->id;
}

/* A name alone does not tell which version: a branch does. */
static bool needs_branch(const struct vex_product *product)
{
    return !product->purl.len && product->version.len;
}

static void print_product(struct writer *w, uint32_t number)
{
    struct buf *out = w->out;
    const struct vex_product *product = &w->vex->products[number];
    struct text title = title_of(product);
    json_print_member(out, "name", title.len ? title : TEXT("product"));
    json_print_member(out, "product_id", arena_format(&w->arena, "P%u", number));
    if (product->purl.len || product->cpe.len) {
        json_print_member_open(out, "product_identification_helper", '{');
        if (product->purl.len)
            json_print_member(out, "purl", product->purl);
        if (product->cpe.len)
            json_print_member(out, "cpe", product->cpe);
        json_print_close(out, '}');
    }
}

static void print_branch(struct writer *w, uint32_t number)
{
    struct buf *out = w->out;
    const struct vex_product *product = &w->vex->products[number];
    struct text title = title_of(product);
    json_print_open(out, '{');
    json_print_member_z(out, "category", "product_name");
    json_print_member(out, "name", title.len ? title : TEXT("product"));
    json_print_member_open(out, "branches", '[');
    json_print_open(out, '{');
    json_print_member_z(out, "category", "product_version");
    json_print_member(out, "name", product->version);
    json_print_member_open(out, "product", '{');
    print_product(w, number);
    json_print_close(out, '}');
    json_print_close(out, '}');
    json_print_close(out, ']');
    json_print_close(out, '}');
}

/* Those that need a branch, or those that do not; a list without entries is left out. */
static void print_products(struct writer *w, const char *key, bool wants_branch)
{
    struct buf *out = w->out;
    size_t before = out->len, count = 0;
    json_print_member_open(out, key, '[');
    for (uint32_t i = 0; i < w->vex->product_count; i++) {
        if (needs_branch(&w->vex->products[i]) != wants_branch)
            continue;
        count++;
        if (wants_branch) {
            print_branch(w, i);
            continue;
        }
        json_print_open(out, '{');
        print_product(w, i);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
    if (!count)
        buf_cut(out, before);
}

static void print_relation(struct writer *w, const struct vex_target *target)
{
    struct buf *out = w->out;
    struct text id = target_id(w, target);
    if (target->component == VEX_NONE || !map_add(&w->pairs, id, 0, NULL))
        return;
    json_print_open(out, '{');
    json_print_member_z(out, "category", "default_component_of");
    json_print_member(out, "product_reference", arena_format(&w->arena, "P%u", target->component));
    json_print_member(
        out, "relates_to_product_reference", arena_format(&w->arena, "P%u", target->product));
    json_print_member_open(out, "full_product_name", '{');
    json_print_member(out, "name",
        arena_format(&w->arena, "%.*s in %.*s",
            TEXT_ARG(title_of(&w->vex->products[target->component])),
            TEXT_ARG(title_of(&w->vex->products[target->product]))));
    json_print_member(out, "product_id", id);
    json_print_close(out, '}');
    json_print_close(out, '}');
}

static void print_tree(struct writer *w)
{
    struct buf *out = w->out;
    if (!w->vex->product_count)
        return;
    json_print_member_open(out, "product_tree", '{');
    print_products(w, "branches", true);
    print_products(w, "full_product_names", false);
    size_t before = out->len;
    json_print_member_open(out, "relationships", '[');
    for (size_t s = 0; s < w->vex->statement_count; s++)
        for (size_t t = 0; t < w->vex->statements[s].target_count; t++)
            print_relation(w, &w->vex->statements[s].targets[t]);
    json_print_close(out, ']');
    if (!w->pairs.len)
        buf_cut(out, before);
    json_print_close(out, '}');
}

/* -- vulnerabilities: a CVE stands once (section 6.1.23), so its statements stand together -- */

static bool is_first(const struct vex *vex, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (text_eq(vex->statements[i].vulnerability, vex->statements[at].vulnerability))
            return false;
    return true;
}

static void print_ids(struct writer *w, const struct vex_statement *statement)
{
    struct buf *out = w->out;
    bool is_cve = vex_write_is_cve(statement->vulnerability);
    if (is_cve)
        json_print_member(out, "cve", statement->vulnerability);
    if (is_cve && !statement->alias_count)
        return;
    json_print_member_open(out, "ids", '[');
    for (size_t i = 0; i < statement->alias_count + !is_cve; i++) {
        struct text id = is_cve   ? statement->aliases[i]
                         : i == 0 ? statement->vulnerability
                                  : statement->aliases[i - 1];
        json_print_open(out, '{');
        json_print_member_z(out, "system_name",
            text_starts(id, TEXT("GHSA-")) ? "GitHub Security Advisory" : "OSV");
        json_print_member(out, "text", id);
        json_print_close(out, '}');
    }
    json_print_close(out, ']');
}

static void print_targets(struct writer *w, const char *key, const struct vex_statement *statement)
{
    json_print_member_open(w->out, key, '[');
    for (size_t i = 0; i < statement->target_count; i++)
        json_print_text(w->out, target_id(w, &statement->targets[i]));
    json_print_close(w->out, ']');
}

/* The statements of a vulnerability that belong into a list; each tells its own entry. */
struct entries {
    const char *key;
    bool (*print)(struct writer *w, const struct vex_statement *statement);
};

static bool print_flag(struct writer *w, const struct vex_statement *statement)
{
    const char *label = vex_justification_row(statement->justification)->openvex;
    if (statement->status != VEX_NOT_AFFECTED || !label)
        return false;
    json_print_open(w->out, '{');
    json_print_member_z(w->out, "label", label);
    print_targets(w, "product_ids", statement);
    json_print_close(w->out, '}');
    return true;
}

/* Section 4.5: what is not affected has a flag or an impact. */
static bool print_threat(struct writer *w, const struct vex_statement *statement)
{
    const struct vex_justification_row *row = vex_justification_row(statement->justification);
    struct text impact = statement->impact;
    if (statement->status == VEX_NOT_AFFECTED && !impact.len && !row->openvex)
        impact = row->word ? text_of(row->word) : TEXT("not said");
    if (statement->status != VEX_NOT_AFFECTED || !impact.len)
        return false;
    json_print_open(w->out, '{');
    json_print_member_z(w->out, "category", "impact");
    json_print_member(w->out, "details", impact);
    print_targets(w, "product_ids", statement);
    json_print_close(w->out, '}');
    return true;
}

/* Section 4.5: what is affected has a remediation. */
static bool print_remediation(struct writer *w, const struct vex_statement *statement)
{
    bool has_action = statement->action.len && statement->status != VEX_NOT_AFFECTED;
    if (statement->status != VEX_AFFECTED && !has_action)
        return false;
    bool is_none = !statement->action.len;
    json_print_open(w->out, '{');
    json_print_member_z(w->out, "category", is_none ? "none_available" : "mitigation");
    json_print_member(w->out, "details", is_none ? TEXT("No remedy is known.") : statement->action);
    print_targets(w, "product_ids", statement);
    json_print_close(w->out, '}');
    return true;
}

static void print_entries(struct writer *w, size_t first, const struct entries *entries)
{
    struct buf *out = w->out;
    const struct vex *vex = w->vex;
    size_t before = out->len, count = 0;
    json_print_member_open(out, entries->key, '[');
    for (size_t i = first; i < vex->statement_count; i++)
        if (text_eq(vex->statements[i].vulnerability, vex->statements[first].vulnerability))
            count += entries->print(w, &vex->statements[i]);
    json_print_close(out, ']');
    if (!count)
        buf_cut(out, before);
}

static void print_status(struct writer *w, size_t first, enum vex_status status, const char *key)
{
    struct buf *out = w->out;
    const struct vex *vex = w->vex;
    size_t before = out->len, count = 0;
    json_print_member_open(out, key, '[');
    for (size_t i = first; i < vex->statement_count; i++) {
        const struct vex_statement *statement = &vex->statements[i];
        if (statement->status != status ||
            !text_eq(statement->vulnerability, vex->statements[first].vulnerability))
            continue;
        for (size_t t = 0; t < statement->target_count; t++, count++)
            json_print_text(out, target_id(w, &statement->targets[t]));
    }
    json_print_close(out, ']');
    if (!count)
        buf_cut(out, before);
}

static void print_vulnerability(struct writer *w, size_t first)
{
    static const struct entries lists[] = {
        {"flags", print_flag}, {"threats", print_threat}, {"remediations", print_remediation}};
    static const char *const keys[VEX_STATUSES] = {
        [VEX_NOT_AFFECTED] = "known_not_affected",
        [VEX_AFFECTED] = "known_affected",
        [VEX_FIXED] = "fixed",
        [VEX_UNDER_INVESTIGATION] = "under_investigation",
    };
    struct buf *out = w->out;
    json_print_open(out, '{');
    print_ids(w, &w->vex->statements[first]);
    json_print_member_open(out, "notes", '[');
    json_print_open(out, '{');
    json_print_member_z(out, "category", "summary");
    json_print_member(out, "text", w->vex->statements[first].vulnerability);
    json_print_close(out, '}');
    json_print_close(out, ']');
    json_print_member_open(out, "product_status", '{');
    for (int status = 0; status < VEX_STATUSES; status++)
        print_status(w, first, (enum vex_status)status, keys[status]);
    json_print_close(out, '}');
    for (size_t i = 0; i < LEN_OF(lists); i++)
        print_entries(w, first, &lists[i]);
    json_print_close(out, '}');
}

/* -- the document -- */

static void print_tracking(struct buf *out, const struct vex *vex)
{
    json_print_member_open(out, "tracking", '{');
    json_print_member(out, "id", vex->id);
    json_print_member_z(out, "status", "final");
    json_print_member(out, "version", vex->version);
    json_print_member_time(out, "initial_release_date", vex->said_us);
    json_print_member_time(out, "current_release_date", vex->said_us);
    json_print_member_open(out, "revision_history", '[');
    json_print_open(out, '{');
    json_print_member_time(out, "date", vex->said_us);
    json_print_member(out, "number", vex->version);
    json_print_member_z(out, "summary", "As it is known now.");
    json_print_close(out, '}');
    json_print_close(out, ']');
    json_print_member_open(out, "generator", '{');
    json_print_member_open(out, "engine", '{');
    json_print_member_z(out, "name", "kenzen");
    json_print_member_z(out, "version", KENZEN_VERSION);
    json_print_close(out, '}');
    json_print_close(out, '}');
    json_print_close(out, '}');
}

static void print_document(struct buf *out, const struct vex *vex)
{
    json_print_member_open(out, "document", '{');
    json_print_member_z(out, "category", "csaf_vex");
    json_print_member_z(out, "csaf_version", "2.0");
    json_print_member_z(out, "title", "Which known flaws affect these products");
    json_print_member_open(out, "publisher", '{');
    json_print_member_z(out, "category", "user");
    json_print_member(out, "name", vex->author);
    json_print_member(out, "namespace", vex->id);
    json_print_close(out, '}');
    print_tracking(out, vex);
    json_print_close(out, '}');
}

void csaf_write(struct buf *out, const struct vex *vex)
{
    struct writer w = {.out = out, .vex = vex};
    arena_init(&w.arena, SIZE_MAX);
    json_print_open(out, '{');
    print_document(out, vex);
    print_tree(&w);
    size_t before = out->len;
    json_print_member_open(out, "vulnerabilities", '[');
    for (size_t i = 0; i < vex->statement_count; i++)
        if (is_first(vex, i))
            print_vulnerability(&w, i);
    json_print_close(out, ']');
    if (!vex->statement_count)
        buf_cut(out, before);
    json_print_close(out, '}');
    buf_add_char(out, '\n');
    map_done(&w.pairs);
    arena_done(&w.arena);
}
