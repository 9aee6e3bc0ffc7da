/* SPDX-License-Identifier: Apache-2.0 */
#include "history_sbom.h"

#include <stdio.h>

#include "codec/json.h"

enum { HAS_PERMILLE_SYSTEM = 620, HAS_PERMILLE_LANGUAGE = 560, OTHERS = 3, REGRESSION_EVERY = 9 };

static bool is_in(const struct cast_service *service, int ecosystem)
{
    return ecosystem == WORLD_DEBIAN ? service->debian != 0 : ecosystem == (int)service->language;
}

void history_sbom_init(struct history_parts *parts, const struct world *world, unsigned service)
{
    *parts = (struct history_parts){0};
    for (int e = 0; e < WORLD_ECOSYSTEMS; e++)
        for (unsigned p = 0;
            is_in(&cast_services[service], e) && p < world_ecosystems[e].package_count; p++) {
            uint64_t chance =
                chance_of(world->seed, service * 100000 + (unsigned)e * 1000 + p, CHANCE_SBOM);
            unsigned most = e == WORLD_DEBIAN ? HAS_PERMILLE_SYSTEM : HAS_PERMILLE_LANGUAGE;
            unsigned behind = chance_below(chance_mix(chance, 1), 5);
            unsigned latest = world->packages[e][p].latest;
            if (chance_below(chance, 1000) < most)
                parts->version[e][p] = behind < 2 ? latest - behind : latest;
        }
}

/* Now and then a build is made from an old branch, and what was mended is back. */
static void regress(
    struct history_parts *parts, const struct world *world, unsigned service, unsigned number)
{
    int e = (int)cast_services[service].language;
    unsigned first = chance_below(chance_of(world->seed, service * 1000 + number, CHANCE_UPLOAD),
        world_ecosystems[e].package_count);
    for (unsigned i = 0, left = 2; i < world_ecosystems[e].package_count && left; i++) {
        unsigned p = (first + i) % world_ecosystems[e].package_count;
        if (parts->version[e][p] <= world->packages[e][p].born)
            continue;
        parts->version[e][p]--;
        left--;
    }
}

void history_sbom_update(
    struct history_parts *parts, const struct world *world, unsigned service, unsigned number)
{
    const struct cast_team *team = &cast_teams[cast_services[service].team];
    for (int e = 0; e < WORLD_ECOSYSTEMS; e++)
        for (unsigned p = 0; p < world_ecosystems[e].package_count; p++) {
            uint64_t chance = chance_of(world->seed,
                (uint64_t)service << 32 | number << 16 | (unsigned)e << 10 | p, CHANCE_UPLOAD);
            bool is_frozen = e == WORLD_DEBIAN && cast_services[service].debian == 10;
            if (!parts->version[e][p] || is_frozen)
                continue;
            if (parts->wants[e][p] == PARTS_OUT)
                parts->version[e][p] = 0;
            else if (parts->wants[e][p] || chance_below(chance, 1000) < team->bump_permille)
                parts->version[e][p] = world->packages[e][p].latest;
            parts->wants[e][p] = PARTS_NOTHING;
        }
    if (number % REGRESSION_EVERY == 0 && team->bump_permille < 100)
        regress(parts, world, service, number);
}

static void print_component(
    const char *name, const char *version, const char *purl, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "type", "library");
    json_print_member_z(out, "bom-ref", purl);
    json_print_member_z(out, "name", name);
    json_print_member_z(out, "version", version);
    json_print_member_z(out, "purl", purl);
    json_print_close(out, '}');
}

static void print_package(
    const struct cast_service *service, int e, unsigned p, unsigned number, struct buf *out)
{
    char name[WORLD_NAME_SIZE], version[WORLD_NAME_SIZE], escaped[WORLD_NAME_SIZE],
        purl[4 * WORLD_NAME_SIZE];
    world_name((enum world_ecosystem)e, p, name);
    world_version((enum world_ecosystem)e, number, service->debian, version);
    size_t len = 0;
    for (const char *at = version; *at && len + 4 < sizeof escaped; at++)
        len +=
            (size_t)snprintf(escaped + len, sizeof escaped - len, *at == '+' ? "%%2B" : "%c", *at);
    int end = snprintf(purl, sizeof purl, "pkg:%s/%s@%s", world_ecosystems[e].purl, name, escaped);
    if (e == WORLD_DEBIAN)
        snprintf(
            purl + end, sizeof purl - (size_t)end, "?arch=amd64&distro=debian-%d", service->debian);
    print_component(name, version, purl, out);
}

static void print_system(const struct cast_service *service, struct buf *out)
{
    char version[16];
    snprintf(version, sizeof version, "%d", service->debian);
    json_print_open(out, '{');
    json_print_member_z(out, "type", "operating-system");
    json_print_member_z(out, "bom-ref", "os");
    json_print_member_z(out, "name", "debian");
    json_print_member_z(out, "version", version);
    json_print_close(out, '}');
}

static void print_subject(
    const struct cast_service *service, unsigned number, int64_t made_us, struct buf *out)
{
    char version[32];
    snprintf(version, sizeof version, "1.%u.0", number);
    json_print_member_open(out, "metadata", '{');
    json_print_member_time(out, "timestamp", made_us);
    json_print_member_open(out, "component", '{');
    json_print_member_z(out, "type", "application");
    json_print_member_z(out, "bom-ref", "root");
    json_print_member_z(out, "name", service->name);
    json_print_member_z(out, "version", version);
    json_print_close(out, '}');
    json_print_close(out, '}');
}

void history_sbom_print(unsigned service, const struct history_parts *parts, unsigned number,
    int64_t made_us, struct buf *out)
{
    const struct cast_service *row = &cast_services[service];
    json_print_open(out, '{');
    json_print_member_z(out, "bomFormat", "CycloneDX");
    json_print_member_z(out, "specVersion", "1.5");
    print_subject(row, number, made_us, out);
    json_print_member_open(out, "components", '[');
    if (row->debian)
        print_system(row, out);
    for (int e = 0; e < WORLD_ECOSYSTEMS; e++)
        for (unsigned p = 0; p < WORLD_PACKAGES_MOST; p++)
            if (parts->version[e][p])
                print_package(row, e, p, parts->version[e][p], out);
    for (unsigned i = 0; row->has_other && i < OTHERS; i++) {
        char name[32], purl[64];
        snprintf(name, sizeof name, "sensor_driver_%u", i + 1);
        snprintf(purl, sizeof purl, "pkg:conan/%s@0.%u.1", name, i + 4);
        print_component(name, "0.4.1", purl, out);
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
}

bool history_sbom_want(
    struct history_parts *parts, struct text ecosystem, struct text package, enum parts_want want)
{
    char name[WORLD_NAME_SIZE];
    ptrdiff_t space =
        text_find_last(package, package.len && text_find(package, ':') >= 0 ? ':' : '/');
    package = text_from(package, (size_t)(space + 1));
    for (int e = 0; e < WORLD_ECOSYSTEMS; e++)
        for (unsigned p = 0; text_starts(ecosystem, text_of(world_ecosystems[e].name)) &&
                             p < world_ecosystems[e].package_count;
            p++)
            if (parts->version[e][p] &&
                text_is(package, world_name((enum world_ecosystem)e, p, name))) {
                if (parts->wants[e][p] != PARTS_OUT)
                    parts->wants[e][p] = (unsigned char)want;
                return true;
            }
    return false;
}
