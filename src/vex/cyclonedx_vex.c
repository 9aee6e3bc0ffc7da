/* SPDX-License-Identifier: Apache-2.0 */
#include "vex/cyclonedx_vex.h"

#include "base/limits.h"

/* analysis.state. */
static const struct {
    const char *word;
    enum vex_status status;
    enum vex_justification justification;
} states[] = {
    {"resolved", VEX_FIXED, VEX_UNJUSTIFIED},
    {"resolved_with_pedigree", VEX_FIXED, VEX_UNJUSTIFIED},
    {"exploitable", VEX_AFFECTED, VEX_UNJUSTIFIED},
    {"in_triage", VEX_UNDER_INVESTIGATION, VEX_UNJUSTIFIED},
    {"false_positive", VEX_NOT_AFFECTED, VEX_FALSE_POSITIVE},
    {"not_affected", VEX_NOT_AFFECTED, VEX_UNJUSTIFIED},
};

/* What an entry of affects, or one of its versions, comes to. */
struct found {
    struct vex_target target;
    enum vex_status status;
};

struct reader {
    struct vex_build *build;
    struct map by_ref; /* bom-ref → its place in components */
    struct {
        VEC(yyjson_val *);
    } components;
    struct text serial; /* of this document; may be empty */
    uint32_t subject;   /* the product that it is about; VEX_NONE when it does not say */
    struct text subject_ref;
    struct {
        VEC(struct found);
    } found; /* of the vulnerability being read */
    struct err *err;
};

bool cyclonedx_vex_is(yyjson_val *root)
{
    return text_is(json_get_text(root, "bomFormat"), "CycloneDX");
}

/* -- components -- */

static void note_component(struct reader *reader, yyjson_val *component)
{
    struct text ref;
    if (json_text(json_get(component, "bom-ref"), &ref) && ref.len &&
        map_add(&reader->by_ref, ref, (uint32_t)reader->components.len, NULL))
        *VEC_ADD(&reader->components) = component;
}

/* As deep as JSON goes, which LIMIT_JSON_DEPTH bounds. */
static void note_components(struct reader *reader, yyjson_val *owner)
{
    yyjson_val *item;
    size_t i, count;
    yyjson_arr_foreach(json_get(owner, "components"), i, count, item)
    {
        note_component(reader, item);
        note_components(reader, item);
    }
}

static bool read_hashes(struct reader *reader, struct vex_product *product, yyjson_val *value,
    const struct json_place *up)
{
    const struct json_place list = {.up = up, .key = "hashes"};
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(json_get(value, "hashes"), up, "hashes", &array, reader->err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        struct text algorithm, digits;
        const struct vex_build_member members[] = {
            {"alg", LIMIT_NAME_BYTES, &algorithm}, {"content", LIMIT_NAME_BYTES, &digits}};
        if (!vex_build_texts(item, &at, members, LEN_OF(members), reader->err))
            return false;
        if (product->hash_count < LIMIT_VEX_HASHES)
            vex_build_hash(reader->build, product, algorithm, digits);
    }
    return true;
}

/* What the document says of a component of its own. */
static bool read_component(struct reader *reader, struct vex_product *product, yyjson_val *value,
    const struct json_place *at)
{
    struct text group, name;
    const struct vex_build_member members[] = {
        {"group", LIMIT_NAME_BYTES, &group},
        {"name", LIMIT_NAME_BYTES, &name},
        {"version", LIMIT_VERSION_BYTES, &product->version},
        {"purl", LIMIT_PURL_BYTES, &product->purl},
        {"cpe", LIMIT_PURL_BYTES, &product->cpe},
    };
    if (!vex_build_texts(value, at, members, LEN_OF(members), reader->err))
        return false;
    product->name = arena_join(reader->build->arena, group, "/", name);
    return read_hashes(reader, product, value, at);
}

/* -- affects[].ref -- */

/* RFC 3986, section 2.1; what is no escape stays as it is. */
static struct text decode(struct text text, struct arena *arena)
{
    char *at = arena_take(arena, text.len);
    size_t len = 0;
    if (!at)
        return (struct text){"", 0};
    for (size_t i = 0; i < text.len; i++) {
        int byte = text_escaped_byte(text_from(text, i));
        at[len++] = byte < 0 ? text.at[i] : (char)byte;
        i += byte < 0 ? 0 : 2;
    }
    return (struct text){at, len};
}

/* "urn:cdx:SERIAL/VERSION#REF": CycloneDX, "BOM-Link". */
static bool read_link(struct reader *reader, struct vex_product *product)
{
    struct text rest = product->id;
    if (!text_starts(rest, TEXT("urn:cdx:")))
        return false;
    rest = text_from(rest, 8);
    struct text serial = text_cut(&rest, '/');
    (void)text_cut(&rest, '#');
    product->serial = arena_format(reader->build->arena, "urn:uuid:%.*s", TEXT_ARG(serial));
    product->ref = rest.at ? decode(rest, reader->build->arena) : (struct text){"", 0};
    return true;
}

/* Fills a product from its reference. One that leads nowhere is told, and matches by nothing. */
static bool read_ref(
    struct reader *reader, struct vex_product *product, const struct json_place *at)
{
    uint32_t number;
    bool is_link = read_link(reader, product);
    if (!is_link) {
        product->ref = product->id;
        product->serial = reader->serial;
    } else if (!reader->serial.len || !text_eq_nocase(product->serial, reader->serial)) {
        return true;
    }
    if (map_find(&reader->by_ref, product->ref, &number))
        return read_component(reader, product, reader->components.at[number], at);
    if (text_starts(product->ref, TEXT("pkg:")))
        product->purl = product->ref;
    else
        vex_build_oddity(
            reader->build, at, "\"%.*s\" is no component of the document", TEXT_ARG(product->id));
    return true;
}

/* What the document is about: a component that it lists counts inside of that. */
static bool read_subject(struct reader *reader, yyjson_val *metadata)
{
    static const struct json_place up = {.key = "metadata"};
    static const struct json_place at = {.up = &up, .key = "component"};
    struct vex_product product = {.serial = reader->serial};
    yyjson_val *component;
    if (!json_place_object(
            json_get(metadata, "component"), &up, "component", &component, reader->err))
        return false;
    if (!component)
        return true;
    note_component(reader, component);
    note_components(reader, component);
    if (!json_place_text(json_get(component, "bom-ref"), &at, "bom-ref", LIMIT_PURL_BYTES,
            &reader->subject_ref, reader->err) ||
        !read_component(reader, &product, component, &at))
        return false;
    product.id = product.ref = reader->subject_ref;
    return vex_build_product(reader->build, &product, &at, &reader->subject, reader->err);
}

/* Adds what is said of a product: of it alone, or of a component inside of what the document is about. */
static bool add_found(struct reader *reader, const struct vex_product *product,
    enum vex_status status, const struct json_place *at)
{
    uint32_t index;
    if (!vex_build_product(reader->build, product, at, &index, reader->err))
        return false;
    bool is_own = text_eq(product->serial, reader->serial);
    bool is_subject = !product->ref.len || text_eq(product->ref, reader->subject_ref);
    bool is_inside = is_own && reader->subject != VEX_NONE && !is_subject;
    *VEC_ADD(&reader->found) = (struct found){.status = status,
        .target = {is_inside ? reader->subject : index, is_inside ? index : VEX_NONE}};
    return true;
}

/* -- statements -- */

/* One vulnerability. has_analysis: else only what is said of versions counts. */
struct flaw {
    struct vex_statement statement;
    bool has_analysis;
};

/* What an entry of affects[].versions comes to: versions said to be unaffected are that whatever the analysis says of the
   others, and nothing that is said to be affected or not known counts as fixed. */
static enum vex_status status_of(const struct flaw *flaw, struct text word)
{
    enum vex_status analysis = flaw->statement.status;
    bool is_silent = analysis == VEX_NOT_AFFECTED || analysis == VEX_FIXED;
    if (text_is(word, "unaffected"))
        return VEX_NOT_AFFECTED;
    if (!flaw->has_analysis)
        return text_is(word, "unknown") ? VEX_UNDER_INVESTIGATION : VEX_AFFECTED;
    if (text_is(word, "unknown") && is_silent)
        return VEX_UNDER_INVESTIGATION;
    return text_is(word, "affected") && analysis == VEX_FIXED ? VEX_AFFECTED : analysis;
}

/* The versions that are listed count, and not the one of the component that stands for them. */
static struct text without_version(struct text purl, struct arena *arena)
{
    struct text rest = purl;
    struct text front = text_cut(&rest, '?');
    ptrdiff_t at = text_find_last(front, '@'), slash = text_find_last(front, '/');
    if (at < 0 || at < slash)
        return purl;
    return arena_join(arena, text_slice(front, 0, (size_t)at), "?", rest);
}

static bool read_versions(struct reader *reader, const struct flaw *flaw, yyjson_val *versions,
    const struct vex_product *whole, const struct json_place *up)
{
    const struct json_place list = {.up = up, .key = "versions"};
    yyjson_val *item;
    size_t i, count;
    yyjson_arr_foreach(versions, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        struct vex_product product = *whole;
        struct text word;
        product.purl = without_version(whole->purl, reader->build->arena);
        const struct vex_build_member members[] = {
            {"version", LIMIT_VERSION_BYTES, &product.version},
            {"range", LIMIT_CONSTRAINT_BYTES, &product.range},
            {"status", LIMIT_NAME_BYTES, &word},
        };
        if (!json_place_is_object(item, &at, reader->err) ||
            !vex_build_texts(item, &at, members, LEN_OF(members), reader->err) ||
            !add_found(reader, &product, status_of(flaw, word), &at))
            return false;
    }
    return true;
}

static bool read_affected(
    struct reader *reader, const struct flaw *flaw, yyjson_val *value, const struct json_place *at)
{
    struct vex_product product = {0};
    yyjson_val *versions;
    if (!json_place_is_object(value, at, reader->err) ||
        !json_place_there(json_get(value, "ref"), at, "ref", reader->err) ||
        !json_place_text(
            json_get(value, "ref"), at, "ref", LIMIT_PURL_BYTES, &product.id, reader->err) ||
        !json_place_array(json_get(value, "versions"), at, "versions", &versions, reader->err) ||
        !read_ref(reader, &product, at))
        return false;
    if (yyjson_arr_size(versions))
        return read_versions(reader, flaw, versions, &product, at);
    return !flaw->has_analysis || add_found(reader, &product, flaw->statement.status, at);
}

static bool read_affects(struct reader *reader, const struct flaw *flaw, yyjson_val *affects,
    const struct json_place *up)
{
    const struct json_place list = {.up = up, .key = "affects"};
    yyjson_val *item;
    size_t i, count;
    reader->found.len = 0;
    yyjson_arr_foreach(affects, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_affected(reader, flaw, item, &at))
            return false;
    }
    return true;
}

/* The products of one status are one statement. */
static bool add_statement(struct reader *reader, const struct flaw *flaw, enum vex_status wanted,
    const struct json_place *at)
{
    struct vex_statement statement = flaw->statement;
    bool is_analysed = flaw->has_analysis && statement.status == wanted;
    for (size_t i = 0; i < reader->found.len; i++) {
        const struct found *found = &reader->found.at[i];
        if (found->status == wanted && !vex_build_target(reader->build, found->target.product,
                                           found->target.component, at, reader->err))
            return false;
    }
    if (!reader->build->targets.len && !is_analysed)
        return true;
    if (!is_analysed)
        statement.justification = VEX_UNJUSTIFIED;
    if (!is_analysed && wanted == VEX_NOT_AFFECTED && !statement.impact.len)
        statement.impact = TEXT("these versions are said to be unaffected");
    statement.status = wanted;
    return vex_build_statement(reader->build, &statement, at, reader->err);
}

/* -- a vulnerability -- */

/* What kenzen itself wrote where CycloneDX has no word for it. */
static void read_property(struct flaw *flaw, yyjson_val *vulnerability)
{
    yyjson_val *item;
    size_t i, count;
    enum vex_justification found;
    yyjson_arr_foreach(json_get(vulnerability, "properties"), i, count, item)
    {
        bool is_it = text_is(json_get_text(item, "name"), CYCLONEDX_VEX_JUSTIFICATION);
        if (is_it && flaw->statement.status == VEX_NOT_AFFECTED &&
            vex_justification_find(json_get_text(item, "value"), &found))
            flaw->statement.justification = found;
    }
}

static bool find_state(struct flaw *flaw, struct text state)
{
    for (size_t i = 0; i < LEN_OF(states); i++)
        if (text_is(state, states[i].word)) {
            flaw->has_analysis = true;
            flaw->statement.status = states[i].status;
            flaw->statement.justification = states[i].justification;
            return true;
        }
    return false;
}

static bool read_analysis(
    struct reader *reader, struct flaw *flaw, yyjson_val *value, const struct json_place *up)
{
    const struct json_place at = {.up = up, .key = "analysis"};
    const struct json_place state_at = {.up = &at, .key = "state"};
    const struct json_place why = {.up = &at, .key = "justification"};
    struct vex_statement *statement = &flaw->statement;
    struct text state, justification;
    int64_t first_us, last_us;
    yyjson_val *analysis;
    const struct vex_build_member members[] = {{"state", LIMIT_NAME_BYTES, &state},
        {"justification", LIMIT_NAME_BYTES, &justification},
        {"detail", LIMIT_VEX_TEXT_BYTES, &statement->impact}};
    if (!json_place_object(json_get(value, "analysis"), up, "analysis", &analysis, reader->err) ||
        !vex_build_texts(analysis, &at, members, LEN_OF(members), reader->err) ||
        !vex_build_time(reader->build, analysis, &at, "firstIssued", &first_us, reader->err) ||
        !vex_build_time(reader->build, analysis, &at, "lastUpdated", &last_us, reader->err))
        return false;
    statement->said_us = last_us ? last_us : first_us ? first_us : reader->build->vex->said_us;
    if (state.len && !find_state(flaw, state))
        return json_place_fail(&state_at, reader->err, ERR_SYNTAX,
            "\"%.*s\" is no state of CycloneDX", TEXT_ARG(state));
    if (justification.len &&
        !vex_justification_find_cyclonedx(justification, &statement->justification))
        vex_build_oddity(reader->build, &why, "\"%.*s\" is no justification of CycloneDX",
            TEXT_ARG(justification));
    return true;
}

/* The recommendation, else the workaround, else the response in CycloneDX's words: "will_not_fix, update". */
static bool read_action(
    struct reader *reader, struct flaw *flaw, yyjson_val *value, const struct json_place *at)
{
    struct text recommendation, workaround, words = {"", 0}, word;
    yyjson_val *item;
    size_t i, count;
    const struct vex_build_member members[] = {
        {"recommendation", LIMIT_VEX_TEXT_BYTES, &recommendation},
        {"workaround", LIMIT_VEX_TEXT_BYTES, &workaround}};
    if (!vex_build_texts(value, at, members, LEN_OF(members), reader->err))
        return false;
    yyjson_arr_foreach(json_get(json_get(value, "analysis"), "response"), i, count, item)
    {
        if (json_text(item, &word) && words.len + word.len < LIMIT_NAME_BYTES)
            words = arena_join(reader->build->arena, words, ", ", word);
    }
    flaw->statement.action = recommendation.len ? recommendation
                             : workaround.len   ? workaround
                                                : words;
    return true;
}

static bool read_aliases(
    struct reader *reader, struct flaw *flaw, yyjson_val *value, const struct json_place *up)
{
    const struct json_place list = {.up = up, .key = "references"};
    struct vex_statement *statement = &flaw->statement;
    yyjson_val *array, *item;
    size_t i, count;
    if (!json_place_array(json_get(value, "references"), up, "references", &array, reader->err))
        return false;
    if (yyjson_arr_size(array) > LIMIT_VEX_ALIASES)
        return json_place_fail(&list, reader->err, ERR_LIMIT, "more than %zu", LIMIT_VEX_ALIASES);
    statement->aliases =
        arena_take_array(reader->build->arena, yyjson_arr_size(array), sizeof *statement->aliases);
    if (!statement->aliases)
        return arena_check(reader->build->arena, reader->err);
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        struct text id;
        if (!json_place_text(json_get(item, "id"), &at, "id", LIMIT_ID_BYTES, &id, reader->err))
            return false;
        if (id.len)
            statement->aliases[statement->alias_count++] = id;
    }
    return true;
}

static bool read_vulnerability(
    struct reader *reader, yyjson_val *value, const struct json_place *at)
{
    struct flaw flaw = {0};
    yyjson_val *affects;
    if (!json_place_is_object(value, at, reader->err) ||
        !json_place_text(json_get(value, "id"), at, "id", LIMIT_ID_BYTES,
            &flaw.statement.vulnerability, reader->err) ||
        !json_place_array(json_get(value, "affects"), at, "affects", &affects, reader->err) ||
        !read_analysis(reader, &flaw, value, at) || !read_action(reader, &flaw, value, at) ||
        !read_aliases(reader, &flaw, value, at) || !read_affects(reader, &flaw, affects, at))
        return false;
    if (!flaw.statement.vulnerability.len) {
        vex_build_oddity(reader->build, at, "has no id: passed over");
        return true;
    }
    read_property(&flaw, value);
    size_t before = reader->build->statements.len;
    for (int status = 0; status < VEX_STATUSES; status++)
        if (!add_statement(reader, &flaw, (enum vex_status)status, at))
            return false;
    if (reader->build->statements.len == before)
        vex_build_oddity(reader->build, at, "has no analysis: it says nothing of a product");
    return true;
}

/* -- the document -- */

static void read_author(struct reader *reader, yyjson_val *metadata)
{
    static const char *const keys[] = {"supplier", "manufacturer", "manufacture"};
    struct text *author = &reader->build->vex->author;
    for (size_t i = 0; i < LEN_OF(keys) && !author->len; i++)
        *author = json_get_text(json_get(metadata, keys[i]), "name");
    if (!author->len)
        *author = json_get_text(yyjson_arr_get_first(json_get(metadata, "authors")), "name");
    if (author->len > LIMIT_NAME_BYTES || text_find(*author, '\0') >= 0)
        *author = (struct text){"", 0};
}

static bool read_head(struct reader *reader, yyjson_val *root)
{
    static const struct json_place at = {.key = "metadata"};
    struct vex *vex = reader->build->vex;
    yyjson_val *metadata, *version = json_get(root, "version");
    const struct vex_build_member members[] = {
        {"specVersion", LIMIT_NAME_BYTES, &vex->spec_version},
        {"serialNumber", LIMIT_NAME_BYTES, &reader->serial}};
    if (!vex_build_texts(root, NULL, members, LEN_OF(members), reader->err) ||
        !json_place_object(json_get(root, "metadata"), NULL, "metadata", &metadata, reader->err) ||
        !vex_build_time(reader->build, metadata, &at, "timestamp", &vex->issued_us, reader->err))
        return false;
    vex->id = reader->serial;
    vex->said_us = vex->issued_us;
    if (yyjson_is_uint(version))
        vex->version = arena_format(
            reader->build->arena, "%llu", (unsigned long long)yyjson_get_uint(version));
    read_author(reader, metadata);
    note_components(reader, root);
    return read_subject(reader, metadata);
}

static bool read_vulnerabilities(struct reader *reader, yyjson_val *root)
{
    static const struct json_place list = {.key = "vulnerabilities"};
    yyjson_val *value = json_get(root, list.key), *array, *item;
    size_t i, count;
    if (!value)
        return err_set(reader->err, ERR_UNSUPPORTED,
            "is a CycloneDX document without vulnerabilities: it says nothing of any");
    if (!json_place_array(value, NULL, list.key, &array, reader->err))
        return false;
    yyjson_arr_foreach(array, i, count, item)
    {
        struct json_place at = {.up = &list, .index = i};
        if (!read_vulnerability(reader, item, &at))
            return false;
    }
    return true;
}

bool cyclonedx_vex_read(struct vex_build *build, yyjson_val *root, struct err *err)
{
    struct reader reader = {.build = build, .subject = VEX_NONE, .err = err};
    bool is_read = read_head(&reader, root) && read_vulnerabilities(&reader, root);
    map_done(&reader.by_ref);
    VEC_DONE(&reader.components);
    VEC_DONE(&reader.found);
    return is_read;
}
