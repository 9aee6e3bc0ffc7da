/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/vex_match.h"

#include <stdlib.h>

#include "base/limits.h"
#include "domain/constraint.h"
#include "domain/ecosystem.h"
#include "domain/purl.h"
#include "vex/vex_cpe.h"

#define NO_LINK UINT32_MAX

/* -- the set -- */

void vex_set_init(struct vex_set *set)
{
    *set = (struct vex_set){0};
    arena_init(&set->arena, LIMIT_VEX_ARENA);
}

void vex_set_done(struct vex_set *set)
{
    VEC_DONE(&set->documents);
    VEC_DONE(&set->links);
    map_done(&set->by_name);
    arena_done(&set->arena);
}

static void add_link(struct vex_set *set, struct text name, uint32_t document, uint32_t statement)
{
    uint32_t number = (uint32_t)set->links.len, former = NO_LINK;
    struct text key = arena_text_lower(&set->arena, name);
    if (!key.len)
        return;
    if (!map_add(&set->by_name, key, number, &former))
        map_set(&set->by_name, key, number);
    *VEC_ADD(&set->links) = (struct vex_set_link){document, statement, former};
}

static const struct purl *read_purls(struct vex_set *set, const struct vex *vex)
{
    struct purl *purls = arena_take_array(&set->arena, vex->product_count, sizeof *purls);
    struct err none;
    for (size_t i = 0; purls && i < vex->product_count; i++)
        if (vex->products[i].purl.len &&
            !purl_read(&purls[i], vex->products[i].purl, &set->arena, &none))
            purls[i] = (struct purl){0};
    return purls;
}

void vex_set_add(struct vex_set *set, const struct vex *vex, struct text name, int64_t id)
{
    struct vex_set_document document = {
        .vex = vex, .name = name, .id = id, .purls = read_purls(set, vex)};
    uint32_t number = (uint32_t)set->documents.len;
    for (size_t i = 0; i < set->documents.len; i++) {
        struct vex_set_document *other = &set->documents.at[i];
        other->is_replaced = other->is_replaced || vex_replaces(vex, other->vex);
        document.is_replaced = document.is_replaced || vex_replaces(other->vex, vex);
    }
    *VEC_ADD(&set->documents) = document;
    for (uint32_t i = 0; i < vex->statement_count; i++) {
        const struct vex_statement *statement = &vex->statements[i];
        add_link(set, statement->vulnerability, number, i);
        for (size_t a = 0; a < statement->alias_count; a++)
            add_link(set, statement->aliases[a], number, i);
    }
}

static bool find_link(
    const struct vex_set *set, struct text name, struct arena *scratch, uint32_t *ret_link)
{
    return map_find(&set->by_name, arena_text_lower(scratch, name), ret_link);
}

bool vex_set_has(
    const struct vex_set *set, struct text id, const struct text *aliases, size_t alias_count)
{
    struct arena scratch;
    arena_init(&scratch, SIZE_MAX);
    bool has = find_link(set, id, &scratch, NULL);
    for (size_t i = 0; i < alias_count && !has; i++)
        has = find_link(set, aliases[i], &scratch, NULL);
    arena_done(&scratch);
    return has;
}

/* -- products -- */

/* A product of a document, with its package URL as it was read. */
struct named {
    const struct vex_product *product;
    const struct purl *purl;
};

/* What a product is compared with: the subject of an SBOM, or a component. */
struct thing {
    struct text name, version, purl, cpe, serial, ref;
    struct purl read; /* its package URL; without a type: none that can be read */
    struct sbom_fact_walk facts;
    const struct ecosystem *ecosystem; /* of its versions; NULL: not known */
    bool is_subject;
};

static bool find_scheme(
    const struct thing *thing, struct text range, enum version_scheme *ret_scheme)
{
    const struct ecosystem *row = thing->ecosystem;
    *ret_scheme = VERSION_GENERIC;
    if (text_starts(range, TEXT("vers:"))) {
        struct text rest = text_from(range, 5);
        struct text type = text_cut(&rest, '/');
        if (text_is(type, "generic"))
            return true;
        if (text_is(type, "semver"))
            return (*ret_scheme = VERSION_SEMVER, true);
        row = ecosystem_find_any(type);
        if (!row)
            return false;
    }
    if (row && row->has_scheme)
        *ret_scheme = row->scheme;
    return !row || row->has_scheme;
}

/* What cannot be read or compared holds nothing: a statement is then no ground for anything. */
static bool is_in_range(const struct thing *thing, struct text range, struct arena *scratch)
{
    struct constraint constraint;
    enum version_scheme scheme;
    struct err none;
    bool is_in;
    bool is_vers = text_starts(range, TEXT("vers:"));
    return thing->version.len && find_scheme(thing, range, &scheme) &&
           constraint_read(&constraint, is_vers ? CONSTRAINT_VERS : CONSTRAINT_PLAIN, scheme, range,
               scratch, &none) &&
           constraint_holds(&constraint, thing->version, &is_in, &none) && is_in;
}

static bool is_version(const struct thing *thing, struct text version)
{
    int order;
    struct err none;
    if (text_eq(thing->version, version))
        return true;
    const struct ecosystem *row = thing->ecosystem;
    return row && row->has_scheme && thing->version.len &&
           version_compare(row->scheme, thing->version, version, &order, &none) && order == 0;
}

/* What a product says of versions beside its package URL: one, a range, or all. */
static bool is_of_versions(
    const struct vex_product *product, const struct thing *thing, struct arena *scratch)
{
    if (product->range.len)
        return is_in_range(thing, product->range, scratch);
    return !product->version.len || is_version(thing, product->version);
}

static bool has_qualifiers(const struct purl *said, const struct purl *got)
{
    for (size_t i = 0; i < said->qualifier_count; i++) {
        struct text value = {"", 0};
        for (size_t k = 0; k < got->qualifier_count; k++)
            if (text_eq(got->qualifiers[k].key, said->qualifiers[i].key))
                value = got->qualifiers[k].value;
        if (!text_eq(value, said->qualifiers[i].value))
            return false;
    }
    return true;
}

/* purl-spec: what one leaves out is not said. What the statement says must be there. */
static bool is_purl(const struct named *named, const struct thing *thing, struct arena *scratch)
{
    const struct purl *said = named->purl, *got = &thing->read;
    if (!said->type.len || !text_eq(said->name, got->name) || !text_eq(said->type, got->type) ||
        !text_eq(said->space, got->space) || !has_qualifiers(said, got) ||
        (said->subpath.len && !text_eq(said->subpath, got->subpath)))
        return false;
    if (!said->version.len)
        return is_of_versions(named->product, thing, scratch);
    struct thing purl = *thing;
    purl.version = got->version;
    return is_version(&purl, said->version);
}

/* Says whether hashes decide: *ret_is_same is whether they are the same where both have one of an algorithm. */
static bool compare_hashes(
    const struct vex_product *product, const struct thing *thing, bool *ret_is_same)
{
    bool is_decided = false;
    for (size_t i = 0; i < product->hash_count; i++) {
        struct sbom_fact_walk walk = thing->facts;
        for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, SBOM_FACT_HASH));) {
            struct vex_hash hash = product->hashes[i];
            char name[16];
            size_t len = 0;
            for (size_t k = 0; k < fact->key.len && len < sizeof name; k++)
                if (fact->key.at[k] != '-')
                    name[len++] = text_lower_char(fact->key.at[k]);
            if (!text_eq((struct text){name, len}, hash.algorithm))
                continue;
            *ret_is_same = (!is_decided || *ret_is_same) && text_eq_nocase(fact->value, hash.value);
            is_decided = true;
        }
    }
    return is_decided;
}

/* A package URL outranks a CPE, that a name; hashes that differ deny each of them. */
static bool is_identity(const struct named *named, const struct thing *thing, struct arena *scratch)
{
    const struct vex_product *product = named->product;
    if (product->purl.len && thing->purl.len)
        return is_purl(named, thing, scratch);
    if (product->cpe.len && thing->cpe.len)
        return vex_cpe_covers(product->cpe, thing->cpe) &&
               (vex_cpe_has_version(product->cpe) || is_of_versions(product, thing, scratch));
    return product->name.len && text_eq(product->name, thing->name) &&
           is_of_versions(product, thing, scratch);
}

/* A reference into the very BOM. */
static bool is_link(
    const struct vex_product *product, const struct thing *thing, struct arena *scratch)
{
    bool is_bom = product->serial.len && text_eq_nocase(product->serial, thing->serial);
    bool is_ref = product->ref.len ? text_eq(product->ref, thing->ref) : thing->is_subject;
    return is_bom && is_ref && is_of_versions(product, thing, scratch);
}

static bool is_thing(const struct named *named, const struct thing *thing, struct arena *scratch)
{
    bool is_same = false;
    if (is_link(named->product, thing, scratch))
        return true;
    if (compare_hashes(named->product, thing, &is_same))
        return is_same;
    return is_identity(named, thing, scratch);
}

/* OpenVEX calls a product by any IRI: a document's namespace or a package URL in it may be that. */
static bool is_iri(
    const struct vex_product *product, const struct sbom *sbom, struct arena *scratch)
{
    if (!product->id.len || product->purl.len)
        return false;
    return text_eq(product->id, sbom->serial) || text_eq(product->id, sbom->ref) ||
           text_eq(product->id, vex_product_iri(sbom->name, sbom->version, scratch));
}

static struct thing thing_of(const struct vex_place *place, const struct sbom_component *component)
{
    const struct sbom *sbom = place->sbom;
    return (struct thing){.name = component->name,
        .version = component->version,
        .purl = component->purl,
        .cpe = component->cpe,
        .serial = sbom->serial,
        .ref = component->ref,
        .facts = {sbom->facts + component->fact_at,
            sbom->facts + component->fact_at + component->fact_count},
        .ecosystem = ecosystem_find(component->ecosystem)};
}

static const struct ecosystem *ecosystem_of(struct text text, struct arena *scratch)
{
    struct purl purl;
    struct err none;
    return purl_read(&purl, text, scratch, &none) ? ecosystem_of_purl(&purl) : NULL;
}

/* What a target has to be compared with, at one finding. */
struct looking {
    struct thing subject, component, system;
    const struct vex_place *place;
    struct arena *scratch;
};

static void read_purl(struct thing *thing, struct arena *scratch)
{
    struct err none;
    if (!purl_read(&thing->read, thing->purl, scratch, &none))
        thing->read = (struct purl){0};
}

static struct looking look_at(const struct vex_place *place, struct arena *scratch)
{
    const struct sbom *sbom = place->sbom;
    struct looking looking = {.place = place, .scratch = scratch};
    looking.subject = (struct thing){.name = sbom->name,
        .version = sbom->version,
        .purl = sbom->purl,
        .cpe = sbom->cpe,
        .serial = sbom->serial,
        .ref = sbom->ref,
        .facts = sbom_fact_of(sbom, SBOM_ROOT),
        .ecosystem = ecosystem_of(sbom->purl, scratch),
        .is_subject = true};
    looking.component = thing_of(place, place->component);
    if (place->system)
        looking.system = thing_of(place, place->system);
    read_purl(&looking.subject, scratch);
    read_purl(&looking.component, scratch);
    read_purl(&looking.system, scratch);
    return looking;
}

static bool is_whole(const struct looking *looking, const struct named *named)
{
    return is_thing(named, &looking->subject, looking->scratch) ||
           is_iri(named->product, looking->place->sbom, looking->scratch);
}

static struct named named_of(const struct vex_set_document *document, uint32_t product)
{
    return (struct named){&document->vex->products[product], &document->purls[product]};
}

/* Returns how closely a target speaks of the component: 0 not at all, 1 through the product, 2 by itself. A component inside
   of a product counts where the SBOM is of that product, or lists it as its operating system. */
static int closeness(const struct looking *looking, const struct vex_set_document *document,
    const struct vex_target *target)
{
    struct named product = named_of(document, target->product);
    struct arena *scratch = looking->scratch;
    if (target->component == VEX_NONE) {
        if (is_thing(&product, &looking->component, scratch))
            return 2;
        return is_whole(looking, &product);
    }
    struct named component = named_of(document, target->component);
    bool is_here = is_thing(&component, &looking->component, scratch) &&
                   (is_whole(looking, &product) ||
                       (looking->place->system && is_thing(&product, &looking->system, scratch)));
    return is_here ? 2 : 0;
}

const struct sbom_component *vex_match_system(const struct sbom *sbom)
{
    for (size_t i = 0; i < sbom->component_count; i++)
        if (text_is(sbom->components[i].type, "operating-system"))
            return &sbom->components[i];
    return NULL;
}

/* -- statements -- */

struct candidate {
    struct vex_bearing bearing;
    int closeness;
    uint32_t number; /* of its link: so that runs agree */
};

struct finding {
    struct looking looking;
    const struct vex_set *set;
    struct text id;
    const struct text *aliases;
    size_t alias_count;
    struct {
        VEC(struct candidate);
    } candidates;
    size_t elsewhere_count;
};

static bool is_known(const struct finding *finding, const struct vex_statement *statement)
{
    for (size_t i = 0; i < finding->candidates.len; i++)
        if (finding->candidates.at[i].bearing.statement == statement)
            return true;
    return false;
}

/* Adds a statement when one of its targets is there: the closest. */
static void add_statement(struct finding *finding, const struct vex_set_document *document,
    const struct vex_statement *statement, uint32_t number)
{
    struct candidate best = {0};
    if (is_known(finding, statement) ||
        !vex_names(statement, finding->id, finding->aliases, finding->alias_count))
        return;
    for (size_t i = 0; i < statement->target_count && best.closeness < 2; i++) {
        const struct vex_target *target = &statement->targets[i];
        int close = closeness(&finding->looking, document, target);
        if (close > best.closeness)
            best = (struct candidate){.bearing = {document, statement, target, false},
                .closeness = close,
                .number = number};
    }
    if (best.closeness)
        *VEC_ADD(&finding->candidates) = best;
    else
        finding->elsewhere_count++;
}

static void add_named(struct finding *finding, struct text name)
{
    const struct vex_set *set = finding->set;
    uint32_t at = NO_LINK;
    if (!find_link(set, name, finding->looking.scratch, &at))
        return;
    for (; at != NO_LINK; at = set->links.at[at].next) {
        const struct vex_set_link *link = &set->links.at[at];
        const struct vex_set_document *document = &set->documents.at[link->document];
        if (!document->is_replaced)
            add_statement(finding, document, &document->vex->statements[link->statement], at);
    }
}

/* What silences least comes first where all else is the same. */
static int caution(const struct vex_statement *statement)
{
    static const int order[VEX_STATUSES] = {
        [VEX_AFFECTED] = 0,
        [VEX_UNDER_INVESTIGATION] = 1,
        [VEX_FIXED] = 2,
        [VEX_NOT_AFFECTED] = 3,
    };
    return order[statement->status];
}

static int compare_ages(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    int64_t said_a = a->bearing.statement->said_us, said_b = b->bearing.statement->said_us;
    if (said_a != said_b)
        return said_a > said_b ? -1 : 1;
    if (a->closeness != b->closeness)
        return b->closeness - a->closeness;
    int order = caution(a->bearing.statement) - caution(b->bearing.statement);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

/* Who does not give a name is nobody else than that document. */
static bool is_same_author(const struct vex_bearing *a, const struct vex_bearing *b)
{
    struct text left = a->document->vex->author, right = b->document->vex->author;
    return left.len && right.len ? text_eq_nocase(text_trim(left), text_trim(right))
                                 : a->document == b->document;
}

static bool is_silent(const struct vex_statement *statement)
{
    return statement->status == VEX_NOT_AFFECTED || statement->status == VEX_FIXED;
}

/* Of each author the newest counts. Whoever says affected outweighs those who do not. */
static void judge(struct finding *finding, struct vex_answer *answer)
{
    bool is_affected = false, has_silent = false;
    for (size_t i = 0; i < finding->candidates.len; i++) {
        struct vex_bearing *bearing = &finding->candidates.at[i].bearing;
        bearing->counts = true;
        for (size_t k = 0; k < i && bearing->counts; k++)
            bearing->counts = !is_same_author(bearing, &finding->candidates.at[k].bearing);
        if (!bearing->counts)
            continue;
        is_affected = is_affected || bearing->statement->status == VEX_AFFECTED;
        has_silent = has_silent || is_silent(bearing->statement);
    }
    answer->is_silenced = has_silent && !is_affected;
    answer->is_contradicted = has_silent && is_affected;
}

/* 0: what decides; 1: what counts beside it; 2: what was said before. */
static int turn_of(const struct vex_answer *answer, const struct vex_bearing *bearing)
{
    if (!bearing->counts)
        return 2;
    if (answer->is_silenced)
        return is_silent(bearing->statement) ? 0 : 1;
    return bearing->statement->status == VEX_AFFECTED ? 0 : 1;
}

static bool keep(
    const struct finding *finding, struct vex_answer *answer, struct arena *arena, struct err *err)
{
    size_t count = finding->candidates.len;
    answer->bearing = arena_take_array(arena, count, sizeof *answer->bearing);
    if (!answer->bearing)
        return arena_check(arena, err);
    for (int turn = 0; turn <= 2; turn++)
        for (size_t i = 0; i < count; i++)
            if (turn_of(answer, &finding->candidates.at[i].bearing) == turn)
                answer->bearing[answer->count++] = finding->candidates.at[i].bearing;
    return true;
}

bool vex_match_find(struct vex_answer *ret_answer, const struct vex_set *set,
    const struct vex_place *place, struct text id, const struct text *aliases, size_t alias_count,
    struct arena *arena, struct err *err)
{
    struct vex_answer answer = {0};
    struct arena scratch;
    arena_init(&scratch, SIZE_MAX);
    struct finding finding = {.looking = look_at(place, &scratch),
        .set = set,
        .id = id,
        .aliases = aliases,
        .alias_count = alias_count};
    add_named(&finding, id);
    for (size_t i = 0; i < alias_count; i++)
        add_named(&finding, aliases[i]);
    if (finding.candidates.len)
        qsort(finding.candidates.at, finding.candidates.len, sizeof *finding.candidates.at,
            compare_ages);
    judge(&finding, &answer);
    answer.elsewhere_count = finding.elsewhere_count;
    bool is_kept = !finding.candidates.len || keep(&finding, &answer, arena, err);
    VEC_DONE(&finding.candidates);
    arena_done(&scratch);
    if (is_kept)
        *ret_answer = answer;
    return is_kept;
}
