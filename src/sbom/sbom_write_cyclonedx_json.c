/* SPDX-License-Identifier: Apache-2.0 */
/* CycloneDX 1.6 (ECMA-424). */
#include "codec/json.h"
#include "sbom/cyclonedx_check.h"
#include "sbom/sbom_write_cyclonedx_fact.h"

/* What is told by one member with a text. */
static const struct {
    enum sbom_fact_kind kind;
    const char *member;
} plain[] = {
    {SBOM_FACT_PUBLISHER, "publisher"},
    {SBOM_FACT_DESCRIPTION, "description"},
    {SBOM_FACT_COPYRIGHT, "copyright"},
};

/* Organisations and people. */
static const struct {
    enum sbom_fact_kind kind;
    const char *member;
    bool is_person, is_list;
} contacts[] =
    {
        {SBOM_FACT_SUPPLIER, "supplier", false, false},
        {SBOM_FACT_MANUFACTURER, "manufacturer", false, false},
        {SBOM_FACT_AUTHOR, "authors", true, true},
},
  sbom_contacts[] = {
      {SBOM_FACT_SBOM_AUTHOR, "authors", true, true},
      {SBOM_FACT_SBOM_MANUFACTURER, "manufacturer", false, false},
      {SBOM_FACT_SBOM_SUPPLIER, "supplier", false, false},
};

static void print_contact(struct buf *out, const struct sbom_fact *fact, bool is_person)
{
    bool is_mail = text_find(fact->key, '@') >= 0;
    json_print_open(out, '{');
    json_print_member(out, "name", fact->value);
    if (fact->key.len && is_person) {
        json_print_member(out, "email", fact->key);
    } else if (fact->key.len && is_mail) {
        json_print_member_open(out, "contact", '[');
        json_print_open(out, '{');
        json_print_member(out, "email", fact->key);
        json_print_close(out, '}');
        json_print_close(out, ']');
    } else if (fact->key.len) {
        json_print_member_open(out, "url", '[');
        json_print_text(out, fact->key);
        json_print_close(out, ']');
    }
    json_print_close(out, '}');
}

/* -- facts as members -- */

/* Begins a member that is a list of objects, at its first entry. */
static void open_entry(struct buf *out, const char *member, bool *has_list)
{
    sbom_writer_open_list(out, member, has_list);
    json_print_open(out, '{');
}

static void print_contacts(struct sbom_writer *w, uint32_t component, enum sbom_fact_kind kind,
    const char *member, bool is_person, bool is_list)
{
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    const struct sbom_fact *fact = sbom_fact_next(&walk, kind);
    if (!fact)
        return;
    if (is_list)
        json_print_member_open(w->out, member, '[');
    else
        json_print_key(w->out, member);
    print_contact(w->out, fact, is_person);
    while ((fact = sbom_fact_next(&walk, kind))) {
        if (is_list)
            print_contact(w->out, fact, is_person);
        else
            sbom_writer_lose(w, fact);
    }
    if (is_list)
        json_print_close(w->out, ']');
}

static void print_plain(struct sbom_writer *w, uint32_t component)
{
    for (size_t i = 0; i < LEN_OF(plain); i++) {
        struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
        const struct sbom_fact *fact = sbom_fact_next(&walk, plain[i].kind);
        if (fact)
            json_print_member(w->out, plain[i].member, fact->value);
        while ((fact = sbom_fact_next(&walk, plain[i].kind)))
            sbom_writer_lose(w, fact);
    }
}

static void print_hashes(struct sbom_writer *w, uint32_t component)
{
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    bool has_list = false;
    for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, SBOM_FACT_HASH));) {
        bool is_later = text_starts(fact->key, TEXT("Streebog-")); /* than 1.6 */
        if (is_later || !cyclonedx_check_is_hash(fact->key, fact->value)) {
            sbom_writer_lose(w, fact);
            continue;
        }
        open_entry(w->out, "hashes", &has_list);
        json_print_member(w->out, "alg", fact->key);
        json_print_member(w->out, "content", fact->value);
        json_print_close(w->out, '}');
    }
    sbom_writer_close_list(w->out, has_list);
}

static void print_pairs(struct sbom_writer *w, uint32_t component, enum sbom_fact_kind kind,
    const char *member, const char *key, const char *value)
{
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
    bool has_list = false;
    for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, kind));) {
        open_entry(w->out, member, &has_list);
        json_print_member(w->out, key, fact->key.len ? fact->key : TEXT("other"));
        json_print_member(w->out, value, fact->value);
        json_print_close(w->out, '}');
    }
    sbom_writer_close_list(w->out, has_list);
}

/* What matching takes from them, so that it is the same afterwards: in the words of Trivy, which others read too. */
static void print_property(struct buf *out, const char *name, struct text value, bool *has_list)
{
    if (!value.len)
        return;
    open_entry(out, "properties", has_list);
    json_print_member_z(out, "name", name);
    json_print_member(out, "value", value);
    json_print_close(out, '}');
}

static void print_properties(struct sbom_writer *w, uint32_t i, const struct sbom_component *c)
{
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, i);
    bool has_list = false;
    print_property(w->out, "aquasecurity:trivy:SrcName", c->source_package, &has_list);
    print_property(w->out, "aquasecurity:trivy:SrcVersion", c->source_version, &has_list);
    print_property(w->out, "aquasecurity:trivy:Modularitylabel", c->module, &has_list);
    if (!c->is_package && !c->purl.len)
        print_property(w->out, "aquasecurity:trivy:Class", TEXT("lang-pkgs"), &has_list);
    for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, SBOM_FACT_PROPERTY));) {
        open_entry(w->out, "properties", &has_list);
        json_print_member(w->out, "name", fact->key);
        json_print_member(w->out, "value", fact->value);
        json_print_close(w->out, '}');
    }
    sbom_writer_close_list(w->out, has_list);
}

static void lose_rest(struct sbom_writer *w, uint32_t component)
{
    static const enum sbom_fact_kind kinds[] = {
        SBOM_FACT_COMMENT, SBOM_FACT_FILE_NAME, SBOM_FACT_RELATION, SBOM_FACT_SBOM_COMMENT};
    for (size_t i = 0; i < LEN_OF(kinds); i++) {
        struct sbom_fact_walk walk = sbom_fact_of(w->sbom, component);
        for (const struct sbom_fact *fact; (fact = sbom_fact_next(&walk, kinds[i]));)
            sbom_writer_lose(w, fact);
    }
}

/* -- components -- */

/* A component has a type, which other formats need not say. */
static struct text type_of(const struct sbom_component *c)
{
    if (cyclonedx_check_is_word(CYCLONEDX_CHECK_TYPE, c->type))
        return c->type;
    return c->is_package ? TEXT("library") : TEXT("application");
}

static void print_facts(struct sbom_writer *w, uint32_t component, const struct sbom_component *c)
{
    for (size_t k = 0; k < LEN_OF(contacts); k++)
        print_contacts(w, component, contacts[k].kind, contacts[k].member, contacts[k].is_person,
            contacts[k].is_list);
    print_plain(w, component);
    print_hashes(w, component);
    print_pairs(w, component, SBOM_FACT_REFERENCE, "externalReferences", "type", "url");
    sbom_write_cyclonedx_identifiers(w, component, c->name);
    sbom_write_cyclonedx_pedigree(w, component, type_of(c));
    print_properties(w, component, c);
    sbom_write_cyclonedx_evidence(w, component, c);
    lose_rest(w, component);
}

static void print_identity(
    struct sbom_writer *w, struct text name, struct text version, struct text purl)
{
    struct sbom_writer_name parts = sbom_writer_name(name, purl, w->arena);
    if (parts.group.len)
        json_print_member(w->out, "group", parts.group);
    json_print_member(w->out, "name", parts.name);
    if (version.len)
        json_print_member(w->out, "version", version);
    if (purl.len)
        json_print_member(w->out, "purl", purl);
}

static void print_component(struct sbom_writer *w, uint32_t i);

/* Lists in lists are at most LIMIT_SBOM_NESTING deep: sbom_writer_init saw to it. */
static void print_list(struct sbom_writer *w, size_t list)
{
    if (w->first[list] == SBOM_WRITER_NONE)
        return;
    json_print_member_open(w->out, "components", '[');
    for (uint32_t i = w->first[list]; i != SBOM_WRITER_NONE; i = w->next[i])
        print_component(w, i);
    json_print_close(w->out, ']');
}

static void print_component(struct sbom_writer *w, uint32_t i)
{
    const struct sbom_component *c = &w->sbom->components[i];
    json_print_open(w->out, '{');
    json_print_member(w->out, "bom-ref", w->refs[i]);
    json_print_member(w->out, "type", type_of(c));
    print_identity(w, c->name, c->version, c->purl);
    if (c->cpe.len)
        json_print_member(w->out, "cpe", c->cpe);
    if (cyclonedx_check_is_word(CYCLONEDX_CHECK_SCOPE, c->scope))
        json_print_member(w->out, "scope", c->scope);
    sbom_write_cyclonedx_licenses(
        w, i, c->license, sbom_fact_first(w->sbom, i, SBOM_FACT_LICENSE_DECLARED));
    print_facts(w, i, c);
    print_list(w, i + SBOM_WRITER_LISTS);
    json_print_close(w->out, '}');
}

/* -- the document -- */

static void print_tools(struct sbom_writer *w)
{
    struct text rest = sbom_writer_tools(w);
    json_print_member_open(w->out, "tools", '{');
    json_print_member_open(w->out, "components", '[');
    while (rest.at) {
        struct sbom_writer_tool tool = sbom_writer_cut_tool(&rest);
        json_print_open(w->out, '{');
        json_print_member_z(w->out, "type", "application");
        json_print_member(w->out, "name", tool.name);
        if (tool.version.len)
            json_print_member(w->out, "version", tool.version);
        json_print_close(w->out, '}');
    }
    json_print_close(w->out, ']');
    json_print_close(w->out, '}');
}

static void print_subject(struct sbom_writer *w)
{
    const struct sbom *sbom = w->sbom;
    struct sbom_component subject = sbom_writer_subject(sbom);
    bool has_inner = w->first[SBOM_WRITER_SUBJECT] != SBOM_WRITER_NONE;
    if (!sbom->name.len && !has_inner && w->first_edge[0] == SBOM_WRITER_NONE)
        return;
    json_print_member_open(w->out, "component", '{');
    json_print_member(w->out, "bom-ref", w->root_ref);
    json_print_member(w->out, "type", subject.type);
    print_identity(w, subject.name, subject.version, subject.purl);
    if (subject.cpe.len)
        json_print_member(w->out, "cpe", subject.cpe);
    print_facts(w, SBOM_ROOT, &subject);
    print_list(w, SBOM_WRITER_SUBJECT);
    json_print_close(w->out, '}');
}

static void print_metadata(struct sbom_writer *w)
{
    json_print_member_open(w->out, "metadata", '{');
    json_print_member(w->out, "timestamp", sbom_writer_time(w));
    struct sbom_fact_walk walk = sbom_fact_of(w->sbom, SBOM_ROOT);
    bool has_list = false;
    for (const struct sbom_fact *f; (f = sbom_fact_next(&walk, SBOM_FACT_SBOM_LIFECYCLE));) {
        open_entry(w->out, "lifecycles", &has_list);
        bool is_phase = cyclonedx_check_is_word(CYCLONEDX_CHECK_PHASE, f->value);
        json_print_member(w->out, is_phase ? "phase" : "name", f->value);
        json_print_close(w->out, '}');
    }
    sbom_writer_close_list(w->out, has_list);
    print_tools(w);
    for (size_t k = 0; k < LEN_OF(sbom_contacts); k++)
        print_contacts(w, SBOM_ROOT, sbom_contacts[k].kind, sbom_contacts[k].member,
            sbom_contacts[k].is_person, sbom_contacts[k].is_list);
    struct text license = sbom_fact_first(w->sbom, SBOM_ROOT, SBOM_FACT_SBOM_LICENSE);
    print_subject(w);
    sbom_write_cyclonedx_licenses(w, SBOM_ROOT, license, TEXT(""));
    json_print_close(w->out, '}');
}

static struct text ref_of(const struct sbom_writer *w, uint32_t end)
{
    return end == SBOM_ROOT ? w->root_ref : w->refs[end];
}

static void print_dependency(struct sbom_writer *w, size_t list, struct text ref)
{
    if (w->first_edge[list] == SBOM_WRITER_NONE)
        return;
    json_print_open(w->out, '{');
    json_print_member(w->out, "ref", ref);
    json_print_member_open(w->out, "dependsOn", '[');
    for (uint32_t e = w->first_edge[list]; e != SBOM_WRITER_NONE; e = w->next_edge[e])
        json_print_text(w->out, ref_of(w, w->sbom->edges[e].to));
    json_print_close(w->out, ']');
    json_print_close(w->out, '}');
}

static void print_dependencies(struct sbom_writer *w)
{
    if (!w->sbom->edge_count)
        return;
    json_print_member_open(w->out, "dependencies", '[');
    print_dependency(w, 0, w->root_ref);
    for (uint32_t i = 0; i < w->sbom->component_count; i++)
        print_dependency(w, i + 1, w->refs[i]);
    json_print_close(w->out, ']');
}

static void print_compositions(struct sbom_writer *w)
{
    bool has_list = false;
    for (size_t i = 0; i < w->sbom->fact_count; i++) {
        const struct sbom_fact *fact = &w->sbom->facts[i];
        if (fact->kind != SBOM_FACT_COMPOSITION)
            continue;
        if (!cyclonedx_check_is_word(CYCLONEDX_CHECK_AGGREGATE, fact->key)) {
            sbom_writer_lose(w, fact);
            continue;
        }
        open_entry(w->out, "compositions", &has_list);
        json_print_member(w->out, "aggregate", fact->key);
        json_print_key_text(w->out, fact->value);
        json_print_open(w->out, '[');
        json_print_text(w->out, ref_of(w, fact->component));
        json_print_close(w->out, ']');
        json_print_close(w->out, '}');
    }
    sbom_writer_close_list(w->out, has_list);
}

bool sbom_write_cyclonedx_json(struct sbom_writer *w, struct err *err)
{
    (void)err; /* what does not fit is told by the buffer */
    struct text serial = cyclonedx_check_is_serial(w->sbom->serial)
                             ? arena_text_lower(w->arena, w->sbom->serial)
                             : sbom_writer_urn(w);
    json_print_open(w->out, '{');
    json_print_member_z(w->out, "$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
    json_print_member_z(w->out, "bomFormat", "CycloneDX");
    json_print_member_z(w->out, "specVersion", "1.6");
    json_print_member(w->out, "serialNumber", serial);
    json_print_member_int(w->out, "version", 1);
    print_metadata(w);
    print_list(w, SBOM_WRITER_DOCUMENT);
    print_dependencies(w);
    print_compositions(w);
    json_print_close(w->out, '}');
    buf_add_char(w->out, '\n');
    return true;
}
