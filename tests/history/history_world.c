/* SPDX-License-Identifier: Apache-2.0 */
#include "history_world.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/attr.h"
#include "base/clock.h"

const struct world_ecosystem_row world_ecosystems[WORLD_ECOSYSTEMS] = {
    [WORLD_DEBIAN] = {"Debian", "deb/debian", 64, 330},
    [WORLD_NPM] = {"npm", "npm", 90, 270},
    [WORLD_PYPI] = {"PyPI", "pypi", 56, 140},
    [WORLD_MAVEN] = {"Maven", "maven/org.example", 56, 150},
    [WORLD_GO] = {"Go", "golang/example.org", 48, 110},
};

static const char *const first_words[] = {"amber", "brisk", "cedar", "delta", "ember", "fable",
    "gentle", "harbor", "indigo", "juniper", "kindle", "lumen", "maple", "nimbus", "opal", "pebble",
    "quartz", "raven", "saffron", "tidal", "umber", "velvet", "willow", "zephyr"};
static const char *const second_words[] = {"router", "codec", "parser", "cache", "logger", "queue",
    "schema", "stream", "vault", "mapper", "linker", "socket", "render", "crypt", "archive",
    "markup"};

const char *world_name(enum world_ecosystem ecosystem, unsigned package, char at[WORLD_NAME_SIZE])
{
    unsigned n = package * 7 + (unsigned)ecosystem * 5;
    snprintf(at, WORLD_NAME_SIZE, "%s%s-%s%s", ecosystem == WORLD_DEBIAN ? "lib" : "",
        first_words[n % LEN_OF(first_words)],
        second_words[(package + package / 24 + (unsigned)ecosystem) % LEN_OF(second_words)],
        package >= 48 ? "-core" : "");
    return at;
}

const char *world_version(
    enum world_ecosystem ecosystem, unsigned number, int release, char at[WORLD_NAME_SIZE])
{
    if (ecosystem == WORLD_DEBIAN)
        snprintf(at, WORLD_NAME_SIZE, "%d.%u.%u-1+deb%du%u", release - 8, number / 10, number % 10,
            release, 1 + number % 3);
    else
        snprintf(at, WORLD_NAME_SIZE, "%s%u.%u.%u", ecosystem == WORLD_GO ? "v" : "",
            1 + number / 20, number / 4 % 5, number % 4);
    return at;
}

/* 370 in 364 days, and on until the end. */
static int draw_day(uint64_t chance, unsigned i)
{
    if (i < WORLD_OLD_FLAWS)
        return -1 - (int)chance_below(chance, 300);
    return (int)((i - WORLD_OLD_FLAWS) * 364 / 370);
}

static enum world_ecosystem draw_ecosystem(uint64_t chance)
{
    unsigned at = chance_below(chance, 1000);
    int i = 0;
    while (at >= world_ecosystems[i].permille)
        at -= world_ecosystems[i++].permille;
    return (enum world_ecosystem)i;
}

/* Thursdays to Saturdays are when exploitation becomes known more often than not: who sleeps at weekends has something to lose. */
static int draw_kev_day(const struct world *world, int day, uint64_t chance)
{
    if (chance_below(chance, 1000) >= 75)
        return INT_MAX;
    int kev = (day < 0 ? 0 : day) + (int)chance_below(chance_mix(chance, 1), 4);
    int weekday = (int)((world->start_us / CLOCK_DAY_US + 4 + kev) % 7); /* 0: Sunday */
    return chance_below(chance_mix(chance, 2), 10) < 6 ? kev + (13 - weekday) % 7 : kev;
}

static int compare_days(const void *a, const void *b)
{
    const struct world_flaw *x = a, *y = b;
    return x->day != y->day ? (x->day > y->day) - (x->day < y->day)
                            : (x->number > y->number) - (x->number < y->number);
}

void world_init(struct world *world, uint64_t seed, int64_t start_us)
{
    *world = (struct world){.seed = seed, .start_us = start_us};
    for (int e = 0; e < WORLD_ECOSYSTEMS; e++)
        for (unsigned p = 0; p < world_ecosystems[e].package_count; p++) {
            unsigned born =
                8 + chance_below(chance_of(seed, (unsigned)e * 1000 + p, CHANCE_WORLD), 12);
            world->packages[e][p] = (struct world_package){.latest = born, .born = born};
        }
    for (unsigned i = 0; i < WORLD_FLAWS; i++) {
        struct world_flaw *flaw = &world->flaws[i];
        uint64_t chance = chance_of(seed, i, CHANCE_FLAW);
        *flaw = (struct world_flaw){.number = i, .chance = chance, .day = draw_day(chance, i)};
        flaw->ecosystem = draw_ecosystem(chance_mix(chance, 3));
        flaw->package =
            chance_below(chance_mix(chance, 4), world_ecosystems[flaw->ecosystem].package_count);
        flaw->kev_day = draw_kev_day(world, flaw->day, chance_mix(chance, 5));
        flaw->is_ransomware = chance_below(chance_mix(chance, 6), 4) == 0;
        unsigned wait = chance_below(chance_mix(chance, 7), 100);
        flaw->fix_day = flaw->day + (wait < 80 ? 0 : wait < 95 ? (int)wait - 70 : 400);
    }
    qsort(world->flaws, WORLD_FLAWS, sizeof world->flaws[0], compare_days);
    for (unsigned i = 0; i < WORLD_FLAWS; i++)
        world->flaws[i].number = i;
}

uint64_t world_key(uint64_t start, struct text cve)
{
    return chance_key(start, text_from(cve, (size_t)(text_find_last(cve, '-') + 1)));
}

void world_fix(struct world *world, struct world_flaw *flaw)
{
    struct world_package *package = &world->packages[flaw->ecosystem][flaw->package];
    flaw->fixed = ++package->latest;
}

const char *world_cve(
    const struct world *world, const struct world_flaw *flaw, char at[WORLD_NAME_SIZE])
{
    char date[CLOCK_TEXT_SIZE];
    clock_print(world->start_us + flaw->day * CLOCK_DAY_US, date);
    snprintf(at, WORLD_NAME_SIZE, "CVE-%.4s-%u", date, 990000 + flaw->number);
    return at;
}
