/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx3_print.h"

#include "domain/license_list.h"

struct text spdx3_print_id(const struct spdx3_print *print, const char *kind, size_t number)
{
    if (!number)
        return arena_format(
            print->writer->arena, "%.*s%s%s", TEXT_ARG(print->base), print->between, kind);
    return arena_format(
        print->writer->arena, "%.*s%s%s-%zu", TEXT_ARG(print->base), print->between, kind, number);
}

struct text spdx3_print_end(const struct spdx3_print *print, uint32_t component)
{
    return component == SBOM_ROOT ? spdx3_print_id(print, "Root", 0) : print->ids[component];
}

/* Whether an id is one of those that are made here. */
static bool is_made(const struct spdx3_print *print, struct text id)
{
    static const char *const kinds[] = {
        "Component-", "Agent-", "License-", "Element-", "Root", "Sbom"};
    if (!text_starts(id, print->base))
        return false;
    struct text rest = text_from(id, print->base.len);
    for (size_t i = 0; i < LEN_OF(kinds); i++)
        if (text_starts(text_from(rest, 1), text_of(kinds[i])))
            return true;
    return !rest.len; /* the document's own */
}

/* An IRI stays, unless it could be the id of something else here. */
static bool is_kept(const struct spdx3_print *print, struct text ref)
{
    bool is_web = text_starts(ref, TEXT("https://")) || text_starts(ref, TEXT("http://")) ||
                  text_starts(ref, TEXT("urn:"));
    return is_web && sbom_writer_is_iri(ref) && !is_made(print, ref);
}

/* -- licences -- */

static struct text add_license(struct spdx3_print *print, struct text name, struct text text)
{
    uint32_t number = (uint32_t)print->licenses.len;
    if (map_add(&print->license_numbers, name, number, &number))
        *VEC_ADD(&print->licenses) = (struct spdx3_print_license){name, text};
    return spdx3_print_id(print, "License", number + 1u);
}

struct text spdx3_print_add_license(struct spdx3_print *print, struct text license)
{
    return add_license(
        print, license, sbom_writer_is_expression(license) ? (struct text){"", 0} : license);
}

/* The text of a licence on the list is known, and has no place here. */
static void take_text(struct spdx3_print *print, const struct sbom_fact *fact)
{
    uint32_t number;
    if (!fact->key.len || license_list_find(fact->key))
        sbom_writer_lose(print->writer, fact);
    else if (!map_find(&print->license_numbers, fact->key, &number))
        (void)add_license(print, fact->key, fact->value);
    else if (!text_eq(print->licenses.at[number].text, fact->value))
        sbom_writer_lose(print->writer, fact);
}

static void print_license(struct spdx3_print *print, size_t i)
{
    const struct spdx3_print_license *license = &print->licenses.at[i];
    struct buf *out = print->writer->out;
    struct text id = spdx3_print_id(print, "License", i + 1);
    if (license->text.len) {
        spdx3_print_begin(print, "simplelicensing_SimpleLicensingText", id);
        json_print_member(out, "name", license->name);
        json_print_member(out, "simplelicensing_licenseText", license->text);
    } else {
        spdx3_print_begin(print, "simplelicensing_LicenseExpression", id);
        json_print_member(out, "simplelicensing_licenseExpression", license->name);
    }
    json_print_close(out, '}');
}

/* -- agents -- */

struct text spdx3_print_add_agent(
    struct spdx3_print *print, const char *type, struct text name, struct text contact)
{
    uint32_t number = (uint32_t)print->agents.len;
    struct text key = arena_format(
        print->writer->arena, "%s %zu %.*s%.*s", type, name.len, TEXT_ARG(name), TEXT_ARG(contact));
    if (map_add(&print->agent_numbers, key, number, &number))
        *VEC_ADD(&print->agents) = (struct spdx3_print_agent){type, name, contact};
    return spdx3_print_id(print, "Agent", number + 1u);
}

static void print_contact(struct buf *out, struct text contact)
{
    bool is_mail = text_find(contact, '@') >= 0;
    json_print_member_open(out, is_mail ? "externalIdentifier" : "externalRef", '[');
    json_print_open(out, '{');
    json_print_member_z(out, "type", is_mail ? "ExternalIdentifier" : "ExternalRef");
    if (is_mail) {
        json_print_member_z(out, "externalIdentifierType", "email");
        json_print_member(out, "identifier", contact);
    } else {
        json_print_member_z(out, "externalRefType", "altWebPage");
        json_print_member_open(out, "locator", '[');
        json_print_text(out, contact);
        json_print_close(out, ']');
    }
    json_print_close(out, '}');
    json_print_close(out, ']');
}

static void print_agent(struct spdx3_print *print, size_t i)
{
    const struct spdx3_print_agent *agent = &print->agents.at[i];
    struct buf *out = print->writer->out;
    spdx3_print_begin(print, agent->type, spdx3_print_id(print, "Agent", i + 1));
    json_print_member(out, "name", agent->name);
    if (agent->contact.len)
        print_contact(out, agent->contact);
    json_print_close(out, '}');
}

/* -- all -- */

void spdx3_print_begin(struct spdx3_print *print, const char *type, struct text id)
{
    struct buf *out = print->writer->out;
    json_print_open(out, '{');
    json_print_member_z(out, "type", type);
    json_print_member(out, "spdxId", id);
    json_print_member_z(out, "creationInfo", "_:creation");
}

void spdx3_print_shared(struct spdx3_print *print)
{
    for (size_t i = 0; i < print->licenses.len; i++)
        print_license(print, i);
    for (size_t i = 0; i < print->agents.len; i++)
        print_agent(print, i);
}

bool spdx3_print_init(struct spdx3_print *print, struct sbom_writer *writer, struct err *err)
{
    const struct sbom *sbom = writer->sbom;
    *print = (struct spdx3_print){.writer = writer};
    print->base = sbom_writer_is_iri(sbom->serial) ? sbom->serial : sbom_writer_urn(writer);
    print->between = text_find(print->base, '#') < 0 ? "#" : "/";
    print->ids = arena_take_array(writer->arena, sbom->component_count, sizeof *print->ids);
    if (!print->ids)
        return arena_check(writer->arena, err);
    for (uint32_t i = 0; i < sbom->component_count; i++) {
        bool stays = is_kept(print, writer->refs[i]);
        print->ids[i] = stays ? writer->refs[i] : spdx3_print_id(print, "Component", i + 1u);
    }
    for (size_t i = 0; i < sbom->fact_count; i++)
        if (sbom->facts[i].kind == SBOM_FACT_LICENSE_TEXT)
            take_text(print, &sbom->facts[i]);
    return arena_check(writer->arena, err);
}

void spdx3_print_done(struct spdx3_print *print)
{
    VEC_DONE(&print->agents);
    VEC_DONE(&print->licenses);
    map_done(&print->agent_numbers);
    map_done(&print->license_numbers);
}
