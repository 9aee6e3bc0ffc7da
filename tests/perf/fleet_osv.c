/* SPDX-License-Identifier: Apache-2.0 */
#include "fleet_osv.h"

#include <stdio.h>

#include "base/attr.h"

/* Of 1,000 source packages that services have: so many have a flaw in versions that are run, which makes 5 % of these; and so
   many have only old ones. */
enum { VULNERABLE_PERMILLE = 70, KNOWN_PERMILLE = 400 };

enum form { FORM_GHSA, FORM_OWN, FORM_MALICIOUS };

/* What one record is to say. */
struct record {
    const struct fleet_pool *pool;
    uint32_t source;
    enum form form;
    unsigned from, to; /* affected: from (0: all before) up to, not with, to */
    bool is_last;      /* said as last_affected */
    char id[64], cve[32], ghsa[32];
    uint64_t chance;
};

void fleet_osv_init(struct fleet_osv *osv, const struct fleet_world *world,
    void (*add)(void *context, const char *id, struct text record), void *context)
{
    *osv = (struct fleet_osv){.world = world, .add = add, .context = context};
    buf_init(&osv->out, SIZE_MAX);
    osv->state = fleet_mix(world->seed, 0x05f);
}

void fleet_osv_done(struct fleet_osv *osv)
{
    buf_done(&osv->out);
}

unsigned fleet_osv_fixed(
    const struct fleet_world *world, const struct fleet_pool *pool, uint32_t source)
{
    uint64_t traits = fleet_traits(world, pool, source), chance = fleet_mix(traits, 7);
    if (source >= pool->source_count || chance % FLEET_MILLE >= VULNERABLE_PERMILLE)
        return 0;
    return FLEET_VERSION_FIRST + 1 + (unsigned)(chance >> 32) % fleet_version_count(traits);
}

static void print_ghsa(char *at, size_t size, uint64_t flaw)
{
    static const char digits[] = "23456789cfghjmpqrvwx";
    char code[12];
    uint64_t number = flaw * 2654435761 % 4096000000000000; /* 20^12 */
    for (int i = 0; i < 12; i++, number /= 20)
        code[i] = digits[number % 20];
    snprintf(at, size, "GHSA-%.4s-%.4s-%.4s", code, code + 4, code + 8);
}

static void name_record(struct record *r, uint64_t flaw)
{
    unsigned year = 2015 + (unsigned)(flaw % 11);
    unsigned long long number = 10000 + flaw / 11;
    snprintf(r->cve, sizeof r->cve, "CVE-%u-%llu", year, number);
    print_ghsa(r->ghsa, sizeof r->ghsa, flaw);
    static const char *const own[] = {[FLEET_RPM] = "ALSA",
        [FLEET_APK] = "ALPINE-CVE",
        [FLEET_GO] = "GO",
        [FLEET_PYPI] = "PYSEC"};
    enum fleet_style style = r->pool->row->style;
    if (r->form == FORM_GHSA)
        snprintf(r->id, sizeof r->id, "%s", r->ghsa);
    else if (r->form == FORM_MALICIOUS)
        snprintf(r->id, sizeof r->id, "MAL-%u-%llu", year, number);
    else if (style == FLEET_DEB)
        snprintf(r->id, sizeof r->id, "%s-%s", *r->pool->row->space == 'u' ? "UBUNTU" : "DEBIAN",
            r->cve);
    else if (style == FLEET_APK && *r->pool->row->space == 'w')
        snprintf(r->id, sizeof r->id, "CGA-%s", r->ghsa + 5);
    else
        snprintf(r->id, sizeof r->id, "%s%s%u%c%llu",
            *r->pool->row->space == 'r' ? "RLSA" : own[style], "-", year,
            style == FLEET_RPM ? ':' : '-', number);
}

static void print_words(struct fleet_json *j, const char *key, uint64_t chance, unsigned count)
{
    static const char *const words[] = {"a", "remote", "attacker", "can", "cause", "the", "parser",
        "to", "read", "memory", "beyond", "its", "buffer", "when", "header", "length", "of",
        "request", "is", "not", "checked", "before", "copy", "which", "leads", "denial", "service",
        "or", "code", "execution", "in", "function", "version", "upgrade", "patched", "release",
        "users", "should", "as", "workaround", "disable", "feature", "an", "issue", "was",
        "discovered", "through", "crafted", "input", "that", "bypasses", "validation", "and",
        "allows", "access", "without", "authentication", "on", "affected", "systems", "by",
        "default", "path", "traversal"};
    char at[4096];
    size_t len = 0;
    for (unsigned i = 0; i < count && len + 32 < sizeof at; i++) {
        if (i % 10 == 0)
            chance = fleet_mix(chance, i);
        struct text word = text_of(words[(chance >> (i % 10 * 6)) & 63]);
        memcpy(at + len, word.at, word.len);
        len += word.len;
        at[len++] = i + 1 < count ? ' ' : '.';
    }
    fleet_json_raw(j, key, (struct text){at, len});
}

static void print_event(struct fleet_json *j, const char *key, const char *version)
{
    fleet_json_open(j, NULL, '{');
    fleet_json_z(j, key, version);
    fleet_json_close(j, '}');
}

static void print_range(struct fleet_json *j, const struct fleet_osv *osv, const struct record *r)
{
    struct fleet_version version;
    enum fleet_style style = r->pool->row->style;
    fleet_json_open(j, "ranges", '[');
    fleet_json_open(j, NULL, '{');
    fleet_json_z(j, "type", style == FLEET_GO || style == FLEET_NPM ? "SEMVER" : "ECOSYSTEM");
    fleet_json_open(j, "events", '[');
    fleet_version_read(&version, osv->world, r->pool, r->source, r->from);
    print_event(j, "introduced", r->from ? version.event : "0");
    if (r->to) {
        fleet_version_read(
            &version, osv->world, r->pool, r->source, r->is_last ? r->to - 1 : r->to);
        print_event(j, r->is_last ? "last_affected" : "fixed", version.event);
    }
    fleet_json_close(j, ']');
    fleet_json_close(j, '}');
    fleet_json_close(j, ']');
}

static void print_package(struct fleet_json *j, const struct fleet_osv *osv, const struct record *r,
    const char *ecosystem, unsigned binary)
{
    struct fleet_names names;
    struct fleet_version version;
    fleet_names_read(&names, osv->world, r->pool, r->source, binary);
    fleet_json_open(j, NULL, '{');
    fleet_json_open(j, "package", '{');
    fleet_json_z(j, "name", names.package);
    fleet_json_z(j, "ecosystem", ecosystem);
    fleet_json_close(j, '}');
    print_range(j, osv, r);
    if (r->pool->row->style == FLEET_PYPI || (r->form == FORM_MALICIOUS && r->chance % 2)) {
        fleet_json_open(j, "versions", '[');
        for (unsigned i = r->from; i < (r->to ? r->to : 4); i++) {
            fleet_version_read(&version, osv->world, r->pool, r->source, i);
            fleet_json_z(j, NULL, version.event);
        }
        fleet_json_close(j, ']');
    }
    fleet_json_close(j, '}');
}

static void print_affected(
    struct fleet_json *j, const struct fleet_osv *osv, const struct record *r)
{
    const struct fleet_pool_row *row = r->pool->row;
    bool is_by_binary = fleet_is_by_binary(r->pool);
    unsigned count = is_by_binary
                         ? fleet_binary_count(r->pool, fleet_traits(osv->world, r->pool, r->source))
                         : 1;
    fleet_json_open(j, "affected", '[');
    for (unsigned i = 0; i < count; i++)
        print_package(j, osv, r, row->ecosystem, i);
    if (*row->space == 'd')
        print_package(j, osv, r, "Debian:13", 0);
    fleet_json_close(j, ']');
}

/* Distributions name the CVE as upstream or related, the others as an alias. */
static void print_links(struct fleet_json *j, const struct record *r)
{
    const struct fleet_pool_row *row = r->pool->row;
    if (r->form == FORM_MALICIOUS)
        return;
    bool is_alias = !row->is_system;
    fleet_json_open(j,
        is_alias                  ? "aliases"
        : row->style == FLEET_RPM ? "related"
                                  : "upstream",
        '[');
    fleet_json_z(j, NULL, r->cve);
    if (is_alias && r->form == FORM_OWN)
        fleet_json_z(j, NULL, r->ghsa);
    fleet_json_close(j, ']');
}

static void print_severity(struct fleet_json *j, uint64_t chance)
{
    static const char letters[] = "NLH";
    if (chance % 3 == 0)
        return;
    fleet_json_open(j, "severity", '[');
    fleet_json_open(j, NULL, '{');
    fleet_json_z(j, "type", "CVSS_V3");
    fleet_json_text(j, "score", "CVSS:3.1/AV:%c/AC:%c/PR:%c/UI:%c/S:U/C:%c/I:%c/A:%c",
        "NAL"[chance / 3 % 3], "LH"[chance / 9 % 2], letters[chance / 18 % 3],
        "NR"[chance / 54 % 2], letters[chance / 108 % 3], letters[chance / 324 % 3],
        letters[chance / 972 % 3]);
    fleet_json_close(j, '}');
    fleet_json_close(j, ']');
}

static void print_references(struct fleet_json *j, const struct record *r)
{
    fleet_json_open(j, "references", '[');
    for (unsigned i = 0; i < 2 + r->chance % 5; i++) {
        fleet_json_open(j, NULL, '{');
        fleet_json_z(j, "type", i ? "WEB" : "ADVISORY");
        fleet_json_text(j, "url", "https://advisories.example.org/%s/%u/%012llx", r->cve, i,
            (unsigned long long)fleet_mix(r->chance, i) >> 16);
        fleet_json_close(j, '}');
    }
    fleet_json_close(j, ']');
}

static void print_record(struct fleet_osv *osv, const struct record *r)
{
    struct fleet_json j = {.out = &osv->out};
    unsigned month = 1 + (unsigned)(r->chance >> 8) % 12,
             day = 1 + (unsigned)(r->chance >> 16) % 28;
    buf_cut(&osv->out, 0);
    fleet_json_open(&j, NULL, '{');
    fleet_json_z(&j, "schema_version", "1.7.0");
    fleet_json_z(&j, "id", r->id);
    fleet_json_text(&j, "modified", "2026-%02u-%02uT08:09:10Z", 1 + month % 8, day);
    fleet_json_text(&j, "published", "2025-%02u-%02uT08:09:10Z", month, day);
    if (r->chance % 100 == 3 && r->to <= FLEET_VERSION_FIRST)
        fleet_json_text(&j, "withdrawn", "2026-08-%02uT08:09:10Z", day);
    print_links(&j, r);
    print_words(&j, "summary", r->chance, 10);
    print_words(&j, "details", r->chance + 1, 60 + (unsigned)(r->chance >> 24) % 120);
    print_severity(&j, r->chance >> 4);
    print_affected(&j, osv, r);
    print_references(&j, r);
    fleet_json_close(&j, '}');
    osv->record_count++;
    osv->add(osv->context, r->id, buf_text(&osv->out));
}

/* One flaw, in up to left records: in Go and Python two databases often tell of it, and name each other. */
static int64_t print_flaw(struct fleet_osv *osv, struct record *r, int64_t left)
{
    uint64_t flaw = osv->flaw++;
    enum fleet_style style = r->pool->row->style;
    bool has_own = style == FLEET_GO || style == FLEET_PYPI;
    bool is_twice = has_own && left > 1 && flaw % 5 < 2;
    r->chance = fleet_mix(osv->state, flaw);
    if (r->form != FORM_MALICIOUS)
        r->form = r->pool->row->is_system || (has_own && flaw % 2) ? FORM_OWN : FORM_GHSA;
    name_record(r, flaw);
    print_record(osv, r);
    if (!is_twice || r->form == FORM_MALICIOUS)
        return 1;
    r->form = r->form == FORM_OWN ? FORM_GHSA : FORM_OWN;
    name_record(r, flaw);
    print_record(osv, r);
    return 2;
}

/* A flaw in versions that nobody runs any more. */
static void set_old(struct record *r, uint64_t *state)
{
    unsigned kind = fleet_below(state, 10);
    r->to = 2 + fleet_below(state, FLEET_VERSION_FIRST - 2);
    r->from = kind < 7 ? 0 : fleet_below(state, r->to);
    r->is_last = kind == 9;
}

static int64_t print_old(
    struct fleet_osv *osv, const struct fleet_pool *pool, uint32_t source, int64_t left)
{
    struct record r = {.pool = pool, .source = source};
    set_old(&r, &osv->state);
    return print_flaw(osv, &r, left);
}

static int64_t print_unknown(
    struct fleet_osv *osv, const struct fleet_pool *pool, uint32_t i, int64_t left)
{
    struct record r = {.pool = pool, .source = pool->source_count + i / 2};
    if (pool->row->style == FLEET_NPM && i % 10 < 6)
        r.form = FORM_MALICIOUS;
    else
        set_old(&r, &osv->state);
    return print_flaw(osv, &r, left);
}

void fleet_osv_print_pool(struct fleet_osv *osv, const struct fleet_pool *pool)
{
    int64_t left = pool->advisory_count;
    for (uint32_t source = 0; source < pool->source_count && left > 0; source++) {
        unsigned fixed = fleet_osv_fixed(osv->world, pool, source);
        struct record r = {
            .pool = pool, .source = source, .to = fixed, .is_last = source % 16 == 0};
        if (fixed)
            left -= print_flaw(osv, &r, left);
        if (fleet_mix(source, pool->number) % FLEET_MILLE < KNOWN_PERMILLE)
            for (uint32_t i = fleet_below(&osv->state, 3) + 1; i > 0 && left > 0; i--)
                left -= print_old(osv, pool, source, left);
    }
    for (uint32_t i = 0; left > 0; i++)
        left -= print_unknown(osv, pool, i, left);
}

void fleet_osv_print_new(struct fleet_osv *osv, const struct fleet_pool *pool)
{
    struct record r = {
        .pool = pool, .source = FLEET_EVERYWHERE, .to = FLEET_VERSION_FIRST + FLEET_VERSIONS_MOST};
    r.chance = fleet_mix(osv->state, 1);
    name_record(&r, osv->flaw++);
    print_record(osv, &r);
}
