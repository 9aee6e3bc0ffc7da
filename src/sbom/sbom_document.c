/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_document.h"

#include "base/limits.h"
#include "codec/toml.h"
#include "codec/xml.h"
#include "codec/yaml.h"
#include "sbom/cargo_lock.h"
#include "sbom/composer_lock.h"
#include "sbom/cyclonedx_json.h"
#include "sbom/cyclonedx_xml.h"
#include "sbom/gemfile_lock.h"
#include "sbom/go_mod.h"
#include "sbom/gradle_lock.h"
#include "sbom/maven_pom.h"
#include "sbom/npm_lock.h"
#include "sbom/nuget_lock.h"
#include "sbom/pnpm_lock.h"
#include "sbom/python_lock.h"
#include "sbom/requirements_txt.h"
#include "sbom/sbom_owner.h"
#include "sbom/sbom_resolve.h"
#include "sbom/spdx3_json.h"
#include "sbom/spdx_json.h"
#include "sbom/spdx_tag.h"
#include "sbom/spdx_xml.h"
#include "sbom/yarn_lock.h"

typedef bool root_reader(struct sbom_build *build, yyjson_val *root, struct err *err);

/* How a format is known by a member of its outermost object, or by more than one, and read. */
static const struct json_format {
    const char *key;
    enum sbom_format format;
    root_reader *read;
    bool (*is)(yyjson_val *root); /* or NULL */
} json_formats[] = {
    {"bomFormat", SBOM_CYCLONEDX_JSON, cyclonedx_json_read, NULL},
    {"spdxVersion", SBOM_SPDX_JSON, spdx_json_read, NULL},
    {"@context", SBOM_SPDX3_JSON, spdx3_json_read, NULL},
    {"lockfileVersion", SBOM_NPM_LOCK, npm_lock_read, NULL},
    {"_meta", SBOM_PIPFILE_LOCK, python_lock_read_pipfile, NULL},
    {"packages-dev", SBOM_COMPOSER_LOCK, composer_lock_read, NULL},
    {"dependencies", SBOM_NUGET_LOCK, nuget_lock_read, nuget_lock_is},
    {"metadata", SBOM_PDM_LOCK, python_lock_read_pdm, python_lock_is_pdm},
    {"metadata", SBOM_POETRY_LOCK, python_lock_read_poetry, python_lock_is_poetry},
    {"version", SBOM_UV_LOCK, python_lock_read_uv, python_lock_is_uv},
    {"package", SBOM_CARGO_LOCK, cargo_lock_read, cargo_lock_is},
};

/* How a format that is not JSON is known by its file's name, "*" standing for anything, or by what stands near its front, and
   read: turned into JSON and read by read_root, or as what that JSON is, or else by a reader of its own. Members may be NULL.
   XML is told from other texts first, since those may speak of anything. */
static const struct text_format {
    const char *front, *name;
    bool is_xml;
    enum sbom_format format; /* SBOM_FORMATS: what its JSON is */
    bool (*to_json)(struct buf *out, struct text bytes, struct err *err);
    root_reader *read_root;
    bool (*read)(struct sbom_build *build, struct text bytes, struct err *err);
} text_formats[] = {
    {"cyclonedx.org/schema/bom", NULL, true, SBOM_CYCLONEDX_XML, cyclonedx_xml_to_json, NULL, NULL},
    {"SPDXVersion:", NULL, false, SBOM_SPDX_TAG, spdx_tag_to_json, NULL, NULL},
    {"spdxVersion:", NULL, false, SBOM_SPDX_YAML, yaml_to_json, NULL, NULL},
    {"<spdxVersion>", NULL, true, SBOM_SPDX_XML, spdx_xml_to_json, NULL, NULL},
    {"<SPDXID>", NULL, true, SBOM_SPDX_XML, spdx_xml_to_json, NULL, NULL},
    {"SPDXID:", NULL, false, SBOM_SPDX_YAML, yaml_to_json, NULL,
        NULL}, /* its members in the alphabet's order */
    {"[[package]]", "Cargo.lock", false, SBOM_FORMATS, toml_to_json, NULL, NULL},
    {NULL, "pdm.lock", false, SBOM_FORMATS, toml_to_json, NULL, NULL},
    {NULL, "poetry.lock", false, SBOM_FORMATS, toml_to_json, NULL, NULL},
    {NULL, "uv.lock", false, SBOM_FORMATS, toml_to_json, NULL, NULL},
    {"lockfileVersion:", "pnpm-lock.yaml", false, SBOM_PNPM_LOCK, yaml_to_json, pnpm_lock_read,
        NULL},
    {"# yarn lockfile v1", "yarn.lock", false, SBOM_YARN_LOCK, yarn_lock_to_json, yarn_lock_read,
        NULL},
    {"__metadata:", NULL, false, SBOM_YARN_LOCK, yarn_lock_to_json, yarn_lock_read, NULL},
    {"GEM\n  remote:", "Gemfile.lock", false, SBOM_GEMFILE_LOCK, NULL, NULL, gemfile_lock_read},
    {NULL, "gems.locked", false, SBOM_GEMFILE_LOCK, NULL, NULL, gemfile_lock_read},
    {NULL, "go.mod", false, SBOM_GO_MOD, NULL, NULL, go_mod_read},
    {NULL, "go.sum", false, SBOM_GO_SUM, NULL, NULL, go_mod_read_sum},
    {"# This is a Gradle generated file", "gradle.lockfile", false, SBOM_GRADLE_LOCK, NULL, NULL,
        gradle_lock_read},
    {"maven.apache.org/POM/", "pom.xml", true, SBOM_MAVEN_POM, NULL, NULL, maven_pom_read},
    {NULL, "requirements*.txt", false, SBOM_REQUIREMENTS_TXT, NULL, NULL, requirements_txt_read},
    {NULL, "*requirements.txt", false, SBOM_REQUIREMENTS_TXT, NULL, NULL, requirements_txt_read},
};

/* What people call a format, and the list that its components stand in. */
static const struct {
    const char *name, *list;
} formats[SBOM_FORMATS] = {
    [SBOM_CYCLONEDX_JSON] = {"CycloneDX JSON", "components"},
    [SBOM_CYCLONEDX_XML] = {"CycloneDX XML", "components"},
    [SBOM_SPDX_JSON] = {"SPDX JSON", "packages"},
    [SBOM_SPDX_YAML] = {"SPDX YAML", "packages"},
    [SBOM_SPDX_TAG] = {"SPDX tag-value", "packages"},
    [SBOM_SPDX_XML] = {"SPDX XML", "packages"},
    [SBOM_SPDX3_JSON] = {"SPDX 3 JSON-LD", "@graph"},
    [SBOM_NPM_LOCK] = {"package-lock.json", NULL},
    [SBOM_CARGO_LOCK] = {"Cargo.lock", "package"},
    [SBOM_COMPOSER_LOCK] = {"composer.lock", NULL},
    [SBOM_GEMFILE_LOCK] = {"Gemfile.lock", NULL},
    [SBOM_GO_MOD] = {"go.mod", NULL},
    [SBOM_GO_SUM] = {"go.sum", NULL},
    [SBOM_GRADLE_LOCK] = {"gradle.lockfile", NULL},
    [SBOM_LOCK_FILES] = {"lock files", NULL},
    [SBOM_MAVEN_POM] = {"pom.xml", NULL},
    [SBOM_NUGET_LOCK] = {"packages.lock.json", NULL},
    [SBOM_PDM_LOCK] = {"pdm.lock", "package"},
    [SBOM_PIPFILE_LOCK] = {"Pipfile.lock", NULL},
    [SBOM_PNPM_LOCK] = {"pnpm-lock.yaml", NULL},
    [SBOM_POETRY_LOCK] = {"poetry.lock", "package"},
    [SBOM_REQUIREMENTS_TXT] = {"requirements.txt", NULL},
    [SBOM_UV_LOCK] = {"uv.lock", "package"},
    [SBOM_YARN_LOCK] = {"yarn.lock", NULL},
    [SBOM_APK] = {"apk database", NULL},
    [SBOM_DPKG] = {"dpkg database", NULL},
    [SBOM_RPM] = {"rpm database", NULL},
};

static const char readable[] = "kenzen reads CycloneDX, SPDX and lock files (docs/sbom.md)";

/* Documents that are taken for SBOMs, and what to do instead. */
static const struct stranger {
    const char *key, *what;
} strangers[] = {
    {"@graph", "linked data without a context; SPDX 3 has that of its version"},
    {"SPDXID", "an SPDX document without an spdxVersion"},
    {"artifacts", "Syft's own JSON; write it with -o cyclonedx-json"},
    {"Results", "Trivy's own report; write it with --format cyclonedx"},
    {"predicateType", "an attestation; hand in the SBOM that it holds"},
    {"payloadType", "a signed envelope; hand in the SBOM that it holds"},
    {"affected", "an OSV advisory"},
    {"document", "a CSAF document"},
    {"name", "perhaps a package.json; its lock file says what is installed"},
};

/* The same of texts that are no JSON, by what stands near their front. */
static const struct stranger text_strangers[] = {
    {"spdx.org/rdf", "SPDX as RDF/XML, which is not read; write it as JSON or tag-value"},
};

const char *sbom_format_name(enum sbom_format format)
{
    return formats[format].name;
}

bool sbom_format_is_document(enum sbom_format format)
{
    return format < SBOM_NPM_LOCK;
}

const char *sbom_format_list(enum sbom_format format)
{
    return formats[format].list;
}

static bool fail_stranger(const struct stranger *row, struct err *err)
{
    return err_set(err, ERR_UNSUPPORTED, "is %s; %s", row->what, readable);
}

static bool fail_text(struct text front, struct err *err)
{
    for (size_t i = 0; i < LEN_OF(text_strangers); i++)
        if (text_find_text(front, text_of(text_strangers[i].key)) >= 0)
            return fail_stranger(&text_strangers[i], err);
    return err_set(err, ERR_UNSUPPORTED, "is %s; %s",
        xml_is_likely(front) ? "XML, but no SBOM" : "not JSON", readable);
}

static bool fail_json(yyjson_val *root, struct err *err)
{
    for (size_t i = 0; i < LEN_OF(strangers); i++)
        if (json_get(root, strangers[i].key))
            return fail_stranger(&strangers[i], err);
    return err_set(err, ERR_UNSUPPORTED, "is JSON, but no SBOM; %s", readable);
}

/* Braces and brackets are JSON; nothing and UTF-16 are told by its reader. */
static bool looks_like_json(struct text front)
{
    struct text start = text_trim(front);
    if (xml_is_likely(front))
        return false;
    return !start.len || strchr("{[", start.at[0]) || (unsigned char)start.at[0] >= 0xfe;
}

static struct text base_name(struct text path)
{
    return text_from(path, (size_t)(text_find_last(path, '/') + 1));
}

static bool name_fits(struct text name, const char *pattern)
{
    struct text end = text_of(pattern), start = text_cut(&end, '*');
    if (!end.at)
        return text_eq(name, start);
    return name.len >= start.len + end.len && text_starts(name, start) && text_ends(name, end);
}

static const struct text_format *find_by_name(struct text name)
{
    for (size_t i = 0; i < LEN_OF(text_formats); i++)
        if (text_formats[i].name && name_fits(base_name(name), text_formats[i].name))
            return &text_formats[i];
    return NULL;
}

static const struct text_format *find_by_front(struct text front)
{
    bool is_xml = xml_is_likely(front);
    for (size_t i = 0; i < LEN_OF(text_formats); i++)
        if (text_formats[i].front && text_formats[i].is_xml == is_xml &&
            text_find_text(front, text_of(text_formats[i].front)) >= 0)
            return &text_formats[i];
    return NULL;
}

static const struct json_format *find_json_format(yyjson_val *root)
{
    for (size_t i = 0; i < LEN_OF(json_formats); i++)
        if (json_get(root, json_formats[i].key) &&
            (!json_formats[i].is || json_formats[i].is(root)))
            return &json_formats[i];
    return NULL;
}

bool sbom_document_finish(struct sbom_build *build, struct err *err)
{
    return arena_check(build->arena, err) && sbom_resolve(build->sbom, build->arena, err) &&
           sbom_owner_find(build->sbom, build->claims, build->arena, err) &&
           (sbom_fact_sort(build->sbom, build->arena) || arena_check(build->arena, err));
}

/* Reads as via says, or as what the JSON is. */
static bool read_root(struct sbom *sbom, yyjson_val *root, const struct text_format *via,
    struct arena *arena, struct err *err)
{
    /* GitHub's dependency graph wraps what it exports. */
    yyjson_val *wrapped = json_get(root, "sbom");
    if (json_get(wrapped, "spdxVersion"))
        root = wrapped;
    root_reader *read = via ? via->read_root : NULL;
    const struct json_format *format = read ? NULL : find_json_format(root);
    if (format) {
        sbom->format = format->format;
        read = format->read;
    }
    if (!read)
        return fail_json(root, err);
    if (via && via->format != SBOM_FORMATS)
        sbom->format = via->format;
    struct sbom_build build;
    sbom_build_init(&build, sbom, arena);
    bool is_read = read(&build, root, err) && sbom_document_finish(&build, err);
    sbom_build_done(&build);
    return is_read;
}

/* via is the format that was turned into this JSON, or NULL. */
static bool read_json(struct sbom *sbom, struct sbom_document *document,
    const struct text_format *via, struct arena *arena, struct err *err)
{
    struct json json;
    if (!json_read_in_place(&json, document->at, document->len, document->original, err)) {
        document->wants_original = !document->original.len;
        return false;
    }
    bool is_read = read_root(sbom, json_root(&json), via, arena, err);
    json_done(&json);
    return is_read;
}

/* Reads a document by way of its JSON, which the texts of sbom go on to lie in. */
static bool read_translated(struct sbom *sbom, const struct text_format *format, struct text bytes,
    struct arena *arena, struct err *err)
{
    struct buf out;
    buf_init(&out, LIMIT_SBOM_BYTES);
    bool is_read = format->to_json(&out, bytes, err);
    char *copy = is_read ? arena_take_raw(arena, out.len + YYJSON_PADDING_SIZE) : NULL;
    if (copy) {
        memcpy(copy, out.at, out.len);
        memset(copy + out.len, 0, YYJSON_PADDING_SIZE);
    } else if (is_read) {
        is_read = arena_check(arena, err);
    }
    struct sbom_document json = {.at = copy, .len = out.len, .original = buf_text(&out)};
    is_read = is_read && read_json(sbom, &json, format, arena, err);
    buf_done(&out);
    return is_read;
}

static bool read_text(struct sbom *sbom, const struct text_format *format, struct text bytes,
    struct arena *arena, struct err *err)
{
    struct sbom_build build;
    if (format->to_json)
        return read_translated(sbom, format, bytes, arena, err);
    sbom->format = format->format;
    sbom_build_init(&build, sbom, arena);
    bool is_read = format->read(&build, bytes, err) && sbom_document_finish(&build, err);
    sbom_build_done(&build);
    return is_read;
}

/* UTF-16 without the halves that are nothing is ASCII where ASCII is written, which is all that formats are known by. */
static struct text narrow(struct text front, char *room)
{
    size_t len = 0;
    if (!xml_is_likely(front) || text_find(front, '\0') < 0)
        return front;
    for (size_t i = 0; i < front.len; i++)
        if (front.at[i])
            room[len++] = front.at[i];
    return (struct text){room, len};
}

static bool read_any(
    struct sbom *sbom, struct sbom_document *document, struct arena *arena, struct err *err)
{
    enum { FRONT_BYTES = 4096 };
    struct text bytes = {document->at, document->len};
    struct text text = text_starts(bytes, TEXT("\xef\xbb\xbf")) ? text_from(bytes, 3) : bytes;
    char room[FRONT_BYTES];
    struct text front = narrow(text_slice(text, 0, FRONT_BYTES), room);
    const struct text_format *format = find_by_name(document->name);
    if (!format && looks_like_json(front))
        return read_json(sbom, document, NULL, arena, err);
    format = format ? format : find_by_front(front);
    return format ? read_text(sbom, format, text, arena, err) : fail_text(front, err);
}

bool sbom_document_read(
    struct sbom *ret_sbom, struct sbom_document *document, struct arena *arena, struct err *err)
{
    struct sbom sbom = {0};
    if (!read_any(&sbom, document, arena, err))
        return false;
    *ret_sbom = sbom;
    return true;
}
