/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_document.h"

#include "sbom/cyclonedx_json.h"
#include "sbom/npm_lock.h"
#include "sbom/sbom_owner.h"
#include "sbom/sbom_resolve.h"
#include "sbom/spdx_json.h"

/* How a format is known by a member of its outermost object, and read. */
static const struct format {
    const char *name;
    const char *key;
    enum sbom_format format;
    bool (*read)(struct sbom_build *build, yyjson_val *root, struct err *err);
} formats[SBOM_FORMATS] = {
    {"CycloneDX JSON", "bomFormat", SBOM_CYCLONEDX_JSON, cyclonedx_json_read},
    {"SPDX JSON", "spdxVersion", SBOM_SPDX_JSON, spdx_json_read},
    {"package-lock.json", "lockfileVersion", SBOM_NPM_LOCK, npm_lock_read},
};

static const char readable[] = "kenzen reads CycloneDX JSON, SPDX JSON and package-lock.json";

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

/* Text formats that are known by what stands near their front. */
static const struct stranger texts[] = {
    {"cyclonedx.org/schema/bom", "CycloneDX XML, which is not read yet"},
    {"spdx.org/rdf", "SPDX as RDF, which is not read"},
    {"<spdxVersion>", "SPDX as XML, which is not read"},
    {"SPDXVersion:", "SPDX tag-value, which is not read yet"},
    {"spdxVersion:", "SPDX as YAML, which is not read yet"},
    {"lockfileVersion:", "pnpm's lock file, which is not read yet"},
    {"# yarn lockfile", "yarn's lock file, which is not read yet"},
};

const char *sbom_format_name(enum sbom_format format)
{
    return formats[format].name;
}

static bool fail_stranger(const struct stranger *row, struct err *err)
{
    return err_set(err, ERR_UNSUPPORTED, "is %s; %s", row->what, readable);
}

bool sbom_document_check(struct text bytes, struct err *err)
{
    enum { FRONT_BYTES = 4096 };
    struct text front = text_slice(bytes, 0, FRONT_BYTES);
    struct text start =
        text_trim(text_starts(front, TEXT("\xef\xbb\xbf")) ? text_from(front, 3) : front);
    /* Braces and brackets are JSON, nothing and UTF-16 are told by its reader, the rest is something else. */
    if (!start.len || strchr("{[", start.at[0]) || (unsigned char)start.at[0] >= 0xfe)
        return true;
    for (size_t i = 0; i < LEN_OF(texts); i++)
        if (text_find_text(front, text_of(texts[i].key)) >= 0)
            return fail_stranger(&texts[i], err);
    return err_set(err, ERR_UNSUPPORTED, "is not JSON; %s", readable);
}

static const struct format *find_format(yyjson_val *root)
{
    for (size_t i = 0; i < LEN_OF(formats); i++)
        if (json_get(root, formats[i].key))
            return &formats[i];
    return NULL;
}

static bool fail_format(yyjson_val *root, struct err *err)
{
    for (size_t i = 0; i < LEN_OF(strangers); i++)
        if (json_get(root, strangers[i].key))
            return fail_stranger(&strangers[i], err);
    return err_set(err, ERR_UNSUPPORTED, "is JSON, but no SBOM; %s", readable);
}

static bool read_root(struct sbom *sbom, yyjson_val *root, struct arena *arena, struct err *err)
{
    /* GitHub's dependency graph wraps what it exports. */
    yyjson_val *wrapped = json_get(root, "sbom");
    if (json_get(wrapped, "spdxVersion"))
        root = wrapped;
    const struct format *format = find_format(root);
    if (!format)
        return fail_format(root, err);
    struct sbom_build build;
    sbom->format = format->format;
    sbom_build_init(&build, sbom, arena);
    bool is_read = format->read(&build, root, err) && arena_check(arena, err) &&
                   sbom_resolve(sbom, arena, err) &&
                   sbom_owner_find(sbom, build.claims, arena, err);
    sbom_build_done(&build);
    return is_read;
}

bool sbom_document_read(
    struct sbom *ret_sbom, yyjson_val *root, struct arena *arena, struct err *err)
{
    struct sbom sbom = {0};
    if (!read_root(&sbom, root, arena, err))
        return false;
    *ret_sbom = sbom;
    return true;
}
