/* SPDX-License-Identifier: Apache-2.0 */
#include "fleet_world.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/attr.h"

static const struct fleet_pool_row rows[FLEET_POOLS] = {
    {FLEET_DEB, 270, true, "deb", "debian", "debian", "12.11", "Debian:12", "Debian", "debian",
        "+deb12u"},
    {FLEET_DEB, 110, true, "deb", "ubuntu", "ubuntu", "22.04", "Ubuntu:22.04:LTS", "Ubuntu",
        "ubuntu", "ubuntu0."},
    {FLEET_DEB, 70, true, "deb", "debian", "debian", "11.9", "Debian:11", "Debian", "debian",
        "+deb11u"},
    {FLEET_RPM, 40, true, "rpm", "alma", "alma", "9.4", "AlmaLinux:9", "AlmaLinux", "alma", ".el9"},
    {FLEET_RPM, 20, true, "rpm", "rocky", "rocky", "9.4", "Rocky Linux:9", "Rocky Linux", "rocky",
        ".el9"},
    {FLEET_APK, 20, true, "apk", "alpine", "alpine", "3.20.3", "Alpine:v3.20", "Alpine", "alpine",
        ""},
    {FLEET_APK, 10, true, "apk", "wolfi", "wolfi", "20230201", "Wolfi", "Wolfi", "wolfi", ""},
    {FLEET_GO, 170, false, "golang", "", "", "", "Go", "Go", "gobinary", ""},
    {FLEET_NPM, 130, false, "npm", "", "", "", "npm", "npm", "node-pkg", ""},
    {FLEET_MAVEN, 90, false, "maven", "", "", "", "Maven", "Maven", "jar", ""},
    {FLEET_PYPI, 40, false, "pypi", "", "", "", "PyPI", "PyPI", "python-pkg", ""},
    {FLEET_GEM, 18, false, "gem", "", "", "", "RubyGems", "RubyGems", "gemspec", ""},
    {FLEET_COMPOSER, 12, false, "composer", "", "", "", "Packagist", "Packagist", "composer-vendor",
        ""},
};

/* splitmix64's finaliser: every bit of the input moves every bit of the output. */
static uint64_t scramble(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

uint64_t fleet_mix(uint64_t a, uint64_t b)
{
    return scramble(scramble(a + 0x9e3779b97f4a7c15) ^ (b * 0xd1342543de82ef95 + 1));
}

uint64_t fleet_next(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15;
    return scramble(*state);
}

uint32_t fleet_below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)(((fleet_next(state) >> 32) * bound) >> 32);
}

uint64_t fleet_traits(
    const struct fleet_world *world, const struct fleet_pool *pool, uint32_t source)
{
    return fleet_mix(world->seed ^ (uint64_t)(pool->number + 1) << 40, source);
}

bool fleet_is_by_binary(const struct fleet_pool *pool)
{
    return pool->row->style == FLEET_RPM || *pool->row->space == 'w';
}

unsigned fleet_binary_count(const struct fleet_pool *pool, uint64_t traits)
{
    return pool->row->is_system ? 1 + (unsigned)(traits >> 50) % FLEET_BINARIES_MOST : 1;
}

unsigned fleet_version_count(uint64_t traits)
{
    return 1 + (unsigned)(traits >> 54) % FLEET_VERSIONS_MOST;
}

static void shuffle(struct fleet_pool *pool, uint64_t *state)
{
    for (uint32_t i = pool->entry_count; i > 1; i--) {
        uint32_t other = fleet_below(state, i);
        struct fleet_entry entry = pool->entries[i - 1];
        pool->entries[i - 1] = pool->entries[other];
        pool->entries[other] = entry;
    }
}

static void fill_pool(struct fleet_world *world, struct fleet_pool *pool, int64_t count)
{
    pool->entry_room = (uint32_t)count;
    pool->entries = calloc((size_t)count, sizeof *pool->entries);
    if (!pool->entries)
        abort();
    for (; pool->entry_count < pool->entry_room; pool->source_count++) {
        uint64_t traits = fleet_traits(world, pool, pool->source_count);
        unsigned versions = fleet_version_count(traits);
        unsigned all = fleet_binary_count(pool, traits) * versions;
        for (unsigned i = 0; i < all && pool->entry_count < pool->entry_room; i++)
            pool->entries[pool->entry_count++] = (struct fleet_entry){.source = pool->source_count,
                .binary = (uint8_t)(i / versions),
                .version = (uint8_t)(FLEET_VERSION_FIRST + i % versions)};
    }
    uint64_t state = fleet_mix(world->seed, 77 + pool->number);
    shuffle(pool, &state);
}

static int64_t scaled(int64_t full, int64_t scale_ppm, int64_t least)
{
    int64_t count = full * scale_ppm / 1000000;
    return count < least ? least : count;
}

int64_t fleet_share(const struct fleet_pool *pool, int64_t total)
{
    int64_t before = 0;
    for (unsigned i = 0; i < pool->number; i++)
        before += rows[i].permille;
    return total * (before + pool->row->permille) / FLEET_MILLE - total * before / FLEET_MILLE;
}

void fleet_world_init(struct fleet_world *world, uint64_t seed, int64_t scale_ppm)
{
    *world = (struct fleet_world){.seed = fleet_mix(seed, 0)};
    world->sbom_count = (uint32_t)scaled(3000, scale_ppm, 3);
    world->everywhere_count = (uint32_t)scaled(800, scale_ppm, 1);
    world->component_count = scaled(600000, scale_ppm, 600);
    world->version_count = scaled(75000, scale_ppm, 75);
    world->large_count = scaled(300000, scale_ppm, 300);
    world->advisory_count = scaled(300000, scale_ppm, 300);
    for (unsigned i = 0; i < FLEET_POOLS; i++) {
        struct fleet_pool *pool = &world->pools[i];
        pool->row = &rows[i];
        pool->number = i;
        pool->left = fleet_share(pool, world->component_count);
        pool->advisory_count = fleet_share(pool, world->advisory_count);
        int64_t versions = fleet_share(pool, world->version_count);
        fill_pool(world, pool, versions > 0 ? versions : 1);
    }
}

void fleet_world_done(struct fleet_world *world)
{
    for (unsigned i = 0; i < FLEET_POOLS; i++)
        free(world->pools[i].entries);
}

struct fleet_entry *fleet_draw(struct fleet_pool *pool, uint64_t *state)
{
    uint64_t chance = fleet_next(state);
    if (chance % 6 == 0 && pool->cursor < pool->entry_count)
        return &pool->entries[pool->cursor++];
    /* The fourth power of an even chance: the nth place is drawn in proportion to n^(-3/4), as Zipf found of words. */
    uint64_t square = ((chance >> 32) * (chance >> 32)) >> 32;
    uint64_t fourth = (square * square) >> 32;
    return &pool->entries[(fourth * pool->entry_count) >> 32];
}

static const char syllables[64][4] = {"ba", "be", "bi", "bo", "ca", "co", "da", "de", "di", "do",
    "fa", "fe", "fi", "fo", "ga", "go", "ha", "he", "hi", "ho", "ja", "jo", "ka", "ke", "ki", "ko",
    "la", "le", "li", "lo", "lu", "ma", "me", "mi", "mo", "mu", "na", "ne", "ni", "no", "nu", "pa",
    "pe", "pi", "po", "ra", "re", "ri", "ro", "ru", "sa", "se", "si", "so", "ta", "te", "ti", "to",
    "tu", "va", "ve", "vi", "vo", "wa"};

/* Writes a word of three syllables, and number in base 31 behind it, by which no two are the same. */
static void print_word(char *at, size_t size, uint64_t chance, uint32_t number)
{
    static const char digits[] = "bcdfghjklmnpqrstvwxz0123456789y";
    char tail[8];
    size_t len = sizeof tail - 1;
    tail[len] = 0;
    do
        tail[--len] = digits[number % 31];
    while ((number /= 31) && len);
    snprintf(at, size, "%s%s%s%s", syllables[chance & 63], syllables[(chance >> 6) & 63],
        syllables[(chance >> 12) & 63], tail + len);
}

static void print_system_names(
    struct fleet_names *names, const struct fleet_pool *pool, unsigned binary)
{
    static const char *const deb[FLEET_BINARIES_MOST][2] = {
        {"", ""}, {"lib", "1"}, {"lib", "-dev"}, {"", "-common"}};
    static const char *const other[FLEET_BINARIES_MOST][2] = {
        {"", ""}, {"", "-libs"}, {"", "-devel"}, {"", "-common"}};
    const char *const *around = pool->row->style == FLEET_DEB ? deb[binary] : other[binary];
    snprintf(names->name, sizeof names->name, "%s%s%s", around[0], names->source, around[1]);
    snprintf(names->space, sizeof names->space, "%s", pool->row->space);
    snprintf(names->package, sizeof names->package, "%s",
        fleet_is_by_binary(pool) ? names->name : names->source);
}

static void print_language_names(struct fleet_names *names, enum fleet_style style, uint64_t traits)
{
    char word[32];
    bool has_space =
        style != FLEET_PYPI && style != FLEET_GEM && (style != FLEET_NPM || traits % 4 == 0);
    print_word(word, sizeof word, traits >> 20, (uint32_t)(traits >> 32) % 2000);
    const char *space = style == FLEET_GO      ? "github.com/"
                        : style == FLEET_MAVEN ? "org."
                        : style == FLEET_NPM   ? "@"
                                               : "";
    if (has_space)
        snprintf(names->space, sizeof names->space, "%s%s", space, word);
    bool is_second = style == FLEET_GO && traits % 10 == 3;
    snprintf(names->name, sizeof names->name, "%s%s", names->source,
        is_second              ? "/v2"
        : style == FLEET_MAVEN ? "-core"
                               : "");
    snprintf(names->package, sizeof names->package, "%s%s%s", names->space,
        !has_space             ? ""
        : style == FLEET_MAVEN ? ":"
                               : "/",
        names->name);
}

void fleet_names_read(struct fleet_names *names, const struct fleet_world *world,
    const struct fleet_pool *pool, uint32_t source, unsigned binary)
{
    uint64_t traits = fleet_traits(world, pool, source);
    names->space[0] = 0;
    if (source == FLEET_EVERYWHERE)
        snprintf(names->source, sizeof names->source, "everywhere");
    else
        print_word(names->source, sizeof names->source, traits, source);
    if (pool->row->is_system)
        print_system_names(names, pool, binary);
    else
        print_language_names(names, pool->row->style, traits);
}

static void print_deb(
    char *at, size_t size, const struct fleet_pool *pool, uint64_t traits, unsigned number)
{
    unsigned rest = number % 4;
    int len = snprintf(
        at, size, "%u.%u.%u-1", 1 + (unsigned)traits % 9, (unsigned)(traits >> 8) % 20, number / 4);
    if (rest && len > 0)
        snprintf(at + len, size - (size_t)len, "%s%u", pool->row->pattern, rest);
}

static void print_go(char *at, size_t size, uint64_t traits, unsigned number)
{
    unsigned minor = number / 3, patch = number % 3;
    if (traits % 10 < 2)
        snprintf(at, size, "v0.0.0-%04u%02u15101530-%012llx", 2015 + number / 12, 1 + number % 12,
            (unsigned long long)(fleet_mix(traits, number) >> 16));
    else if (traits % 10 == 2)
        snprintf(at, size, "v3.%u.%u+incompatible", minor, patch);
    else
        snprintf(at, size, "v%u.%u.%u", traits % 10 == 3 ? 2U : (unsigned)(traits >> 9) % 2, minor,
            patch);
}

static void print_language(
    char *at, size_t size, enum fleet_style style, uint64_t traits, unsigned number)
{
    static const char *const maven[] = {"", "", ".RELEASE", ".Final", "-jre"};
    const char *tail = "";
    unsigned major = (unsigned)(traits >> 8) % 12, minor = number / 3, patch = number % 3;
    bool is_odd = (traits >> 13) % 20 == 0 && patch == 0; /* one that comes before its number */
    if (style == FLEET_MAVEN)
        tail = maven[(traits >> 13) % LEN_OF(maven)];
    else if (is_odd)
        tail = style == FLEET_PYPI ? "rc1" : style == FLEET_GEM ? ".rc1" : "-rc.1";
    snprintf(at, size, "%s%u.%u.%u%s", style == FLEET_COMPOSER && traits & 1 ? "v" : "", major,
        minor, patch, tail);
}

void fleet_version_read(struct fleet_version *version, const struct fleet_world *world,
    const struct fleet_pool *pool, uint32_t source, unsigned number)
{
    uint64_t traits = fleet_traits(world, pool, source);
    enum fleet_style style = pool->row->style;
    char *at = version->text;
    size_t size = sizeof version->text;
    unsigned major = 1 + (unsigned)traits % 9, minor = (unsigned)(traits >> 8) % 20;
    if (style == FLEET_DEB)
        print_deb(at, size, pool, traits, number);
    else if (style == FLEET_RPM)
        snprintf(at, size, "%u.%u.%u-%u%s", major, minor, number / 4, 1 + number % 4,
            pool->row->pattern);
    else if (style == FLEET_APK)
        snprintf(at, size, "%u.%u.%u-r%u", major, minor, number / 4, number % 4);
    else if (style == FLEET_GO)
        print_go(at, size, traits, number);
    else
        print_language(at, size, style, traits, number);
    version->epoch = (style == FLEET_DEB || style == FLEET_RPM) && (traits >> 20) % 12 == 0 ? 1 : 0;
    snprintf(version->event, sizeof version->event, "%s%s", version->epoch ? "1:" : "",
        style == FLEET_GO ? at + 1 : at);
}
