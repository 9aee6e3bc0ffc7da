/* SPDX-License-Identifier: Apache-2.0 */
/* What a lock file says of one package. */
#include "base/limits.h"
#include "codec/base64.h"
#include "domain/purl.h"
#include "sbom/sbom_lock.h"

struct text sbom_lock_purl(
    struct sbom_build *build, const char *type, struct text name, struct text version)
{
    struct purl purl = {.type = text_of(type), .name = name, .version = version};
    ptrdiff_t end = text_find_last(name, text_is(purl.type, "maven") ? ':' : '/');
    if (end > 0) {
        purl.space = text_slice(name, 0, (size_t)end);
        purl.name = text_from(name, (size_t)end + 1);
    }
    buf_cut(&build->scratch, 0);
    purl_print(&purl, &build->scratch);
    return arena_text(build->arena, buf_text(&build->scratch));
}

void sbom_lock_note(struct sbom_build *build, uint32_t component, struct text oddity)
{
    struct sbom_component *odd = &build->sbom->components[component];
    if (odd->oddity.len)
        return;
    odd->oddity = oddity;
    build->sbom->odd_count++;
}

void sbom_lock_tell(struct sbom_build *build, struct text limit)
{
    sbom_build_tell(build, NULL, NULL, "%.*s", TEXT_ARG(limit));
    sbom_build_fact(build, SBOM_ROOT, SBOM_FACT_SBOM_COMMENT, TEXT(""), limit);
}

bool sbom_lock_is_source(struct text t)
{
    static const char *const starts[] = {
        "git+", "git:", "git@", "github:", "gitlab:", "bitbucket:", "file:"};
    for (size_t i = 0; i < LEN_OF(starts); i++)
        if (text_starts(t, text_of(starts[i])))
            return true;
    return false;
}

void sbom_lock_note_source(struct sbom_build *build, uint32_t component, struct text from)
{
    struct text shown = text_front(from, 120);
    sbom_lock_note(build, component,
        arena_format(build->arena, "installed from %.*s, not from a registry", TEXT_ARG(shown)));
}

void sbom_lock_add_download(struct sbom_build *build, uint32_t component, struct text url)
{
    bool is_web = text_starts(url, TEXT("https://")) || text_starts(url, TEXT("http://"));
    if (is_web && url.len <= LIMIT_URL_BYTES)
        sbom_build_fact(
            build, component, SBOM_FACT_REFERENCE, TEXT("distribution"), text_cut(&url, '#'));
}

static const struct algorithm {
    const char *name, *word; /* as lock files write it, and CycloneDX */
    size_t bytes;
} algorithms[] = {
    {"md5", "MD5", 16},
    {"sha1", "SHA-1", 20},
    {"sha256", "SHA-256", 32},
    {"sha384", "SHA-384", 48},
    {"sha512", "SHA-512", 64},
};

/* Returns the digits of what stands behind "sha512-" or "sha512:", or nothing. */
static struct text digits_of(
    struct sbom_build *build, const struct algorithm *algorithm, char mark, struct text value)
{
    static const char digits[] = "0123456789abcdef";
    char hex[2 * 64];
    struct buf bytes;
    if (mark != '-') {
        struct text lower = arena_text_lower(build->arena, value);
        bool is_hex = value.len == 2 * algorithm->bytes && strspn(lower.at, digits) == value.len;
        return is_hex ? lower : (struct text){"", 0};
    }
    buf_init(&bytes, sizeof hex / 2);
    bool is_read = base64_read(&bytes, text_cut(&value, '?')) && bytes.len == algorithm->bytes;
    for (size_t i = 0; is_read && i < bytes.len; i++) {
        hex[2 * i] = digits[(unsigned char)bytes.at[i] >> 4];
        hex[2 * i + 1] = digits[bytes.at[i] & 15];
    }
    size_t len = is_read ? 2 * bytes.len : 0;
    buf_done(&bytes);
    return arena_text(build->arena, (struct text){hex, len});
}

static void add_hash(struct sbom_build *build, uint32_t component, struct text hash)
{
    for (size_t i = 0; i < LEN_OF(algorithms); i++) {
        const struct algorithm *algorithm = &algorithms[i];
        struct text name = text_of(algorithm->name);
        bool is_it =
            text_starts(hash, name) && hash.len > name.len && strchr("-:=", hash.at[name.len]);
        if (is_it)
            sbom_build_fact(build, component, SBOM_FACT_HASH, text_of(algorithm->word),
                digits_of(build, algorithm, hash.at[name.len], text_from(hash, name.len + 1)));
    }
}

void sbom_lock_add_hashes(struct sbom_build *build, uint32_t component, struct text written)
{
    while (written.at)
        add_hash(build, component, text_cut(&written, ' '));
}
