/* SPDX-License-Identifier: Apache-2.0 */
/* SARIF 2.1.0 (OASIS): a rule for each vulnerability, a result for each component that has it. */
#include "base/map.h"
#include "codec/json.h"
#include "match/scan_fleet.h"

/* The findings of one SBOM that say affected. */
struct run {
    const char *path;
    const struct sbom_component *components;
    const struct match_finding *findings;
    const uint32_t *numbers; /* of those to tell */
    size_t count;
    const struct vex_answer *answers; /* by finding; or NULL */
};

/* What a viewer may make a link of; SARIF wants a URI there (section 3.49.12), and a record may say anything. */
static bool is_web_address(struct text url)
{
    if (!text_starts(url, TEXT("https://")) && !text_starts(url, TEXT("http://")))
        return false;
    for (size_t i = 0; i < url.len; i++)
        if (url.at[i] <= ' ' || url.at[i] >= 0x7f || strchr("\"<>\\^`{|}", url.at[i]))
            return false;
    return true;
}

/* GitHub reads "security-severity" as a CVSS score to rank by; a finding without one has none to give. */
static void print_rule(const struct match_finding *finding, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member(out, "id", finding->id);
    json_print_member_open(out, "shortDescription", '{');
    json_print_member(out, "text", finding->summary.len ? finding->summary : finding->id);
    json_print_close(out, '}');
    if (is_web_address(finding->url))
        json_print_member(out, "helpUri", finding->url);
    json_print_member_open(out, "properties", '{');
    json_print_member_open(out, "tags", '[');
    json_print_text(out, TEXT("security"));
    json_print_text(out, text_of(cvss_severity_name(finding->severity)));
    json_print_close(out, ']');
    if (finding->cvss_vector.len) {
        char score[8];
        snprintf(score, sizeof score, "%u.%u", finding->score_tenths / 10 % 100,
            finding->score_tenths % 10);
        json_print_member_z(out, "security-severity", score);
    }
    json_print_close(out, '}');
    json_print_close(out, '}');
}

/* SARIF section 3.27.10: unknown severity is no "note". */
static const char *level_of(const struct match_finding *finding)
{
    static const char *const levels[] = {
        [SEVERITY_UNKNOWN] = "warning",
        [SEVERITY_NONE] = "note",
        [SEVERITY_LOW] = "note",
        [SEVERITY_MEDIUM] = "warning",
        [SEVERITY_HIGH] = "error",
        [SEVERITY_CRITICAL] = "error",
    };
    bool is_urgent = finding->facts.is_kev || finding->kind == ADVISORY_MALICIOUS;
    return is_urgent ? "error" : levels[finding->severity];
}

static void add_message(
    const struct match_finding *finding, const struct sbom_component *component, struct buf *text)
{
    buf_format(text, "%.*s %.*s is affected by %.*s (%s%s%s)", TEXT_ARG(component->name),
        TEXT_ARG(component->version), TEXT_ARG(finding->id), cvss_severity_name(finding->severity),
        finding->facts.is_kev ? ", known to be exploited" : "",
        finding->is_by_cpe ? ", found by CPE" : "");
    buf_add_z(text, finding->fixed_count ? "; fixed in " : "; no fixed version is known");
    for (size_t i = 0; i < finding->fixed_count; i++)
        buf_format(text, "%s%.*s", i ? ", " : "", TEXT_ARG(finding->fixed[i]));
    buf_add_char(text, '.');
}

/* The path as a URI reference (RFC 3986): absolute ones with their scheme, and what has a meaning in URIs escaped. */
static void add_uri(const char *path, struct buf *out)
{
    if (strcmp(path, "-") == 0)
        path = "stdin";
    while (strncmp(path, "./", 2) == 0)
        path += 2;
    if (path[0] == '/')
        buf_add_z(out, "file://");
    for (const char *c = path; *c; c++) {
        bool is_plain = text_is_alpha(*c) || text_is_digit(*c) || strchr("-._~/!$&'()*+,;=@", *c);
        if (is_plain)
            buf_add_char(out, *c);
        else
            buf_format(out, "%%%02X", (unsigned)(unsigned char)*c);
    }
}

static void print_location(const char *path, struct buf *out)
{
    struct buf uri;
    buf_init(&uri, SIZE_MAX);
    add_uri(path, &uri);
    json_print_member_open(out, "locations", '[');
    json_print_open(out, '{');
    json_print_member_open(out, "physicalLocation", '{');
    json_print_member_open(out, "artifactLocation", '{');
    json_print_member(out, "uri", buf_text(&uri));
    buf_done(&uri);
    json_print_close(out, '}');
    json_print_close(out, '}');
    json_print_close(out, '}');
    json_print_close(out, ']');
}

/* The fingerprint stays when versions and other findings change, so that a code host keeps its alert. */
static void print_fingerprint(
    const struct match_finding *finding, const struct sbom_component *component, struct buf *out)
{
    struct buf key;
    buf_init(&key, SIZE_MAX);
    buf_format(&key, "%.*s:%.*s:%.*s", TEXT_ARG(component->ecosystem), TEXT_ARG(component->package),
        TEXT_ARG(finding->id));
    json_print_member_open(out, "partialFingerprints", '{');
    json_print_member(out, "kenzen/package-vulnerability/v1", buf_text(&key));
    json_print_close(out, '}');
    buf_done(&key);
}

/* SARIF 2.1.0, section 3.35: what is not shown as a result to act upon, and why. */
static void print_suppressions(const struct vex_answer *answer, struct buf *out)
{
    struct buf words;
    if (!answer || !answer->is_silenced)
        return;
    const struct vex_statement *statement = answer->bearing[0].statement;
    buf_init(&words, SIZE_MAX);
    match_vex_print(answer, &words);
    if (statement->impact.len) {
        buf_add_z(&words, ": ");
        buf_add(&words, statement->impact);
    }
    json_print_member_open(out, "suppressions", '[');
    json_print_open(out, '{');
    json_print_member_z(out, "kind", "external");
    json_print_member_z(out, "status", "accepted");
    json_print_member(out, "justification", buf_text(&words));
    json_print_close(out, '}');
    json_print_close(out, ']');
    buf_done(&words);
}

static void print_result(
    const struct run *run, const struct match_finding *finding, uint32_t rule, struct buf *out)
{
    const struct sbom_component *component = &run->components[finding->component];
    struct buf text;
    buf_init(&text, SIZE_MAX);
    add_message(finding, component, &text);
    json_print_open(out, '{');
    json_print_member(out, "ruleId", finding->id);
    json_print_member_int(out, "ruleIndex", rule);
    json_print_member_z(out, "level", level_of(finding));
    json_print_member_open(out, "message", '{');
    json_print_member(out, "text", buf_text(&text));
    json_print_close(out, '}');
    print_location(run->path, out);
    print_fingerprint(finding, component, out);
    print_suppressions(run->answers ? &run->answers[finding - run->findings] : NULL, out);
    json_print_close(out, '}');
    buf_done(&text);
}

/* Prints the rules, and remembers the place of each in rules. */
static void print_rules(const struct run *run, struct map *rules, struct buf *out)
{
    json_print_member_open(out, "rules", '[');
    for (size_t i = 0; i < run->count; i++) {
        const struct match_finding *finding = &run->findings[run->numbers[i]];
        if (map_add(rules, finding->id, (uint32_t)rules->len, NULL))
            print_rule(finding, out);
    }
    json_print_close(out, ']');
}

static void print_tool(const struct run *run, struct map *rules, struct buf *out)
{
    json_print_member_open(out, "tool", '{');
    json_print_member_open(out, "driver", '{');
    json_print_member_z(out, "name", "kenzen");
    json_print_member_z(out, "version", KENZEN_VERSION);
    print_rules(run, rules, out);
    json_print_close(out, '}');
    json_print_close(out, '}');
}

static void print_run(const struct run *run, struct buf *out)
{
    struct map rules = {0};
    json_print_open(out, '{');
    print_tool(run, &rules, out);
    json_print_member_open(out, "results", '[');
    for (size_t i = 0; i < run->count; i++) {
        const struct match_finding *finding = &run->findings[run->numbers[i]];
        uint32_t rule;
        if (map_find(&rules, finding->id, &rule))
            print_result(run, finding, rule, out);
    }
    json_print_close(out, ']');
    json_print_close(out, '}');
    map_done(&rules);
}

static void begin_runs(struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_print_member_z(out, "version", "2.1.0");
    json_print_member_open(out, "runs", '[');
}

static void end_runs(struct buf *out)
{
    json_print_close(out, ']');
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

struct numbers {
    VEC(uint32_t);
};

void scan_sarif_print(const struct scan *scan, struct buf *out)
{
    struct numbers numbers = {0};
    for (size_t i = 0; i < scan->result.finding_count; i++)
        if (scan->result.findings[i].answer != MATCH_UNDECIDABLE)
            *VEC_ADD(&numbers) = (uint32_t)i;
    begin_runs(out);
    print_run(&(struct run){scan->sbom_path, scan->sbom.components, scan->result.findings,
                  numbers.at, numbers.len, scan->vex.answers},
        out);
    end_runs(out);
    VEC_DONE(&numbers);
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Those of one SBOM, worst first. */
static void list_numbers(const struct scan_fleet *fleet, uint32_t number, struct numbers *numbers)
{
    struct inventory_sbom sbom = inventory_sbom(fleet->inventory, number);
    numbers->len = 0;
    for (size_t i = 0; i < sbom.entry_count; i++) {
        uint32_t package = sbom.entries[i].package;
        for (uint32_t f = fleet->starts[package];
            f < fleet->starts[package + 1] && !sbom.entries[i].is_repeated; f++)
            *VEC_ADD(numbers) = fleet->affected[fleet->by_package[f]];
    }
    if (numbers->len)
        qsort(numbers->at, numbers->len, sizeof *numbers->at, compare_numbers);
}

void scan_fleet_sarif_print(const struct scan_fleet *fleet, struct buf *out)
{
    struct numbers numbers = {0};
    begin_runs(out);
    for (uint32_t i = 0; i < fleet->rows.len; i++) {
        list_numbers(fleet, i, &numbers);
        print_run(&(struct run){fleet->rows.at[i].scan.sbom_path, fleet->packages.components,
                      fleet->result.findings, numbers.at, numbers.len, NULL},
            out);
    }
    end_runs(out);
    VEC_DONE(&numbers);
}
