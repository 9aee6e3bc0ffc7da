/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/cyclonedx_fact.h"

#include "sbom/cyclonedx_check.h"
#include "sbom/cyclonedx_license.h"

struct reader {
    struct sbom_build *build;
    uint32_t component;
    enum sbom_fact_kind kind; /* of what is being read */
    const char *word;         /* its key, where that does not stand in the document */
};

/* Reads one entry of a list, an object that stands at at. */
typedef void read_entry(struct reader *r, yyjson_val *entry, const struct json_place *at);

static void each(struct reader *r, yyjson_val *value, const struct json_place *up, const char *key,
    read_entry *read)
{
    struct json_place list = {.up = up, .key = key};
    yyjson_val *array = cyclonedx_check_array(r->build, up, key, value), *entry;
    size_t i, count;
    yyjson_arr_foreach(array, i, count, entry)
    {
        struct json_place at = {.up = &list, .index = i};
        if (cyclonedx_check_object(r->build, &at, entry))
            read(r, entry, &at);
    }
}

static struct text member(
    struct reader *r, yyjson_val *object, const struct json_place *at, const char *key)
{
    return cyclonedx_check_text(r->build, at, key, json_get(object, key));
}

/* White space around a text is the layout of the document. */
static void add(struct reader *r, struct text key, struct text value)
{
    sbom_build_fact(r->build, r->component, r->kind, key, text_trim(value));
}

static void add_word(struct reader *r, struct text value)
{
    add(r, text_of(r->word), value);
}

/* -- people and organisations -- */

static void read_person(struct reader *r, yyjson_val *person, const struct json_place *at)
{
    struct text name = member(r, person, at, "name"), mail = member(r, person, at, "email");
    add(r, name.len ? mail : TEXT(""), name.len ? name : mail);
}

/* Goes by its name, and is reached at its first URL, else at its first contact's address. */
static void read_organization(
    struct reader *r, yyjson_val *value, const struct json_place *up, const char *key)
{
    struct json_place at = {.up = up, .key = key};
    if (!cyclonedx_check_object(r->build, &at, value))
        return;
    yyjson_val *urls = cyclonedx_check_array(r->build, &at, "url", json_get(value, "url"));
    yyjson_val *contacts =
        cyclonedx_check_array(r->build, &at, "contact", json_get(value, "contact"));
    yyjson_val *contact = yyjson_arr_get_first(contacts);
    struct text name = member(r, value, &at, "name"), reached = {"", 0};
    (void)json_text(yyjson_arr_get_first(urls), &reached);
    if (!reached.len)
        reached = json_get_text(contact, "email");
    if (text_find(reached, '\0') >= 0)
        reached = TEXT("");
    add(r, name.len ? reached : TEXT(""), name.len ? name : reached);
}

/* -- lists -- */

static void read_hash(struct reader *r, yyjson_val *hash, const struct json_place *at)
{
    struct text algorithm = member(r, hash, at, "alg"), content = member(r, hash, at, "content");
    cyclonedx_check_hash(r->build, at, algorithm, content);
    if (algorithm.len)
        add(r, algorithm, content);
}

static void read_reference(struct reader *r, yyjson_val *reference, const struct json_place *at)
{
    struct text type = member(r, reference, at, "type");
    if (!type.len)
        sbom_build_odd(r->build, at, "type", "is missing");
    add(r, type.len ? type : TEXT("other"), member(r, reference, at, "url"));
}

static void read_texts(
    struct reader *r, yyjson_val *value, const struct json_place *up, const char *key)
{
    struct json_place list = {.up = up, .key = key};
    yyjson_val *array = cyclonedx_check_array(r->build, up, key, value), *entry;
    size_t i, count;
    yyjson_arr_foreach(array, i, count, entry)
    {
        struct json_place at = {.up = &list, .index = i};
        add_word(r, cyclonedx_check_text(r->build, &at, NULL, entry));
    }
}

static void read_swid(struct reader *r, yyjson_val *value, const struct json_place *up)
{
    struct json_place at = {.up = up, .key = "swid"};
    if (!cyclonedx_check_object(r->build, &at, value))
        return;
    struct text id = member(r, value, &at, "tagId");
    if (!id.len)
        sbom_build_odd(r->build, &at, "tagId", "is missing");
    add_word(r, id);
}

/* -- pedigree -- */

static void read_relative(struct reader *r, yyjson_val *component, const struct json_place *at)
{
    struct text purl = member(r, component, at, "purl"), name = member(r, component, at, "name");
    struct text version = member(r, component, at, "version");
    add_word(r, purl.len ? purl : arena_join(r->build->arena, name, "@", version));
}

static void read_commit(struct reader *r, yyjson_val *commit, const struct json_place *at)
{
    struct text id = member(r, commit, at, "uid");
    add_word(r, id.len ? id : member(r, commit, at, "url"));
}

static void read_issue(struct reader *r, yyjson_val *issue, const struct json_place *at)
{
    cyclonedx_check_word(r->build, at, "type", CYCLONEDX_CHECK_ISSUE, member(r, issue, at, "type"));
}

static void read_patch(struct reader *r, yyjson_val *patch, const struct json_place *at)
{
    struct text type = member(r, patch, at, "type");
    cyclonedx_check_word(r->build, at, "type", CYCLONEDX_CHECK_PATCH, type);
    each(r, json_get(patch, "resolves"), at, "resolves", read_issue);
    add_word(r, type);
}

/* A list inside of a member, and what its entries are. */
struct part {
    const char *key, *word;
    read_entry *read;
};

static void read_parts(struct reader *r, yyjson_val *object, const struct json_place *at,
    const struct part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        r->word = parts[i].word;
        each(r, json_get(object, parts[i].key), at, parts[i].key, parts[i].read);
    }
}

static void read_pedigree(struct reader *r, yyjson_val *value, const struct json_place *up)
{
    static const struct part parts[] = {
        {"ancestors", "ancestor", read_relative},
        {"descendants", "descendant", read_relative},
        {"variants", "variant", read_relative},
        {"commits", "commit", read_commit},
        {"patches", "patch", read_patch},
    };
    struct json_place at = {.up = up, .key = "pedigree"};
    if (!cyclonedx_check_object(r->build, &at, value))
        return;
    read_parts(r, value, &at, parts, LEN_OF(parts));
    r->word = "notes";
    add_word(r, member(r, value, &at, "notes"));
}

/* -- evidence -- */

static void read_identity(struct reader *r, yyjson_val *identity, const struct json_place *at)
{
    struct text concluded = member(r, identity, at, "concludedValue");
    add_word(r, concluded.len ? concluded : member(r, identity, at, "field"));
}

static void read_occurrence(struct reader *r, yyjson_val *occurrence, const struct json_place *at)
{
    add_word(r, member(r, occurrence, at, "location"));
}

static void read_found_license(struct reader *r, yyjson_val *choice, const struct json_place *at)
{
    (void)at;
    add_word(r, cyclonedx_license_name(choice));
}

static void read_copyright(struct reader *r, yyjson_val *copyright, const struct json_place *at)
{
    add_word(r, member(r, copyright, at, "text"));
}

static void read_frame(struct reader *r, yyjson_val *frame, const struct json_place *at)
{
    struct text file = member(r, frame, at, "fullFilename");
    struct text where = file.len ? file : member(r, frame, at, "module");
    add_word(r, arena_join(r->build->arena, where, "#", member(r, frame, at, "function")));
}

static void read_callstack(struct reader *r, yyjson_val *value, const struct json_place *up)
{
    struct json_place at = {.up = up, .key = "callstack"};
    r->word = "callstack";
    if (cyclonedx_check_object(r->build, &at, value))
        each(r, json_get(value, "frames"), &at, "frames", read_frame);
}

static void read_evidence(struct reader *r, yyjson_val *value, const struct json_place *up)
{
    static const struct part parts[] = {
        {"occurrences", "occurrence", read_occurrence},
        {"licenses", "licence", read_found_license},
        {"copyright", "copyright", read_copyright},
    };
    struct json_place at = {.up = up, .key = "evidence"};
    struct json_place one = {.up = &at, .key = "identity"};
    if (!cyclonedx_check_object(r->build, &at, value))
        return;
    yyjson_val *identity = json_get(value, "identity");
    r->word = "identity";
    if (yyjson_is_obj(identity)) /* 1.5 has one, 1.6 one or many */
        read_identity(r, identity, &one);
    else
        each(r, identity, &at, "identity", read_identity);
    read_parts(r, value, &at, parts, LEN_OF(parts));
    read_callstack(r, json_get(value, "callstack"), &at);
}

/* -- a component -- */

static void read_plain(struct reader *r, yyjson_val *const *values, const struct json_place *at)
{
    static const struct {
        enum cyclonedx_member member;
        enum sbom_fact_kind kind;
    } rows[] = {
        {CYCLONEDX_MEMBER_AUTHOR, SBOM_FACT_AUTHOR},
        {CYCLONEDX_MEMBER_PUBLISHER, SBOM_FACT_PUBLISHER},
        {CYCLONEDX_MEMBER_DESCRIPTION, SBOM_FACT_DESCRIPTION},
        {CYCLONEDX_MEMBER_COPYRIGHT, SBOM_FACT_COPYRIGHT},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        if (!values[rows[i].member])
            continue;
        r->kind = rows[i].kind;
        add(r, TEXT(""),
            cyclonedx_check_text(
                r->build, at, cyclonedx_member_key(rows[i].member), values[rows[i].member]));
    }
}

static void read_lists(struct reader *r, yyjson_val *const *values, const struct json_place *at)
{
    static const struct {
        enum cyclonedx_member member;
        enum sbom_fact_kind kind;
        read_entry *read;
    } rows[] = {
        {CYCLONEDX_MEMBER_AUTHORS, SBOM_FACT_AUTHOR, read_person},
        {CYCLONEDX_MEMBER_HASHES, SBOM_FACT_HASH, read_hash},
        {CYCLONEDX_MEMBER_REFERENCES, SBOM_FACT_REFERENCE, read_reference},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        if (!values[rows[i].member])
            continue;
        r->kind = rows[i].kind;
        each(r, values[rows[i].member], at, cyclonedx_member_key(rows[i].member), rows[i].read);
    }
}

static void read_identifiers(
    struct reader *r, yyjson_val *const *values, const struct json_place *at)
{
    r->kind = SBOM_FACT_IDENTIFIER;
    r->word = "swid";
    read_swid(r, values[CYCLONEDX_MEMBER_SWID], at);
    r->word = "omniborId";
    read_texts(r, values[CYCLONEDX_MEMBER_OMNIBOR], at, r->word);
    r->word = "swhid";
    read_texts(r, values[CYCLONEDX_MEMBER_SWH], at, r->word);
}

void cyclonedx_fact_read(struct sbom_build *build, uint32_t component,
    yyjson_val *const values[CYCLONEDX_MEMBERS], const struct json_place *at)
{
    struct reader r = {.build = build, .component = component};
    r.kind = SBOM_FACT_SUPPLIER;
    read_organization(&r, values[CYCLONEDX_MEMBER_SUPPLIER], at, "supplier");
    r.kind = SBOM_FACT_MANUFACTURER;
    read_organization(&r, values[CYCLONEDX_MEMBER_MANUFACTURER], at, "manufacturer");
    read_plain(&r, values, at);
    read_lists(&r, values, at);
    read_identifiers(&r, values, at);
    r.kind = SBOM_FACT_PEDIGREE;
    read_pedigree(&r, values[CYCLONEDX_MEMBER_PEDIGREE], at);
    r.kind = SBOM_FACT_EVIDENCE;
    read_evidence(&r, values[CYCLONEDX_MEMBER_EVIDENCE], at);
}

/* -- the document -- */

/* One of the standard's phases, or a name of one's own. */
static void read_lifecycle(struct reader *r, yyjson_val *lifecycle, const struct json_place *at)
{
    struct text phase = member(r, lifecycle, at, "phase");
    cyclonedx_check_word(r->build, at, "phase", CYCLONEDX_CHECK_PHASE, phase);
    add(r, TEXT(""), phase.len ? phase : member(r, lifecycle, at, "name"));
}

void cyclonedx_fact_read_metadata(
    struct sbom_build *build, yyjson_val *metadata, const struct json_place *at)
{
    struct reader r = {.build = build, .component = SBOM_ROOT};
    struct cyclonedx_license license;
    r.kind = SBOM_FACT_SBOM_AUTHOR;
    each(&r, json_get(metadata, "authors"), at, "authors", read_person);
    r.kind = SBOM_FACT_SBOM_SUPPLIER;
    read_organization(&r, json_get(metadata, "supplier"), at, "supplier");
    r.kind = SBOM_FACT_SBOM_MANUFACTURER; /* of the document since 1.6 */
    read_organization(&r, json_get(metadata, "manufacturer"), at, "manufacturer");
    r.kind = SBOM_FACT_MANUFACTURER; /* of the subject, 1.2 to 1.5 */
    read_organization(&r, json_get(metadata, "manufacture"), at, "manufacture");
    r.kind = SBOM_FACT_SBOM_LIFECYCLE;
    each(&r, json_get(metadata, "lifecycles"), at, "lifecycles", read_lifecycle);
    r.kind = SBOM_FACT_SBOM_LICENSE;
    cyclonedx_license_read(&license, build, json_get(metadata, "licenses"), at, SBOM_ROOT);
    add(&r, TEXT(""), license.concluded);
}

/* -- how complete it is -- */

/* A reference into another document (BOM-Link, since 1.5) says nothing of what stands here. */
static void read_members(struct reader *r, yyjson_val *composition, const struct json_place *up,
    const char *key, struct text aggregate)
{
    struct json_place list = {.up = up, .key = key};
    yyjson_val *array = cyclonedx_check_array(r->build, up, key, json_get(composition, key)),
               *entry;
    size_t i, count;
    yyjson_arr_foreach(array, i, count, entry)
    {
        struct json_place at = {.up = &list, .index = i};
        struct text ref = cyclonedx_check_text(r->build, &at, NULL, entry);
        r->build->at = &at;
        if (text_starts(ref, TEXT("urn:cdx:")) || !sbom_build_find(r->build, ref, &r->component) ||
            r->component == SBOM_BUILD_SKIPPED)
            continue;
        if (aggregate.len)
            add(r, aggregate, text_of(key));
    }
    r->build->at = NULL;
}

static void read_composition(struct reader *r, yyjson_val *composition, const struct json_place *at)
{
    struct text aggregate = member(r, composition, at, "aggregate");
    cyclonedx_check_word(r->build, at, "aggregate", CYCLONEDX_CHECK_AGGREGATE, aggregate);
    if (!aggregate.len)
        sbom_build_odd(r->build, at, "aggregate", "is missing");
    read_members(r, composition, at, "assemblies", aggregate);
    read_members(r, composition, at, "dependencies", aggregate);
}

void cyclonedx_fact_read_compositions(struct sbom_build *build, yyjson_val *value)
{
    struct reader r = {.build = build, .kind = SBOM_FACT_COMPOSITION};
    each(&r, value, NULL, "compositions", read_composition);
}
