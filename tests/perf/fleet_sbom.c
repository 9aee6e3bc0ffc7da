/* SPDX-License-Identifier: Apache-2.0 */
/* How Trivy 0.63 and Syft 1.20 write what an SBOM has. */
#include "fleet_sbom.h"

#include <stdio.h>

#include "base/attr.h"

/* One component, printed so far that several places can use it. */
struct item_text {
    struct fleet_names names;
    struct fleet_version version;
    char purl[320], ref[360], full[128]; /* full: the version with its epoch */
    uint64_t chance;
};

struct writer {
    struct fleet_json j;
    struct fleet_sbom *sbom;
    const struct fleet_world *world;
};

static const char *const licenses[] = {"MIT", "Apache-2.0", "BSD-3-Clause", "BSD-2-Clause", "ISC",
    "GPL-2.0-or-later", "GPL-3.0-or-later", "LGPL-2.1-or-later", "LGPL-3.0-only", "MPL-2.0",
    "GFDL-1.3-only", "Artistic-2.0", "Zlib", "public-domain", "GPL-2.0-only", "BSL-1.0"};

static void print_escaped(char *at, size_t size, const char *from)
{
    size_t len = 0;
    for (; *from && len + 4 < size; from++) {
        if (*from == '+' || *from == ':' || *from == '@')
            len += (size_t)snprintf(at + len, size - len, "%%%02X", (unsigned)*from);
        else
            at[len++] = *from;
    }
    at[len] = 0;
}

/* The subpath's "/v2" belongs to the path of a Go module, which is all that a purl has of slashes. */
static void print_purl(struct item_text *t, const struct fleet_item *item, bool is_syft)
{
    const struct fleet_pool_row *row = item->pool->row;
    char space[80], version[128];
    print_escaped(space, sizeof space, t->names.space);
    print_escaped(
        version, sizeof version, is_syft && row->style == FLEET_DEB ? t->full : t->version.text);
    int len = snprintf(t->purl, sizeof t->purl, "pkg:%s/%s%s%s@%s", row->type, space,
        *space ? "/" : "", t->names.name, version);
    if (!row->is_system || len < 0 || (size_t)len >= sizeof t->purl)
        return;
    const char *epoch = t->version.epoch && (row->style == FLEET_RPM || !is_syft) ? "&epoch=1" : "";
    char *end = t->purl + len;
    size_t size = sizeof t->purl - (size_t)len;
    const char *arch = row->style == FLEET_DEB ? "amd64" : "x86_64";
    if (!is_syft)
        snprintf(end, size, "?arch=%s&distro=%s-%s%s", arch, row->os, row->os_version, epoch);
    else if (row->style == FLEET_RPM)
        snprintf(end, size, "?arch=%s&distro=%s-%s%s&upstream=%s-%s.src.rpm", arch, row->os,
            row->os_version, epoch, t->names.source, t->version.text);
    else
        snprintf(end, size, "?arch=%s&distro=%s-%s%s%s", arch, row->os, row->os_version,
            item->entry.binary ? "&upstream=" : "", item->entry.binary ? t->names.source : "");
}

static void read_item(struct item_text *t, const struct writer *w, size_t i)
{
    const struct fleet_item *item = &w->sbom->items.at[i];
    bool is_syft = w->sbom->shape != FLEET_TRIVY;
    fleet_names_read(&t->names, w->world, item->pool, item->entry.source, item->entry.binary);
    fleet_version_read(&t->version, w->world, item->pool, item->entry.source, item->entry.version);
    snprintf(t->full, sizeof t->full, "%s%s", t->version.epoch ? "1:" : "", t->version.text);
    print_purl(t, item, is_syft);
    t->chance = fleet_mix(w->world->seed ^ w->sbom->number, i);
    unsigned long long other = fleet_mix(t->chance, 1);
    if (w->sbom->shape == FLEET_SYFT)
        snprintf(t->ref, sizeof t->ref, "%s%cpackage-id=%016llx", t->purl,
            strchr(t->purl, '?') ? '&' : '?', (unsigned long long)t->chance);
    else if (item->is_again)
        snprintf(t->ref, sizeof t->ref, "%08llx-%04llx-4%03llx-a%03llx-%012llx", other >> 32,
            other >> 16 & 0xffff, other & 0xfff, other >> 4 & 0xfff,
            (unsigned long long)t->chance >> 16);
    else
        snprintf(t->ref, sizeof t->ref, "%s", t->purl);
}

static void print_hex(char *at, uint64_t chance, unsigned count)
{
    static const char digits[] = "0123456789abcdef";
    for (unsigned i = 0; i < count; i++) {
        if (i % 16 == 0)
            chance = fleet_mix(chance, i);
        at[i] = digits[chance >> (i % 16 * 4) & 15];
    }
    at[count] = 0;
}

static void print_hash(
    struct fleet_json *j, const char *algorithm, uint64_t chance, unsigned digits)
{
    char hex[130];
    print_hex(hex, chance, digits);
    fleet_json_open(j, "hashes", '[');
    fleet_json_open(j, NULL, '{');
    fleet_json_z(j, "alg", algorithm);
    fleet_json_z(j, "content", hex);
    fleet_json_close(j, '}');
    fleet_json_close(j, ']');
}

static void print_licenses(struct fleet_json *j, uint64_t chance, unsigned count)
{
    fleet_json_open(j, "licenses", '[');
    for (unsigned i = 0; i < count; i++) {
        fleet_json_open(j, NULL, '{');
        fleet_json_open(j, "license", '{');
        fleet_json_z(j, i ? "name" : "id", licenses[(chance + i * 5) % LEN_OF(licenses)]);
        fleet_json_close(j, '}');
        fleet_json_close(j, '}');
    }
    fleet_json_close(j, ']');
}

static void print_trivy_source(struct fleet_json *j, const struct item_text *t, bool has_release)
{
    ptrdiff_t dash = has_release ? text_find_last(text_of(t->version.text), '-') : -1;
    char part[96];
    fleet_json_property(j, "aquasecurity:trivy:SrcName", t->names.source);
    if (t->version.epoch)
        fleet_json_property(j, "aquasecurity:trivy:SrcEpoch", "1");
    if (dash >= 0)
        fleet_json_property(j, "aquasecurity:trivy:SrcRelease", t->version.text + dash + 1);
    snprintf(part, sizeof part, "%.*s", dash < 0 ? (int)strlen(t->version.text) : (int)dash,
        t->version.text);
    fleet_json_property(j, "aquasecurity:trivy:SrcVersion", part);
}

static void print_trivy_properties(
    struct writer *w, const struct item_text *t, const struct fleet_item *item)
{
    const struct fleet_pool_row *row = item->pool->row;
    struct fleet_json *j = &w->j;
    char hex[72] = "sha256:", words[320];
    fleet_json_open(j, "properties", '[');
    if (!row->is_system) {
        snprintf(words, sizeof words, "opt/service/vendor/%s/%s-%s/METADATA", t->names.space,
            t->names.name, t->version.text);
        fleet_json_property(j, "aquasecurity:trivy:FilePath", words);
    }
    print_hex(hex + 7, w->sbom->number, 64);
    fleet_json_property(j, "aquasecurity:trivy:LayerDiffID", hex);
    print_hex(hex + 7, w->sbom->number ^ UINT64_C(1) << 40, 64);
    fleet_json_property(j, "aquasecurity:trivy:LayerDigest", hex);
    snprintf(words, sizeof words, "%s@%s", t->names.name, t->full);
    fleet_json_property(j, "aquasecurity:trivy:PkgID", words);
    fleet_json_property(j, "aquasecurity:trivy:PkgType", row->trivy_type);
    if (row->is_system)
        print_trivy_source(j, t, row->style != FLEET_APK);
    fleet_json_close(j, ']');
}

static void print_trivy_item(
    struct writer *w, const struct item_text *t, const struct fleet_item *item)
{
    struct fleet_json *j = &w->j;
    const struct fleet_pool_row *row = item->pool->row;
    fleet_json_open(j, NULL, '{');
    fleet_json_z(j, "bom-ref", t->ref);
    fleet_json_z(j, "type", "library");
    if (row->is_system) {
        fleet_json_open(j, "supplier", '{');
        fleet_json_text(
            j, "name", "%s maintainers <%s@lists.example.org>", t->names.source, t->names.source);
        fleet_json_close(j, '}');
    } else if (*t->names.space && row->style != FLEET_GO) {
        fleet_json_z(j, "group", t->names.space);
    }
    if (row->style == FLEET_GO)
        fleet_json_text(j, "name", "%s/%s", t->names.space, t->names.name);
    else
        fleet_json_z(j, "name", t->names.name);
    fleet_json_z(j, "version", t->full);
    print_hash(j, row->is_system ? "SHA-256" : "SHA-1", t->chance, row->is_system ? 64 : 40);
    print_licenses(j, t->chance,
        row->is_system ? 4 + (unsigned)(t->chance >> 20) % 10
                       : 1 + (unsigned)(t->chance >> 20) % 2);
    fleet_json_z(j, "purl", t->purl);
    print_trivy_properties(w, t, item);
    fleet_json_close(j, '}');
}

static const char *syft_type(enum fleet_style style)
{
    static const char *const types[] = {[FLEET_DEB] = "deb",
        [FLEET_RPM] = "rpm",
        [FLEET_APK] = "apk",
        [FLEET_GO] = "go-module",
        [FLEET_NPM] = "npm",
        [FLEET_MAVEN] = "java-archive",
        [FLEET_PYPI] = "python",
        [FLEET_GEM] = "gem",
        [FLEET_COMPOSER] = "php-composer"};
    return types[style];
}

/* A CPE escapes by a backslash, and JSON that by another. */
static void print_cpe_escaped(char *at, size_t size, const char *from)
{
    size_t len = 0;
    for (; *from && len + 4 < size; from++) {
        if (*from == '+' || *from == ':' || *from == '~') {
            at[len++] = '\\';
            at[len++] = '\\';
        }
        at[len++] = *from;
    }
    at[len] = 0;
}

static void print_cpe(char *at, size_t size, const struct item_text *t, unsigned i)
{
    static const char *const marks[] = {
        "", "-project", "_project", "-core", "_core", "-lang", "_lang", "-team"};
    char version[128];
    print_cpe_escaped(version, sizeof version, t->full);
    snprintf(at, size, "cpe:2.3:a:%s%s:%s%s:%s:*:*:*:*:*:*:*", t->names.source, marks[i % 8],
        t->names.source, marks[i / 8 % 8], version);
}

static void print_syft_properties(
    struct writer *w, const struct item_text *t, const struct fleet_item *item)
{
    const struct fleet_pool_row *row = item->pool->row;
    struct fleet_json *j = &w->j;
    char words[512], hex[72] = "sha256:";
    const char *type = syft_type(row->style);
    fleet_json_open(j, "properties", '[');
    snprintf(words, sizeof words, "%s-cataloger", type);
    fleet_json_property(j, "syft:package:foundBy", words);
    fleet_json_property(j, "syft:package:type", type);
    fleet_json_property(j, "syft:package:metadataType", type);
    for (unsigned i = 1; i < 14 + (t->chance >> 30) % 8; i++) {
        print_cpe(words, sizeof words, t, i);
        fleet_json_property(j, "syft:cpe23", words);
    }
    print_hex(hex + 7, w->sbom->number, 64);
    for (unsigned i = 0; i < (row->is_system ? 3U : 1U); i++) {
        char key[64];
        snprintf(key, sizeof key, "syft:location:%u:layerID", i);
        fleet_json_property(j, key, hex);
        snprintf(key, sizeof key, "syft:location:%u:path", i);
        snprintf(
            words, sizeof words, "/usr/share/%s/%s/%s.%u", type, t->names.source, t->names.name, i);
        fleet_json_property(j, key, words);
    }
    snprintf(words, sizeof words, "%u", (unsigned)t->chance % 100000);
    fleet_json_property(j, "syft:metadata:installedSize", words);
    if (row->is_system)
        fleet_json_property(j, "syft:metadata:source", t->names.source);
    fleet_json_close(j, ']');
}

static void print_syft_item(
    struct writer *w, const struct item_text *t, const struct fleet_item *item)
{
    struct fleet_json *j = &w->j;
    enum fleet_style style = item->pool->row->style;
    char words[400];
    fleet_json_open(j, NULL, '{');
    fleet_json_z(j, "bom-ref", t->ref);
    fleet_json_z(j, "type", "library");
    if (item->pool->row->is_system)
        fleet_json_text(j, "publisher", "%s maintainers <%s@lists.example.org>", t->names.source,
            t->names.source);
    if (style == FLEET_MAVEN)
        fleet_json_z(j, "group", t->names.space);
    if (style == FLEET_NPM || style == FLEET_GO || style == FLEET_COMPOSER)
        fleet_json_text(
            j, "name", "%s%s%s", t->names.space, *t->names.space ? "/" : "", t->names.name);
    else
        fleet_json_z(j, "name", t->names.name);
    fleet_json_z(j, "version", t->full);
    print_licenses(j, t->chance, 1 + (unsigned)(t->chance >> 20) % 5);
    print_cpe(words, sizeof words, t, 0);
    fleet_json_z(j, "cpe", words);
    fleet_json_z(j, "purl", t->purl);
    print_syft_properties(w, t, item);
    fleet_json_close(j, '}');
}

static void print_lean_item(
    struct writer *w, const struct item_text *t, const struct fleet_item *item)
{
    struct fleet_json *j = &w->j;
    (void)item;
    fleet_json_open(j, NULL, '{');
    fleet_json_z(j, "bom-ref", t->ref);
    fleet_json_z(j, "type", "library");
    fleet_json_z(j, "name", t->names.name);
    fleet_json_z(j, "version", t->full);
    print_licenses(j, t->chance, 1);
    fleet_json_z(j, "purl", t->purl);
    fleet_json_close(j, '}');
}

static void print_system(struct writer *w)
{
    const struct fleet_pool_row *row = w->sbom->system->row;
    struct fleet_json *j = &w->j;
    fleet_json_open(j, NULL, '{');
    fleet_json_text(j, "bom-ref", "os:%s@%s", row->os, row->os_version);
    fleet_json_z(j, "type", "operating-system");
    fleet_json_z(j, "name", row->os);
    fleet_json_z(j, "version", row->os_version);
    fleet_json_open(j, "properties", '[');
    if (w->sbom->shape != FLEET_TRIVY) {
        fleet_json_property(j, "syft:distro:id", row->os);
        fleet_json_property(j, "syft:distro:versionID", row->os_version);
    } else {
        fleet_json_property(j, "aquasecurity:trivy:Class", "os-pkgs");
        fleet_json_property(j, "aquasecurity:trivy:Type", row->os);
    }
    fleet_json_close(j, ']');
    fleet_json_close(j, '}');
}

static void print_head(struct writer *w)
{
    struct fleet_json *j = &w->j;
    bool is_syft = w->sbom->shape != FLEET_TRIVY;
    char hex[40];
    print_hex(hex, w->sbom->number ^ w->world->seed, 32);
    const char *spec = is_syft ? "1.6" : w->sbom->number % 3 ? "1.6" : "1.5";
    fleet_json_text(j, "$schema", "http://cyclonedx.org/schema/bom-%s.schema.json", spec);
    fleet_json_z(j, "bomFormat", "CycloneDX");
    fleet_json_z(j, "specVersion", spec);
    fleet_json_text(j, "serialNumber", "urn:uuid:%.8s-%.4s-4%.3s-9%.3s-%.12s", hex, hex + 8,
        hex + 12, hex + 15, hex + 18);
    fleet_json_number(j, "version", 1);
    fleet_json_open(j, "metadata", '{');
    fleet_json_text(j, "timestamp", "2026-08-%02uT04:05:06Z", 1 + w->sbom->number % 28);
    fleet_json_open(j, "tools", '{');
    fleet_json_open(j, "components", '[');
    fleet_json_open(j, NULL, '{');
    fleet_json_z(j, "type", "application");
    fleet_json_z(j, is_syft ? "author" : "group", is_syft ? "anchore" : "aquasecurity");
    fleet_json_z(j, "name", is_syft ? "syft" : "trivy");
    fleet_json_z(j, "version", is_syft ? "1.20.0" : "0.63.0");
    fleet_json_close(j, '}');
    fleet_json_close(j, ']');
    fleet_json_close(j, '}');
    fleet_json_open(j, "component", '{');
    fleet_json_text(j, "bom-ref", "root-%u", w->sbom->number);
    fleet_json_z(j, "type", w->sbom->system ? "container" : "application");
    fleet_json_text(j, "name", "registry.example.org/service-%u", w->sbom->number);
    fleet_json_text(j, "version", "2026.8.%u", w->sbom->number % 40);
    fleet_json_close(j, '}');
    fleet_json_close(j, '}');
}

static void print_items(struct writer *w)
{
    static void (*const print[])(struct writer *, const struct item_text *,
        const struct fleet_item *) = {[FLEET_TRIVY] = print_trivy_item,
        [FLEET_SYFT] = print_syft_item,
        [FLEET_LEAN] = print_lean_item};
    struct item_text t;
    fleet_json_open(&w->j, "components", '[');
    if (w->sbom->system)
        print_system(w);
    for (size_t i = 0; i < w->sbom->items.len; i++) {
        read_item(&t, w, i);
        print[w->sbom->shape](w, &t, &w->sbom->items.at[i]);
    }
    fleet_json_close(&w->j, ']');
}

static void print_depending(struct writer *w, size_t i)
{
    struct item_text t;
    size_t count = w->sbom->items.len;
    struct fleet_json *j = &w->j;
    read_item(&t, w, i);
    unsigned degree = (unsigned)(t.chance >> 44) % 8;
    if (w->sbom->shape != FLEET_TRIVY && degree == 0)
        return;
    fleet_json_open(j, NULL, '{');
    fleet_json_z(j, "ref", t.ref);
    fleet_json_open(j, "dependsOn", '[');
    for (unsigned k = 0; k < degree && count > 8; k++) {
        read_item(&t, w, (i + 1 + k * 7 % (count - 1)) % count);
        fleet_json_z(j, NULL, t.ref);
    }
    fleet_json_close(j, ']');
    fleet_json_close(j, '}');
}

void fleet_sbom_print(struct fleet_sbom *sbom, const struct fleet_world *world, struct buf *out)
{
    struct writer w = {
        .j = {.out = out, .is_indented = sbom->shape == FLEET_TRIVY}, .sbom = sbom, .world = world};
    fleet_json_open(&w.j, NULL, '{');
    print_head(&w);
    print_items(&w);
    fleet_json_open(&w.j, "dependencies", '[');
    for (size_t i = 0; i < sbom->items.len; i++)
        print_depending(&w, i);
    fleet_json_close(&w.j, ']');
    fleet_json_close(&w.j, '}');
}
