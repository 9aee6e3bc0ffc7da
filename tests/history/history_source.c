/* SPDX-License-Identifier: Apache-2.0 */
/* The world as its sources tell of it: OSV, the CVE list with CISA's SSVC, KEV, EPSS, ends of support. */
#include <limits.h>
#include <stdio.h>

#include "base/attr.h"
#include "base/clock.h"
#include "codec/json.h"
#include "history_world.h"

static const int releases[] = {10, 12, 13};

static int64_t time_of(const struct world *world, int day)
{
    return world->start_us + day * CLOCK_DAY_US + 2 * 3600 * CLOCK_SECOND_US;
}

/* A source hears of most flaws within a day, of some within days; it has told of all by the morning of their day. */
static int64_t published_of(const struct world *world, const struct world_flaw *flaw)
{
    uint64_t chance = chance_mix(flaw->chance, 12);
    unsigned hours = chance_below(chance, 10) < 8 ? 1 + chance_below(chance_mix(chance, 1), 20)
                                                  : 20 + chance_below(chance_mix(chance, 1), 76);
    return time_of(world, flaw->day) - hours * 3600 * CLOCK_SECOND_US;
}

static void print_date(struct buf *out, const char *key, const struct world *world, int day)
{
    char at[CLOCK_TEXT_SIZE];
    clock_print(time_of(world, day), at);
    json_print_member(out, key, (struct text){at, 10});
}

static void print_event(struct buf *out, const char *key, const char *version)
{
    json_print_open(out, '{');
    json_print_member_z(out, key, *version == 'v' ? version + 1 : version);
    json_print_close(out, '}');
}

static void print_affected(const struct world_flaw *flaw, int release, struct buf *out)
{
    char name[WORLD_NAME_SIZE], version[WORLD_NAME_SIZE], full[2 * WORLD_NAME_SIZE];
    const struct world_ecosystem_row *row = &world_ecosystems[flaw->ecosystem];
    world_name(flaw->ecosystem, flaw->package, name);
    snprintf(full, sizeof full, release ? "%s:%d" : "%s", row->name, release);
    json_print_open(out, '{');
    json_print_member_open(out, "package", '{');
    json_print_member_z(out, "ecosystem", full);
    const char *space = flaw->ecosystem == WORLD_MAVEN ? "org.example:"
                        : flaw->ecosystem == WORLD_GO  ? "example.org/"
                                                       : "";
    snprintf(full, sizeof full, "%s%s", space, name);
    json_print_member_z(out, "name", full);
    json_print_close(out, '}');
    json_print_member_open(out, "ranges", '[');
    json_print_open(out, '{');
    bool is_semver = flaw->ecosystem == WORLD_NPM || flaw->ecosystem == WORLD_GO;
    json_print_member_z(out, "type", is_semver ? "SEMVER" : "ECOSYSTEM");
    json_print_member_open(out, "events", '[');
    print_event(out, "introduced", "0");
    /* Nobody mends anything in Debian 10 any more. */
    if (flaw->fixed && release != 10)
        print_event(out, "fixed", world_version(flaw->ecosystem, flaw->fixed, release, version));
    json_print_close(out, ']');
    json_print_close(out, '}');
    json_print_close(out, ']');
    json_print_close(out, '}');
}

static void print_severity(const struct world_flaw *flaw, struct buf *out)
{
    static const char levels[] = "NLH";
    char vector[64];
    uint64_t c = chance_mix(flaw->chance, 8);
    bool is_bad = flaw->kev_day != INT_MAX;
    snprintf(vector, sizeof vector, "CVSS:3.1/AV:%c/AC:%c/PR:%c/UI:%c/S:U/C:%c/I:%c/A:%c",
        is_bad ? 'N' : "NNAL"[c % 4], c >> 4 & 1 && !is_bad ? 'H' : 'L',
        levels[is_bad ? 0 : (c >> 6) % 3], c >> 9 & 1 ? 'R' : 'N',
        is_bad ? 'H' : levels[(c >> 12) % 3], levels[(c >> 15) % 3], c >> 18 & 1 ? 'H' : 'L');
    json_print_member_open(out, "severity", '[');
    json_print_open(out, '{');
    json_print_member_z(out, "type", "CVSS_V3");
    json_print_member_z(out, "score", vector);
    json_print_close(out, '}');
    json_print_close(out, ']');
}

static void print_summary(const struct world_flaw *flaw, struct buf *out)
{
    static const char *const what[] = {"Remote code execution", "Denial of service",
        "Cross-site scripting", "Path traversal", "Prototype pollution", "Authentication bypass",
        "Out-of-bounds read", "Information disclosure", "Request smuggling", "SQL injection",
        "Use after free", "Uncontrolled recursion"};
    static const char *const where[] = {"when reading a crafted file", "in the handling of headers",
        "through a long name", "in its default configuration", "by a crafted request",
        "in the parser of dates", "when a connection is reset"};
    char name[WORLD_NAME_SIZE], text[256];
    uint64_t c = chance_mix(flaw->chance, 9);
    snprintf(text, sizeof text, "%s in %s %s", what[c % LEN_OF(what)],
        world_name(flaw->ecosystem, flaw->package, name), where[(c >> 8) % LEN_OF(where)]);
    json_print_member_z(out, "summary", text);
}

void world_print_osv(const struct world *world, const struct world_flaw *flaw, struct buf *out)
{
    char cve[WORLD_NAME_SIZE], id[2 * WORLD_NAME_SIZE];
    bool is_debian = flaw->ecosystem == WORLD_DEBIAN;
    world_cve(world, flaw, cve);
    snprintf(id, sizeof id, "%s-%s", is_debian ? "DEBIAN" : "EXAMPLE", cve);
    json_print_open(out, '{');
    json_print_member_z(out, "schema_version", "1.6.0");
    json_print_member_z(out, "id", id);
    int modified = flaw->fixed && flaw->fix_day > flaw->day ? flaw->fix_day : flaw->day;
    json_print_member_time(out, "published", published_of(world, flaw));
    json_print_member_time(out, "modified", time_of(world, modified));
    json_print_member_open(out, is_debian ? "upstream" : "aliases", '[');
    json_print_text(out, text_of(cve));
    json_print_close(out, ']');
    print_summary(flaw, out);
    print_severity(flaw, out);
    json_print_member_open(out, "affected", '[');
    for (size_t i = 0; i < (is_debian ? LEN_OF(releases) : 1); i++)
        print_affected(flaw, is_debian ? releases[i] : 0, out);
    json_print_close(out, ']');
    json_print_close(out, '}');
}

static void print_option(struct buf *out, const char *key, const char *value)
{
    json_print_open(out, '{');
    json_print_member_z(out, key, value);
    json_print_close(out, '}');
}

void world_print_cve(const struct world *world, const struct world_flaw *flaw, struct buf *out)
{
    char cve[WORLD_NAME_SIZE];
    uint64_t c = chance_mix(flaw->chance, 10);
    world_cve(world, flaw, cve);
    json_print_open(out, '{');
    json_print_member_z(out, "dataType", "CVE_RECORD");
    json_print_member_z(out, "dataVersion", "5.1");
    json_print_member_open(out, "cveMetadata", '{');
    json_print_member_z(out, "cveId", cve);
    json_print_member_z(out, "state", "PUBLISHED");
    json_print_member_time(out, "datePublished", published_of(world, flaw));
    json_print_close(out, '}');
    json_print_member_open(out, "containers", '{');
    json_print_member_open(out, "cna", '{');
    json_print_close(out, '}');
    json_print_member_open(out, "adp", '[');
    json_print_open(out, '{');
    json_print_member_z(out, "title", "CISA ADP Vulnrichment");
    json_print_member_open(out, "metrics", '[');
    json_print_open(out, '{');
    json_print_member_open(out, "other", '{');
    json_print_member_z(out, "type", "ssvc");
    json_print_member_open(out, "content", '{');
    json_print_member_open(out, "options", '[');
    print_option(out, "Exploitation", c % 10 < 3 ? "poc" : "none");
    print_option(out, "Automatable", c >> 8 & 1 ? "yes" : "no");
    print_option(out, "Technical Impact", (c >> 9) % 3 ? "partial" : "total");
    json_print_close(out, ']');
    json_print_close(out, '}');
    json_print_close(out, '}');
    json_print_close(out, '}');
    json_print_close(out, ']');
    json_print_close(out, '}');
    json_print_close(out, ']');
    json_print_close(out, '}');
    json_print_close(out, '}');
}

static void print_exploited(
    const struct world *world, const char *cve, int day, bool is_ransomware, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "cveID", cve);
    print_date(out, "dateAdded", world, day);
    print_date(out, "dueDate", world, day + 21);
    json_print_member_z(out, "knownRansomwareCampaignUse", is_ransomware ? "Known" : "Unknown");
    json_print_close(out, '}');
}

/* It never was empty: before the year, something was exploited that nobody here has. */
void world_print_kev(const struct world *world, int day, struct buf *out)
{
    char at[WORLD_NAME_SIZE];
    json_print_open(out, '{');
    clock_print(time_of(world, day), at);
    json_print_member(out, "catalogVersion", (struct text){at, 10});
    json_print_member_z(out, "dateReleased", at);
    json_print_member_open(out, "vulnerabilities", '[');
    print_exploited(world, "CVE-2020-989999", -400, false, out);
    for (size_t i = 0; i < WORLD_FLAWS; i++) {
        const struct world_flaw *flaw = &world->flaws[i];
        if (flaw->kev_day <= day && flaw->day <= day)
            print_exploited(
                world, world_cve(world, flaw, at), flaw->kev_day, flaw->is_ransomware, out);
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
}

void world_print_epss(const struct world *world, int day, struct buf *out)
{
    char at[CLOCK_TEXT_SIZE], cve[WORLD_NAME_SIZE];
    clock_print(time_of(world, day), at);
    buf_format(out,
        "#model_version:v2025.03.14,score_date:%.10sT00:00:00+0000\ncve,epss,percentile\n", at);
    for (size_t i = 0; i < WORLD_FLAWS; i++) {
        const struct world_flaw *flaw = &world->flaws[i];
        unsigned score = chance_below(chance_mix(flaw->chance, 11), 1000);
        bool is_known = flaw->kev_day <= day;
        score = is_known ? 60000 + score * 30 : score * score / 40 + 20;
        if (flaw->day <= day)
            buf_format(out, "%s,0.%05u,0.%05u\n", world_cve(world, flaw, cve), score,
                20000 + score * 79 / 100);
    }
}

/* The days that endoflife.date gives (MIT). */
void world_print_eol(struct buf *out)
{
    buf_add_z(out,
        "{\"schema_version\":\"1.2.0\",\"source\":\"endoflife.date, MIT\",\"total\":1,\"result\":[{\"name\":\"debian\","
        "\"label\":\"Debian\",\"category\":\"os\",\"releases\":["
        "{\"name\":\"13\",\"releaseDate\":\"2025-08-09\",\"eolFrom\":\"2028-08-09\"},"
        "{\"name\":\"12\",\"releaseDate\":\"2023-06-10\",\"eolFrom\":\"2026-07-11\"},"
        "{\"name\":\"10\",\"releaseDate\":\"2019-07-06\",\"eolFrom\":\"2022-09-10\"}]}]}");
}
