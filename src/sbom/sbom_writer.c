/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_writer.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/map.h"
#include "codec/sha256.h"
#include "domain/purl.h"

/* Whether every format gives a reference back as it is: XML and tag-value do not keep all that JSON does. */
static bool is_sound(struct text ref)
{
    for (size_t i = 0; i < ref.len; i++)
        if (text_control_len(text_from(ref, i)))
            return false;
    return ref.len && ref.len <= LIMIT_NAME_BYTES && text_trim(ref).len == ref.len;
}

/* Gives every component a reference of its own: the one it has, unless it has none or another has it too. */
static bool make_refs(struct sbom_writer *w, struct err *err)
{
    const struct sbom *sbom = w->sbom;
    struct map taken = {0};
    w->refs = arena_take_array(w->arena, sbom->component_count, sizeof *w->refs);
    if (!w->refs)
        return arena_check(w->arena, err);
    for (uint32_t i = 0; i < sbom->component_count; i++) {
        struct text ref = sbom->components[i].ref;
        if (is_sound(ref) && map_add(&taken, ref, i, NULL))
            w->refs[i] = ref;
    }
    for (uint32_t i = 0, number = 1; i < sbom->component_count; i++)
        while (!w->refs[i].len) {
            struct text ref = arena_format(w->arena, "component-%u", number++);
            if (map_add(&taken, ref, i, NULL))
                w->refs[i] = ref;
            if (!ref.len)
                break; /* the arena is spent */
        }
    w->root_ref = TEXT("root");
    for (unsigned number = 2; map_find(&taken, w->root_ref, NULL); number++)
        w->root_ref = arena_format(w->arena, "root-%u", number);
    map_done(&taken);
    return arena_check(w->arena, err);
}

/* Where a component is listed. What stands in more components than a reader takes stands beside them. */
static size_t list_of(struct sbom_writer *w, uint32_t self, unsigned char *depths)
{
    uint32_t parent = w->sbom->components[self].parent;
    if (parent == SBOM_IN_ROOT)
        return SBOM_WRITER_SUBJECT;
    if (parent >= self)
        return SBOM_WRITER_DOCUMENT;
    if (depths[parent] + 1u >= LIMIT_SBOM_NESTING) {
        w->lost->nested_count++;
        return SBOM_WRITER_DOCUMENT;
    }
    depths[self] = (unsigned char)(depths[parent] + 1);
    return parent + SBOM_WRITER_LISTS;
}

/* Takes an edge that was there before out of the order in which each is written. */
static void link_edges(struct sbom_writer *w, uint32_t *latest)
{
    const struct sbom *sbom = w->sbom;
    for (size_t list = 0; list <= sbom->component_count; list++) {
        uint32_t *at = &w->first_edge[list];
        while (*at != SBOM_WRITER_NONE) {
            uint32_t to = sbom->edges[*at].to == SBOM_ROOT ? 0 : sbom->edges[*at].to + 1;
            bool is_repeated = latest[to] == list + 1;
            latest[to] = (uint32_t)list + 1;
            if (is_repeated)
                *at = w->next_edge[*at];
            else
                at = &w->next_edge[*at];
        }
    }
}

static bool make_lists(struct sbom_writer *w, struct err *err)
{
    const struct sbom *sbom = w->sbom;
    size_t count = sbom->component_count;
    w->first = arena_take_array(w->arena, count + SBOM_WRITER_LISTS, sizeof *w->first);
    w->next = arena_take_array(w->arena, count, sizeof *w->next);
    w->first_edge = arena_take_array(w->arena, count + 1, sizeof *w->first_edge);
    w->next_edge = arena_take_array(w->arena, sbom->edge_count, sizeof *w->next_edge);
    unsigned char *depths = arena_take(w->arena, count);
    uint32_t *latest = arena_take_array(w->arena, count + 1, sizeof *latest);
    size_t *lists = arena_take_array(w->arena, count, sizeof *lists);
    if (!w->first || !w->next || !w->first_edge || !w->next_edge || !depths || !latest || !lists)
        return arena_check(w->arena, err);
    memset(w->first, 0xff, (count + SBOM_WRITER_LISTS) * sizeof *w->first);
    memset(w->first_edge, 0xff, (count + 1) * sizeof *w->first_edge);
    for (uint32_t i = 0; i < count; i++)
        lists[i] = list_of(w, i, depths);
    /* From the last to the first, so that each list is in the document's order. */
    for (uint32_t i = (uint32_t)count; i-- > 0;) {
        w->next[i] = w->first[lists[i]];
        w->first[lists[i]] = i;
    }
    for (uint32_t i = (uint32_t)sbom->edge_count; i-- > 0;) {
        uint32_t from = sbom->edges[i].from;
        size_t list = from == SBOM_ROOT ? 0 : from + 1;
        w->next_edge[i] = w->first_edge[list];
        w->first_edge[list] = i;
    }
    link_edges(w, latest);
    return true;
}

bool sbom_writer_init(struct sbom_writer *writer, struct err *err)
{
    return make_refs(writer, err) && make_lists(writer, err);
}

struct sbom_writer_name sbom_writer_name(struct text name, struct text written, struct arena *arena)
{
    struct purl purl;
    struct err ignored = {0};
    if (!written.len || !purl_read(&purl, written, arena, &ignored) || !purl.space.len ||
        !text_starts(name, purl.space) || name.len < purl.space.len + 2 ||
        !strchr("/:", name.at[purl.space.len]))
        return (struct sbom_writer_name){{"", 0}, name};
    return (struct sbom_writer_name){
        text_slice(name, 0, purl.space.len), text_from(name, purl.space.len + 1)};
}

struct sbom_component sbom_writer_subject(const struct sbom *sbom)
{
    return (struct sbom_component){.name = sbom->name.len ? sbom->name : TEXT("unnamed"),
        .type = TEXT("application"),
        .version = sbom->version,
        .purl = sbom->purl,
        .cpe = sbom->cpe,
        .is_package = true};
}

static void add_text(struct sha256 *hash, struct text text)
{
    sha256_add(hash, text);
    sha256_add(hash, (struct text){"", 1}); /* the NUL behind it */
}

struct text sbom_writer_urn(const struct sbom_writer *writer)
{
    const struct sbom *sbom = writer->sbom;
    unsigned char d[SHA256_SIZE];
    struct sha256 *hash = sha256_new();
    const struct text texts[] = {sbom->name, sbom->version, sbom->purl, sbom->serial, sbom->tool};
    for (size_t i = 0; i < LEN_OF(texts); i++)
        add_text(hash, texts[i]);
    for (size_t i = 0; i < sbom->component_count; i++) {
        const struct sbom_component *c = &sbom->components[i];
        add_text(hash, c->name);
        add_text(hash, c->version);
        add_text(hash, c->purl);
    }
    sha256_end(hash, d);
    d[6] = (unsigned char)(0x80 | (d[6] & 0x0f));
    d[8] = (unsigned char)(0x80 | (d[8] & 0x3f));
    return arena_format(writer->arena,
        "urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", d[0], d[1],
        d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9], d[10], d[11], d[12], d[13], d[14], d[15]);
}

bool sbom_writer_is_iri(struct text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == ' ' || (text.at[i] && strchr("<>\"{}|\\^`", text.at[i])) ||
            text_control_len(text_from(text, i)))
            return false;
    return text.len <= LIMIT_NAME_BYTES && text_find(text, ':') > 0 && text_is_alpha(text.at[0]);
}

struct text sbom_writer_tools(const struct sbom_writer *writer)
{
    struct text own = TEXT("kenzen " KENZEN_VERSION), all = writer->sbom->tool, rest = all;
    while (rest.at)
        if (text_eq(text_trim(text_cut(&rest, ',')), own))
            return all;
    return arena_join(writer->arena, all, ", ", own);
}

struct sbom_writer_tool sbom_writer_cut_tool(struct text *rest)
{
    struct text whole = text_trim(text_cut(rest, ','));
    ptrdiff_t space = text_find_last(whole, ' ');
    if (space <= 0)
        return (struct sbom_writer_tool){whole, {"", 0}};
    return (struct sbom_writer_tool){
        text_slice(whole, 0, (size_t)space), text_from(whole, (size_t)space + 1)};
}

struct text sbom_writer_time(const struct sbom_writer *writer)
{
    char at[CLOCK_TEXT_SIZE];
    int64_t us = writer->sbom->created_us ? writer->sbom->created_us : writer->order->now_us;
    clock_print(us - us % CLOCK_SECOND_US, at);
    return arena_text(writer->arena, text_of(at));
}

void sbom_writer_open_list(struct buf *out, const char *member, bool *has_list)
{
    if (!*has_list)
        json_print_member_open(out, member, '[');
    *has_list = true;
}

void sbom_writer_close_list(struct buf *out, bool has_list)
{
    if (has_list)
        json_print_close(out, ']');
}

void sbom_writer_lose(struct sbom_writer *writer, const struct sbom_fact *fact)
{
    writer->lost->facts[fact->kind]++;
}

bool sbom_writer_is_expression(struct text text)
{
    bool was_word = false;
    while (text.at) {
        struct text word = text_cut(&text, ' ');
        bool is_operator = text_is(word, "AND") || text_is(word, "OR") || text_is(word, "WITH");
        if (!word.len || (!is_operator && was_word) || (is_operator && !was_word))
            return false;
        for (size_t i = 0; i < word.len; i++)
            if (!text_is_alpha(word.at[i]) && !text_is_digit(word.at[i]) &&
                !strchr(".-+:()", word.at[i]))
                return false;
        was_word = !is_operator;
    }
    return was_word;
}
