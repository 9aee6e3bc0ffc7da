/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_document.h"

#include "base/limits.h"
#include "codec/xml.h"
#include "codec/yaml.h"
#include "sbom/cyclonedx_json.h"
#include "sbom/cyclonedx_xml.h"
#include "sbom/npm_lock.h"
#include "sbom/sbom_owner.h"
#include "sbom/sbom_resolve.h"
#include "sbom/spdx_json.h"
#include "sbom/spdx_tag.h"

/* How a format is known by a member of its outermost object, and read. */
static const struct json_format {
    const char *key;
    enum sbom_format format;
    bool (*read)(struct sbom_build *build, yyjson_val *root, struct err *err);
} json_formats[] = {
    {"bomFormat", SBOM_CYCLONEDX_JSON, cyclonedx_json_read},
    {"spdxVersion", SBOM_SPDX_JSON, spdx_json_read},
    {"lockfileVersion", SBOM_NPM_LOCK, npm_lock_read},
};

/* How a format that is not JSON is known by what stands near its front or by its file's name, and read: turned into JSON
   and read as that, or by a reader of its own. Each of the first two may be NULL, and one of the last two is. XML is told
   from other texts first, since those may speak of anything. */
static const struct text_format {
    const char *front, *name;
    bool is_xml;
    enum sbom_format format;
    bool (*to_json)(struct buf *out, struct text bytes, struct err *err);
    bool (*read)(struct sbom_build *build, struct text bytes, struct err *err);
} text_formats[] = {
    {"cyclonedx.org/schema/bom", NULL, true, SBOM_CYCLONEDX_XML, cyclonedx_xml_to_json, NULL},
    {"SPDXVersion:", NULL, false, SBOM_SPDX_TAG, spdx_tag_to_json, NULL},
    {"spdxVersion:", NULL, false, SBOM_SPDX_YAML, yaml_to_json, NULL},
    /* its members in the alphabet's order */
    {"SPDXID:", NULL, false, SBOM_SPDX_YAML, yaml_to_json, NULL},
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
    [SBOM_NPM_LOCK] = {"package-lock.json", NULL},
};

static const char readable[] = "kenzen reads CycloneDX, SPDX and lock files (docs/sbom.md)";

/* Documents that are taken for SBOMs, and what to do instead. */
static const struct stranger {
    const char *key, *what;
} strangers[] = {
    {"@context", "SPDX 3 or other linked data, which is not read yet"},
    {"@graph", "SPDX 3 or other linked data, which is not read yet"},
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
    {"spdx.org/rdf", "SPDX as RDF, which is not read"},
    {"<spdxVersion>", "SPDX as XML, which is not read"},
    {"lockfileVersion:", "pnpm's lock file, which is not read yet"},
    {"# yarn lockfile", "yarn's lock file, which is not read yet"},
};

const char *sbom_format_name(enum sbom_format format)
{
    return formats[format].name;
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

static const struct text_format *find_text_format(struct text name, struct text front)
{
    bool is_xml = xml_is_likely(front);
    for (size_t i = 0; i < LEN_OF(text_formats); i++) {
        const struct text_format *format = &text_formats[i];
        if (format->is_xml == is_xml &&
            ((format->front && text_find_text(front, text_of(format->front)) >= 0) ||
                (format->name && text_is(base_name(name), format->name))))
            return format;
    }
    return NULL;
}

static const struct json_format *find_json_format(yyjson_val *root)
{
    for (size_t i = 0; i < LEN_OF(json_formats); i++)
        if (json_get(root, json_formats[i].key))
            return &json_formats[i];
    return NULL;
}

/* What all formats have in common once they are read. */
static bool finish(struct sbom_build *build, struct err *err)
{
    return arena_check(build->arena, err) && sbom_resolve(build->sbom, build->arena, err) &&
           sbom_owner_find(build->sbom, build->claims, build->arena, err) &&
           (sbom_fact_sort(build->sbom, build->arena) || arena_check(build->arena, err));
}

static bool read_root(struct sbom *sbom, yyjson_val *root, const struct text_format *via,
    struct arena *arena, struct err *err)
{
    /* GitHub's dependency graph wraps what it exports. */
    yyjson_val *wrapped = json_get(root, "sbom");
    if (json_get(wrapped, "spdxVersion"))
        root = wrapped;
    const struct json_format *format = find_json_format(root);
    if (!format)
        return fail_json(root, err);
    struct sbom_build build;
    sbom->format = via ? via->format : format->format;
    sbom_build_init(&build, sbom, arena);
    bool is_read = format->read(&build, root, err) && finish(&build, err);
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
    bool is_read = format->read(&build, bytes, err) && finish(&build, err);
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
    if (looks_like_json(front))
        return read_json(sbom, document, NULL, arena, err);
    const struct text_format *format = find_text_format(document->name, front);
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
