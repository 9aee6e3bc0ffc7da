/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_write_cyclonedx_fact.h"

#include "domain/license_list.h"
#include "domain/purl.h"
#include "sbom/cyclonedx_check.h"

static const struct sbom_fact *next_of(
    struct sbom_fact_walk *walk, enum sbom_fact_kind kind, const char *key)
{
    const struct sbom_fact *fact;
    while ((fact = sbom_fact_next(walk, kind)) && !text_is(fact->key, key))
        ;
    return fact;
}

static bool is_any(struct text text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(text, words[i]))
            return true;
    return false;
}

static void open_object(struct buf *out, const char *member, bool *has_object)
{
    if (!*has_object)
        json_print_member_open(out, member, '{');
    *has_object = true;
}

static void close_object(struct buf *out, bool has_object)
{
    if (has_object)
        json_print_close(out, '}');
}

/* -- licences -- */

/* The text that is told of a licence of a component, or NULL. */
static const struct sbom_fact *find_text(
    const struct sbom_writer *w, uint32_t component, struct text license)
{
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    const struct sbom_fact *fact = NULL;
    while (license.len && (fact = sbom_fact_next(&walk, SBOM_FACT_LICENSE_TEXT)) &&
           !text_eq(fact->key, license))
        ;
    return license.len ? fact : NULL;
}

static void print_license(
    struct buf *out, struct text license, const struct sbom_fact *text, const char *acknowledgement)
{
    const struct license_list_row *row = license_list_find(license);
    bool is_listed = row && text_is(license, row->id);
    json_print_open(out, '{');
    json_print_member_open(out, "license", '{');
    json_print_member(out, is_listed ? "id" : "name", license);
    if (text) {
        json_print_member_open(out, "text", '{');
        json_print_member(out, "content", text->value);
        json_print_close(out, '}');
    }
    if (acknowledgement)
        json_print_member_z(out, "acknowledgement", acknowledgement);
    json_print_close(out, '}');
    json_print_close(out, '}');
}

/* An expression stands alone; what is none goes by its name. */
static void print_only(struct buf *out, struct text license, const struct sbom_fact *text)
{
    if (text || !sbom_writer_is_expression(license)) {
        print_license(out, license, text, NULL);
        return;
    }
    json_print_open(out, '{');
    json_print_member(out, "expression", license);
    json_print_close(out, '}');
}

void sbom_write_cyclonedx_licenses(
    struct sbom_writer *w, uint32_t component, struct text license, struct text declared)
{
    const struct sbom_fact *texts[] = {
        find_text(w, component, license), find_text(w, component, declared)};
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, SBOM_FACT_LICENSE_TEXT));)
        if (fact != texts[0] && fact != texts[1])
            sbom_writer_lose(w, fact);
    if (!license.len && !declared.len)
        return;
    json_print_member_open(w->out, "licenses", '[');
    if (!declared.len)
        print_only(w->out, license, texts[0]);
    else if (license.len)
        print_license(w->out, license, texts[0], "concluded");
    if (declared.len)
        print_license(w->out, declared, texts[1], "declared");
    json_print_close(w->out, ']');
}

/* -- identifiers -- */

static void print_swid(struct sbom_writer *w, const struct sbom_fact *fact, struct text name)
{
    json_print_member_open(w->out, "swid", '{');
    json_print_member(w->out, "tagId", fact->value);
    json_print_member(w->out, "name", name);
    json_print_close(w->out, '}');
}

static void print_ids(struct sbom_writer *w, uint32_t component, const char *key)
{
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    bool has_list = false;
    for (const struct sbom_fact *fact; (fact = next_of(&walk, SBOM_FACT_IDENTIFIER, key));) {
        sbom_writer_open_list(w->out, key, &has_list);
        json_print_text(w->out, fact->value);
    }
    sbom_writer_close_list(w->out, has_list);
}

void sbom_write_cyclonedx_identifiers(struct sbom_writer *w, uint32_t component, struct text name)
{
    static const char *const lists[] = {"omniborId", "swhid"};
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    const struct sbom_fact *swid = next_of(&walk, SBOM_FACT_IDENTIFIER, "swid"), *fact;
    for (size_t i = 0; i < LEN_OF(lists); i++)
        print_ids(w, component, lists[i]);
    if (swid)
        print_swid(w, swid, name);
    walk = sbom_fact_of(w->sbom, component);
    while ((fact = sbom_fact_next(&walk, SBOM_FACT_IDENTIFIER)))
        if (fact != swid && !is_any(fact->key, lists, LEN_OF(lists)))
            sbom_writer_lose(w, fact);
}

/* -- pedigree -- */

/* Goes by its package URL, else by "name@version". Returns whether that tells a name. */
static bool read_relative(
    struct sbom_component *c, struct text *ret_group, struct text value, struct arena *arena)
{
    struct purl purl;
    struct err ignored = {0};
    ptrdiff_t at = text_find_last(value, '@');
    *c = (struct sbom_component){.name = value};
    *ret_group = (struct text){"", 0};
    if (text_starts(value, TEXT("pkg:"))) {
        if (!purl_read(&purl, value, arena, &ignored))
            return false;
        *c = (struct sbom_component){.name = purl.name, .version = purl.version, .purl = value};
        *ret_group = purl.space;
    } else if (at > 0 && (size_t)at + 1 < value.len) {
        c->name = text_slice(value, 0, (size_t)at);
        c->version = text_from(value, (size_t)at + 1);
    }
    return true;
}

static void print_relative(struct sbom_writer *w, struct text value, struct text type)
{
    struct sbom_component c;
    struct text group;
    (void)read_relative(&c, &group, value, w->arena);
    json_print_open(w->out, '{');
    json_print_member(w->out, "type", type);
    if (group.len)
        json_print_member(w->out, "group", group);
    json_print_member(w->out, "name", c.name);
    if (c.version.len)
        json_print_member(w->out, "version", c.version);
    if (c.purl.len)
        json_print_member(w->out, "purl", c.purl);
    json_print_close(w->out, '}');
}

static void print_commit(struct sbom_writer *w, struct text value, struct text type)
{
    bool is_url = text_find_text(value, TEXT("://")) >= 0;
    (void)type;
    json_print_open(w->out, '{');
    json_print_member(w->out, is_url ? "url" : "uid", value);
    json_print_close(w->out, '}');
}

static void print_patch(struct sbom_writer *w, struct text value, struct text type)
{
    (void)type;
    json_print_open(w->out, '{');
    json_print_member(w->out, "type", value);
    json_print_close(w->out, '}');
}

/* Whether an entry can be written, so that no list is begun for none that can. */
static bool is_fit(const struct sbom_writer *w, const struct sbom_fact *fact)
{
    struct sbom_component c;
    struct text group;
    if (text_is(fact->key, "patch"))
        return cyclonedx_check_is_word(CYCLONEDX_CHECK_PATCH, fact->value);
    return text_is(fact->key, "commit") || read_relative(&c, &group, fact->value, w->arena);
}

void sbom_write_cyclonedx_pedigree(struct sbom_writer *w, uint32_t component, struct text type)
{
    static const struct {
        const char *key, *member;
        void (*print)(struct sbom_writer *w, struct text value, struct text type);
    } lists[] = {
        {"ancestor", "ancestors", print_relative},
        {"descendant", "descendants", print_relative},
        {"variant", "variants", print_relative},
        {"commit", "commits", print_commit},
        {"patch", "patches", print_patch},
    };
    bool has_object = false;
    const struct sbom_fact *fact;
    struct sbom_fact_walk walk;
    for (size_t i = 0; i < LEN_OF(lists); i++) {
        bool has_list = false;
        walk = sbom_fact_of(w->sbom, component);
        while ((fact = next_of(&walk, SBOM_FACT_PEDIGREE, lists[i].key))) {
            if (!is_fit(w, fact)) {
                sbom_writer_lose(w, fact);
                continue;
            }
            open_object(w->out, "pedigree", &has_object);
            sbom_writer_open_list(w->out, lists[i].member, &has_list);
            lists[i].print(w, fact->value, type);
        }
        sbom_writer_close_list(w->out, has_list);
    }
    walk = sbom_fact_of(w->sbom, component);
    if ((fact = next_of(&walk, SBOM_FACT_PEDIGREE, "notes"))) {
        open_object(w->out, "pedigree", &has_object);
        json_print_member(w->out, "notes", fact->value);
    }
    close_object(w->out, has_object);
}

/* -- evidence -- */

/* Which member of a component a value was found for: it is one of their names, when no value was told, or what stands there. */
static const char *field_of(const struct sbom_component *c, struct text value)
{
    static const char *const fields[] = {
        "group", "name", "version", "purl", "cpe", "omniborId", "swhid", "swid", "hash"};
    const struct {
        const char *field;
        struct text value;
    } values[] = {{"purl", c->purl}, {"cpe", c->cpe}, {"version", c->version}, {"name", c->name}};
    for (size_t i = 0; i < LEN_OF(fields); i++)
        if (text_is(value, fields[i]))
            return fields[i];
    for (size_t i = 0; i < LEN_OF(values); i++)
        if (text_eq(value, values[i].value))
            return values[i].field;
    return text_starts(value, TEXT("pkg:")) ? "purl" : NULL;
}

static void print_identities(
    struct sbom_writer *w, uint32_t component, const struct sbom_component *c, bool *has_object)
{
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    bool has_list = false;
    for (const struct sbom_fact *fact; (fact = next_of(&walk, SBOM_FACT_EVIDENCE, "identity"));) {
        const char *field = field_of(c, fact->value);
        if (!field) {
            sbom_writer_lose(w, fact);
            continue;
        }
        open_object(w->out, "evidence", has_object);
        sbom_writer_open_list(w->out, "identity", &has_list);
        json_print_open(w->out, '{');
        json_print_member_z(w->out, "field", field);
        if (!text_is(fact->value, field))
            json_print_member(w->out, "concludedValue", fact->value);
        json_print_close(w->out, '}');
    }
    sbom_writer_close_list(w->out, has_list);
}

/* An object with one member for each fact of a key, first among them. */
static void print_found(struct sbom_writer *w, uint32_t component, const char *key,
    const char *const members[2], struct text first, bool *has_object)
{
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    const struct sbom_fact *fact = next_of(&walk, SBOM_FACT_EVIDENCE, key);
    bool has_list = false;
    if (first.len && fact && text_eq(fact->value, first))
        first = TEXT("");
    while (first.len || fact) {
        open_object(w->out, "evidence", has_object);
        sbom_writer_open_list(w->out, members[0], &has_list);
        json_print_open(w->out, '{');
        json_print_member(w->out, members[1], first.len ? first : fact->value);
        json_print_close(w->out, '}');
        if (!first.len)
            fact = next_of(&walk, SBOM_FACT_EVIDENCE, key);
        first = TEXT("");
    }
    sbom_writer_close_list(w->out, has_list);
}

static void print_found_licenses(struct sbom_writer *w, uint32_t component, bool *has_object)
{
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    const struct sbom_fact *fact = next_of(&walk, SBOM_FACT_EVIDENCE, "licence");
    const struct sbom_fact *second = fact ? next_of(&walk, SBOM_FACT_EVIDENCE, "licence") : NULL;
    if (!fact)
        return;
    open_object(w->out, "evidence", has_object);
    json_print_member_open(w->out, "licenses", '[');
    if (!second)
        print_only(w->out, fact->value, NULL);
    else
        print_license(w->out, fact->value, NULL, NULL);
    for (; second; second = next_of(&walk, SBOM_FACT_EVIDENCE, "licence"))
        print_license(w->out, second->value, NULL, NULL);
    json_print_close(w->out, ']');
}

void sbom_write_cyclonedx_evidence(
    struct sbom_writer *w, uint32_t component, const struct sbom_component *c)
{
    static const char *const occurrences[] = {"occurrences", "location"};
    static const char *const copyrights[] = {"copyright", "text"};
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    bool has_object = false;
    print_identities(w, component, c, &has_object);
    print_found(w, component, "occurrence", occurrences, c->path, &has_object);
    print_found_licenses(w, component, &has_object);
    print_found(w, component, "copyright", copyrights, TEXT(""), &has_object);
    close_object(w->out, has_object);
    /* A frame of a call stack is of a module, which a fact does not tell apart from its file. */
    for (const struct sbom_fact *fact; (fact = next_of(&walk, SBOM_FACT_EVIDENCE, "callstack"));)
        sbom_writer_lose(w, fact);
}
