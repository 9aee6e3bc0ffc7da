/* SPDX-License-Identifier: Apache-2.0 */
#include "match/scan_cmd.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/paths.h"
#include "match/scan_fleet.h"
#include "match/signal.h"
#include "sbom/sbom_find.h"

static const struct cmd_option options[] = {
    {"index", "INDEX", "the advisory index (default: advisories.kzi in the data folder)", 0},
    {"data", "DIR", "the data folder (default: $KENZEN_DATA, else under $XDG_DATA_HOME)", 0},
    {"recursive", NULL, "scan every SBOM in the folder PATH and below it", 'r'},
    {"json", NULL, "print JSON (docs/scan.md)", 0},
    {"sarif", NULL, "print SARIF 2.1.0", 0},
    {"fail-on", "LIST", "exit 1 on any of these, joined by commas", 0},
    {"vex", "FILE", "a VEX document that bears on it; may be given several times", 0},
    {"vex-out", "FORMAT", "print VEX: openvex, csaf or cyclonedx", 0},
    {"output", "FILE", "write to FILE instead of standard output", 'o'},
    {0},
};

void scan_count(struct scan *scan)
{
    const struct match_result *result = &scan->result;
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct match_finding *finding = &result->findings[i];
        if (finding->answer != MATCH_AFFECTED)
            continue;
        scan->affected_count++;
        scan->kev_count += finding->facts.is_kev;
        scan->malicious_count += finding->kind == ADVISORY_MALICIOUS;
        scan->by_severity[finding->severity]++;
    }
    for (size_t i = 0; i < result->not_covered_count; i++)
        scan->not_covered_count += result->not_covered[i].count;
    for (size_t i = 0; i < result->owned_count; i++)
        scan->owned_count += result->owned[i].count;
    scan->ended_count = scan_support(scan) != SUPPORT_GOES_ON;
    match_count(&scan->answers, result, &scan->sbom);
    scan->undecidable_count = match_undecidable_count(result, scan->sbom.component_count);
}

enum support_state scan_support(const struct scan *scan)
{
    return scan->system.has_cycle ? support_state(&scan->system.cycle.support, scan->now_us)
                                  : SUPPORT_GOES_ON;
}

/* Finds the SBOM when path is a folder, and says which it is: with several there, that is no matter of course. */
static bool find_sbom(struct scan *scan, struct sbom_found *found, const char *path,
    struct arena *arena, struct err *err)
{
    struct err why;
    if (!sbom_find(found, path, arena, &why)) {
        bool is_folder = why.code == ERR_USAGE || why.code == ERR_NOT_FOUND;
        return err_set(
            err, why.code, "%s%s", why.text, is_folder ? "; --recursive scans all below it" : "");
    }
    scan->sbom_path = found->label;
    struct buf line;
    buf_init(&line, SIZE_MAX);
    sbom_find_print(found, &line);
    if (line.len)
        fprintf(stderr, "kenzen: reads %s\n", line.at);
    buf_done(&line);
    return true;
}

static bool find_paths(struct scan *scan, struct arena *arena, struct err *err)
{
    struct sbom_graph graph;
    return (sbom_graph_make(&graph, &scan->sbom, arena) &&
               sbom_graph_find_paths(&scan->paths, &graph, arena)) ||
           arena_check(arena, err);
}

/* Reads and matches the SBOM. */
static bool run_scan(
    struct scan *scan, const struct sbom_found *found, struct arena *arena, struct err *err)
{
    struct signals signals;
    if (!sbom_find_read(&scan->sbom, found, arena, err) ||
        !match_sbom(&scan->result, scan->index, &scan->sbom, arena, err) ||
        !match_vex_apply(&scan->vex, &scan->result, &scan->sbom, scan->vex_set, arena, err) ||
        !match_system_find(
            &scan->system, scan->index, scan->sbom.os_name, scan->sbom.os_version, arena, err) ||
        !match_eol_find(&scan->ended, &scan->ended_component_count, scan->index,
            scan->sbom.components, scan->sbom.component_count, scan->now_us, arena, err) ||
        !signal_find_impostors(&signals, &scan->sbom, scan->index, arena, err) ||
        !find_paths(scan, arena, err))
        return false;
    scan->impostor_count = signals.count;
    scan_count(scan);
    return true;
}

static bool write_out(const struct cmd *cmd, struct buf *out, struct err *err)
{
    const char *path = cmd_get(cmd, "output");
    bool is_ok = file_write(path ? path : "-", buf_text(out), err);
    buf_done(out);
    return is_ok;
}

static bool print_scan(
    const struct cmd *cmd, const struct scan *scan, struct arena *arena, struct err *err)
{
    struct buf out;
    enum vex_format format;
    bool is_fine = true;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(cmd, "vex-out"))
        is_fine = vex_format_find(text_of(cmd_get(cmd, "vex-out")), &format) &&
                  scan_vex_print(scan, format, arena, &out, err);
    else if (cmd_has(cmd, "json"))
        scan_json_print(scan, &out);
    else if (cmd_has(cmd, "sarif"))
        scan_sarif_print(scan, &out);
    else
        scan_table_print(scan, &out);
    if (!is_fine)
        buf_done(&out);
    return is_fine && write_out(cmd, &out, err);
}

static bool print_fleet(const struct cmd *cmd, const struct scan_fleet *fleet, struct err *err)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(cmd, "json"))
        scan_fleet_json_print(fleet, &out);
    else if (cmd_has(cmd, "sarif"))
        scan_fleet_sarif_print(fleet, &out);
    else
        scan_fleet_table_print(fleet, &out);
    return write_out(cmd, &out, err);
}

/* Checks what can be checked before any work is done. */
static bool check_usage(const struct cmd *cmd, struct err *err)
{
    const char *list = cmd_get(cmd, "fail-on");
    if (cmd_has(cmd, "json") && cmd_has(cmd, "sarif"))
        return err_set(err, ERR_USAGE, "--json and --sarif exclude each other");
    enum vex_format format;
    const char *vex_out = cmd_get(cmd, "vex-out");
    if (vex_out && (cmd_has(cmd, "json") || cmd_has(cmd, "sarif")))
        return err_set(err, ERR_USAGE, "--vex-out excludes --json and --sarif");
    if (vex_out && !vex_format_find(text_of(vex_out), &format))
        return err_set(
            err, ERR_USAGE, "--vex-out: \"%s\" is none of openvex, csaf and cyclonedx", vex_out);
    return !list || scan_fail_check(text_of(list), err);
}

/* Opens the index; without one there is no answer, and that is never "fine". */
static bool open_index(const struct cmd *cmd, struct arena *arena, const char **ret_path,
    struct advisory_index **ret_index, struct err *err)
{
    const char *path = cmd_get(cmd, "index");
    if (!path && !paths_index(&path, cmd_get(cmd, "data"), arena, err))
        return false;
    *ret_path = path;
    if (advisory_index_open(ret_index, path, err))
        return true;
    if (err->code == ERR_NOT_FOUND)
        err_set(err, ERR_SYSTEM,
            "%s: there is no advisory index; make one with 'kenzen advisory import' or 'kenzen advisory pull'",
            path);
    return false;
}

/* A build that fails says why, also when what is printed goes into a file or to a program. */
static void tell_failed(const struct cmd *cmd, struct text failed)
{
    bool is_shown = !cmd_has(cmd, "json") && !cmd_has(cmd, "sarif") && !cmd_get(cmd, "output");
    if (failed.len && !is_shown)
        fprintf(stderr, "kenzen: fails on: %.*s\n", TEXT_ARG(failed));
}

/* What is no SBOM was met while looking for some; what is broken may be one that nobody would miss. */
static void tell_passed(const struct scan_fleet *fleet)
{
    size_t others = fleet->passed.len - fleet->broken_count;
    if (others)
        fprintf(stderr, "kenzen: passed over %zu file%s that %s no SBOM\n", others,
            others == 1 ? "" : "s", others == 1 ? "is" : "are");
    for (size_t i = 0; i < fleet->passed.len; i++) {
        const struct scan_fleet_passed *passed = &fleet->passed.at[i];
        struct err err;
        if (passed->is_broken) {
            err_set(&err, ERR_SYNTAX, "%s: %.*s", passed->path, TEXT_ARG(passed->reason));
            (void)cmd_fail(&err);
        }
    }
}

/* Which product a statement is of is told by the subject of one SBOM. */
static bool check_alone(const struct cmd *cmd, struct err *err)
{
    bool is_alone = cmd_has(cmd, "vex") || cmd_has(cmd, "vex-out");
    return !is_alone || err_set(err, ERR_USAGE, "--vex and --vex-out take one SBOM at a time");
}

static int run_many(const struct cmd *cmd, const char *const *paths, size_t count)
{
    struct err err = {0};
    struct scan_fleet fleet = {0};
    struct arena arena;
    struct advisory_index *index = NULL;
    const char *list = cmd_get(cmd, "fail-on"), *index_path = NULL;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    bool is_ok = check_usage(cmd, &err) && check_alone(cmd, &err) &&
                 open_index(cmd, &arena, &index_path, &index, &err) &&
                 scan_fleet_read(&fleet, paths, count, &err) &&
                 scan_fleet_match(&fleet, index, clock_now_us(), &err);
    fleet.total.index_path = index_path;
    if (is_ok && list)
        fleet.total.failed = scan_fail_met(text_of(list), &fleet.total, &arena);
    if (is_ok)
        tell_passed(&fleet);
    is_ok = is_ok && print_fleet(cmd, &fleet, &err);
    if (is_ok)
        tell_failed(cmd, fleet.total.failed);
    int code = !is_ok ? cmd_fail(&err) : fleet.total.failed.len ? 1 : fleet.broken_count ? 2 : 0;
    scan_fleet_done(&fleet);
    advisory_index_free(index);
    arena_done(&arena);
    return code;
}

static int run_one(const struct cmd *cmd, const char *path)
{
    struct err err = {0};
    struct arena arena;
    struct advisory_index *index = NULL;
    struct vex_set set;
    struct scan scan = {.now_us = clock_now_us(), .vex_set = &set};
    struct sbom_found found;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    vex_set_init(&set);
    const char *list = cmd_get(cmd, "fail-on");
    bool is_ok = check_usage(cmd, &err) && find_sbom(&scan, &found, path, &arena, &err) &&
                 match_vex_read(&set, cmd, "vex", &arena, &err) &&
                 open_index(cmd, &arena, &scan.index_path, &index, &err);
    scan.index = index;
    is_ok = is_ok && run_scan(&scan, &found, &arena, &err);
    if (is_ok && list)
        scan.failed = scan_fail_met(text_of(list), &scan, &arena);
    is_ok = is_ok && print_scan(cmd, &scan, &arena, &err);
    if (is_ok)
        tell_failed(cmd, scan.failed);
    int code = !is_ok ? cmd_fail(&err) : scan.failed.len ? 1 : 0;
    vex_set_done(&set);
    advisory_index_free(index);
    arena_done(&arena);
    return code;
}

static int run(const struct cmd *cmd)
{
    static const char *const here[] = {"."};
    const char *const *paths = cmd->word_count ? cmd->words : here;
    if (cmd->word_count > 1 || cmd_has(cmd, "recursive"))
        return run_many(cmd, paths, cmd->word_count ? cmd->word_count : 1);
    return run_one(cmd, paths[0]);
}

const struct cmd_row scan_cmd = {
    .name = "scan",
    .args = "[PATH…]",
    .brief = "find the known vulnerabilities of SBOMs",
    .help =
        "PATH is an SBOM (CycloneDX or SPDX), a lock file, either of them packed by\n"
        "gzip or zstd, a folder that holds one or is the root of a machine or an image, or - for standard input;\n"
        "without it, this folder.\n"
        "Prints findings, worst first; then what no advisory source covers, and what cannot be decided.\n\n"
        "Several PATHs, or --recursive, are scanned as one fleet: the files that are named, and every *.json,\n"
        "*.json.gz, *.zst, *bom.*xml, *.cdx.xml and lock file in the folders and below them. Prints a line for each SBOM, and the sums.\n\n"
        "--fail-on takes critical, high, medium, low (that severity or worse), kev (known to be exploited),\n"
        "malicious, impostor (a name like that of a popular package), unknown (a finding without severity), undecidable,\n"
        "not-covered, eol (the operating system is out of support), eol-component (a component is), and stale=DAYS (a source\n"
        "imported, or with its newest record, longer ago).\n\n"
        "Exit codes: 0 scanned, 1 something of --fail-on is met, 2 bad usage or input (also: a file in a folder\n"
        "cannot be read), 3 no index or another failure of the system.\n\n"
        "  kenzen scan bom.json\n"
        "  kenzen scan bom.json --vex app.openvex.json --fail-on high\n"
        "  kenzen scan --recursive sboms --fail-on kev\n"
        "  kenzen scan bom.json --fail-on high,kev,not-covered --sarif -o kenzen.sarif\n"
        "  trivy image -f cyclonedx IMAGE | kenzen scan - --json",
    .options = options,
    .run = run,
};
