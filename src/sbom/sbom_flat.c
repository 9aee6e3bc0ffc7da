/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_flat.h"

#include <stddef.h>

#include "base/limits.h"
#include "base/map.h"

static const size_t head_texts[] = {
    offsetof(struct sbom, spec_version),
    offsetof(struct sbom, name),
    offsetof(struct sbom, version),
    offsetof(struct sbom, purl),
    offsetof(struct sbom, ref),
    offsetof(struct sbom, cpe),
    offsetof(struct sbom, serial),
    offsetof(struct sbom, tool),
    offsetof(struct sbom, os_name),
    offsetof(struct sbom, os_version),
};

static const size_t component_texts[] = {
    offsetof(struct sbom_component, ref),
    offsetof(struct sbom_component, type),
    offsetof(struct sbom_component, name),
    offsetof(struct sbom_component, version),
    offsetof(struct sbom_component, purl),
    offsetof(struct sbom_component, cpe),
    offsetof(struct sbom_component, license),
    offsetof(struct sbom_component, scope),
    offsetof(struct sbom_component, ecosystem),
    offsetof(struct sbom_component, package),
    offsetof(struct sbom_component, source_package),
    offsetof(struct sbom_component, source_version),
    offsetof(struct sbom_component, arch),
    offsetof(struct sbom_component, module),
    offsetof(struct sbom_component, path),
    offsetof(struct sbom_component, owner_ecosystem),
    offsetof(struct sbom_component, owner_package),
    offsetof(struct sbom_component, oddity),
};

/* The block: a head, the components, the edges, the facts, the oddities, the texts. Numbers are in the machine's own order, since it stays there. */
struct flat_text {
    uint32_t at, len; /* in the texts */
};

struct flat_fact {
    struct flat_text key, value;
    uint32_t component, kind;
};

struct flat_oddity {
    struct flat_text place, what;
};

struct flat_head {
    char magic[8];
    uint32_t format, component_count, edge_count, fact_count, texts_len, oddity_count;
    uint64_t skipped_count, odd_count, duplicate_ref_count, dangling_ref_count, ignored_count;
    int64_t created_us;
    struct flat_text texts[LEN_OF(head_texts)];
};

struct flat_component {
    struct flat_text texts[LEN_OF(component_texts)];
    uint32_t parent, index;
    uint32_t is_direct, is_package;
};

static const char magic[8] = "KZSBOM4";

/* Texts that many components share are worth a look-up; longer ones seldom are. */
enum { SHARED_BYTES = 64 };

/* So that no byte is written that was not set, nor one left out here. */
_Static_assert(sizeof(struct flat_head) == 80 + 8 * LEN_OF(head_texts), "no padding");
_Static_assert(sizeof(struct flat_component) == 16 + 8 * LEN_OF(component_texts), "no padding");
_Static_assert(sizeof(struct flat_fact) == 24, "no padding");
_Static_assert(sizeof(struct flat_oddity) == 16, "no padding");
_Static_assert(sizeof(struct sbom_edge) == 8, "no padding");
_Static_assert(
    sizeof(struct sbom_component) == 16 * LEN_OF(component_texts) + 24, "all texts listed");

static struct text text_at(const void *owner, size_t offset)
{
    struct text text;
    memcpy(&text, (const char *)owner + offset, sizeof text);
    return text;
}

struct writer {
    struct buf texts;
    struct map shared;
};

static struct flat_text put_text(struct writer *w, struct text text)
{
    uint32_t at = (uint32_t)w->texts.len;
    bool is_new = text.len > SHARED_BYTES || map_add(&w->shared, text, at, &at);
    if (is_new)
        buf_add(&w->texts, text);
    return (struct flat_text){at, (uint32_t)text.len};
}

static void put_component(struct writer *w, const struct sbom_component *component, struct buf *out)
{
    struct flat_component flat = {
        .parent = component->parent,
        .index = component->index,
        .is_direct = component->is_direct,
        .is_package = component->is_package,
    };
    for (size_t i = 0; i < LEN_OF(component_texts); i++)
        flat.texts[i] = put_text(w, text_at(component, component_texts[i]));
    buf_add(out, (struct text){(const char *)&flat, sizeof flat});
}

static void put_fact(struct writer *w, const struct sbom_fact *fact, struct buf *out)
{
    struct flat_fact flat = {.component = fact->component, .kind = (uint32_t)fact->kind};
    flat.key = put_text(w, fact->key);
    flat.value = put_text(w, fact->value);
    buf_add(out, (struct text){(const char *)&flat, sizeof flat});
}

static void put_oddity(struct writer *w, const struct sbom_oddity *oddity, struct buf *out)
{
    struct flat_oddity flat = {put_text(w, oddity->place), {0}};
    flat.what = put_text(w, oddity->what);
    buf_add(out, (struct text){(const char *)&flat, sizeof flat});
}

static struct flat_head make_head(struct writer *w, const struct sbom *sbom)
{
    struct flat_head head = {
        .format = (uint32_t)sbom->format,
        .component_count = (uint32_t)sbom->component_count,
        .edge_count = (uint32_t)sbom->edge_count,
        .fact_count = (uint32_t)sbom->fact_count,
        .oddity_count = (uint32_t)sbom->oddity_count,
        .skipped_count = sbom->skipped_count,
        .odd_count = sbom->odd_count,
        .duplicate_ref_count = sbom->duplicate_ref_count,
        .dangling_ref_count = sbom->dangling_ref_count,
        .ignored_count = sbom->ignored_count,
        .created_us = sbom->created_us,
    };
    memcpy(head.magic, magic, sizeof magic);
    for (size_t i = 0; i < LEN_OF(head_texts); i++)
        head.texts[i] = put_text(w, text_at(sbom, head_texts[i]));
    return head;
}

bool sbom_flat_write(const struct sbom *sbom, struct buf *out, struct err *err)
{
    struct writer w = {0};
    buf_init(&w.texts, UINT32_MAX);
    struct flat_head head = make_head(&w, sbom);
    buf_add(out, (struct text){(const char *)&head, sizeof head});
    for (size_t i = 0; i < sbom->component_count; i++)
        put_component(&w, &sbom->components[i], out);
    buf_add(out, (struct text){(const char *)sbom->edges, sbom->edge_count * sizeof *sbom->edges});
    for (size_t i = 0; i < sbom->fact_count; i++)
        put_fact(&w, &sbom->facts[i], out);
    for (size_t i = 0; i < sbom->oddity_count; i++)
        put_oddity(&w, &sbom->oddities[i], out);
    buf_add(out, buf_text(&w.texts));
    head.texts_len = (uint32_t)w.texts.len;
    bool is_fine = buf_check(&w.texts, err) && buf_check(out, err);
    if (is_fine)
        memcpy(out->at, &head, sizeof head);
    buf_done(&w.texts);
    map_done(&w.shared);
    return is_fine;
}

struct reader {
    struct text components, edges, facts, oddities, texts;
};

static bool fail(struct err *err, const char *what)
{
    return err_set(err, ERR_SYNTAX, "the flat SBOM is damaged: %s", what);
}

/* Cuts the parts that the head announces off bytes; all of it must be used up. */
static bool split(struct reader *r, struct flat_head *head, struct text bytes, struct err *err)
{
    if (bytes.len < sizeof *head)
        return fail(err, "too short");
    memcpy(head, bytes.at, sizeof *head);
    if (memcmp(head->magic, magic, sizeof magic) != 0 || head->format >= SBOM_FORMATS)
        return fail(err, "not of this kind");
    if (head->component_count > LIMIT_SBOM_COMPONENTS || head->edge_count > LIMIT_SBOM_EDGES ||
        head->fact_count > LIMIT_SBOM_FACTS || head->oddity_count > LIMIT_SBOM_ODDITIES)
        return fail(err, "more components, dependencies, facts or oddities than there may be");
    struct text rest = text_from(bytes, sizeof *head);
    const struct {
        struct text *part;
        size_t len;
    } parts[] = {
        {&r->components, head->component_count * sizeof(struct flat_component)},
        {&r->edges, head->edge_count * sizeof(struct sbom_edge)},
        {&r->facts, head->fact_count * sizeof(struct flat_fact)},
        {&r->oddities, head->oddity_count * sizeof(struct flat_oddity)},
        {&r->texts, head->texts_len},
    };
    for (size_t i = 0; i < LEN_OF(parts); i++) {
        if (parts[i].len > rest.len)
            return fail(err, "its length");
        *parts[i].part = text_slice(rest, 0, parts[i].len);
        rest = text_from(rest, parts[i].len);
    }
    return rest.len == 0 || fail(err, "its length");
}

static bool get_text(
    const struct reader *r, struct flat_text flat, void *owner, size_t offset, struct err *err)
{
    if (flat.at > r->texts.len || flat.len > r->texts.len - flat.at)
        return fail(err, "a text outside of it");
    struct text text = text_slice(r->texts, flat.at, (size_t)flat.at + flat.len);
    if (text_find(text, '\0') >= 0 || text_find_bad_utf8(text) >= 0)
        return fail(err, "a text that is not UTF-8");
    if (!text.len)
        text = (struct text){"", 0};
    memcpy((char *)owner + offset, &text, sizeof text);
    return true;
}

static bool get_component(
    const struct reader *r, uint32_t i, struct sbom_component *component, struct err *err)
{
    struct flat_component flat;
    memcpy(&flat, r->components.at + i * sizeof flat, sizeof flat);
    if (flat.parent >= i && flat.parent != SBOM_ROOT && flat.parent != SBOM_IN_ROOT)
        return fail(err, "a component inside a later one");
    if (flat.is_direct > 1 || flat.is_package > 1)
        return fail(err, "neither true nor false");
    for (size_t k = 0; k < LEN_OF(component_texts); k++)
        if (!get_text(r, flat.texts[k], component, component_texts[k], err))
            return false;
    component->parent = flat.parent;
    component->index = flat.index;
    component->is_direct = flat.is_direct;
    component->is_package = flat.is_package;
    return true;
}

static bool get_components(
    const struct reader *r, struct sbom *sbom, struct arena *arena, struct err *err)
{
    sbom->components = arena_take_array(arena, sbom->component_count, sizeof *sbom->components);
    if (!sbom->components)
        return arena_check(arena, err);
    for (uint32_t i = 0; i < sbom->component_count; i++)
        if (!get_component(r, i, &sbom->components[i], err))
            return false;
    return true;
}

static bool is_end(const struct sbom *sbom, uint32_t end)
{
    return end < sbom->component_count || end == SBOM_ROOT;
}

static bool get_edges(
    const struct reader *r, struct sbom *sbom, struct arena *arena, struct err *err)
{
    sbom->edges = arena_take_array(arena, sbom->edge_count, sizeof *sbom->edges);
    if (!sbom->edges)
        return arena_check(arena, err);
    if (r->edges.len)
        memcpy(sbom->edges, r->edges.at, r->edges.len);
    for (size_t i = 0; i < sbom->edge_count; i++)
        if (!is_end(sbom, sbom->edges[i].from) || !is_end(sbom, sbom->edges[i].to))
            return fail(err, "a dependency of nothing");
    return true;
}

static bool get_fact(const struct reader *r, const struct sbom *sbom, size_t i,
    struct sbom_fact *fact, struct err *err)
{
    struct flat_fact flat;
    memcpy(&flat, r->facts.at + i * sizeof flat, sizeof flat);
    if (flat.kind >= SBOM_FACT_KINDS || !is_end(sbom, flat.component))
        return fail(err, "a fact of nothing");
    fact->kind = (enum sbom_fact_kind)flat.kind;
    fact->component = flat.component;
    return get_text(r, flat.key, fact, offsetof(struct sbom_fact, key), err) &&
           get_text(r, flat.value, fact, offsetof(struct sbom_fact, value), err);
}

static bool get_facts(
    const struct reader *r, struct sbom *sbom, struct arena *arena, struct err *err)
{
    sbom->facts = arena_take_array(arena, sbom->fact_count, sizeof *sbom->facts);
    if (!sbom->facts)
        return arena_check(arena, err);
    for (size_t i = 0; i < sbom->fact_count; i++)
        if (!get_fact(r, sbom, i, &sbom->facts[i], err))
            return false;
    return sbom_fact_sort(sbom, arena) || arena_check(arena, err);
}

static bool get_oddities(
    const struct reader *r, struct sbom *sbom, struct arena *arena, struct err *err)
{
    sbom->oddities = arena_take_array(arena, sbom->oddity_count, sizeof *sbom->oddities);
    if (!sbom->oddities)
        return arena_check(arena, err);
    for (size_t i = 0; i < sbom->oddity_count; i++) {
        struct flat_oddity flat;
        struct sbom_oddity *oddity = &sbom->oddities[i];
        memcpy(&flat, r->oddities.at + i * sizeof flat, sizeof flat);
        if (!get_text(r, flat.place, oddity, offsetof(struct sbom_oddity, place), err) ||
            !get_text(r, flat.what, oddity, offsetof(struct sbom_oddity, what), err))
            return false;
    }
    return true;
}

bool sbom_flat_read(struct sbom *ret_sbom, struct text bytes, struct arena *arena, struct err *err)
{
    struct reader r;
    struct flat_head head;
    if (!split(&r, &head, bytes, err))
        return false;
    struct sbom sbom = {
        .format = (enum sbom_format)head.format,
        .component_count = head.component_count,
        .edge_count = head.edge_count,
        .fact_count = head.fact_count,
        .oddity_count = head.oddity_count,
        .skipped_count = head.skipped_count,
        .odd_count = head.odd_count,
        .duplicate_ref_count = head.duplicate_ref_count,
        .dangling_ref_count = head.dangling_ref_count,
        .ignored_count = head.ignored_count,
        .created_us = head.created_us,
    };
    for (size_t i = 0; i < LEN_OF(head_texts); i++)
        if (!get_text(&r, head.texts[i], &sbom, head_texts[i], err))
            return false;
    if (!get_components(&r, &sbom, arena, err) || !get_edges(&r, &sbom, arena, err) ||
        !get_facts(&r, &sbom, arena, err) || !get_oddities(&r, &sbom, arena, err))
        return false;
    *ret_sbom = sbom;
    return true;
}
