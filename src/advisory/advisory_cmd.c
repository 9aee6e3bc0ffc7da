/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/advisory_cmd.h"

#include "advisory/advisory_print.h"
#include "advisory/advisory_pull.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/paths.h"

bool advisory_cmd_find_index(const struct cmd *cmd, const char *given, bool is_to_write,
    struct arena *arena, const char **ret_path, struct err *err)
{
    const char *folder;
    *ret_path = given;
    if (given)
        return true;
    if (!paths_data(&folder, cmd_get(cmd, "data"), arena, err) ||
        (is_to_write && !paths_make_folder(folder, err)))
        return false;
    return paths_index(ret_path, cmd_get(cmd, "data"), arena, err);
}

bool advisory_cmd_print(struct buf *out, struct err *err)
{
    bool is_fine = buf_check(out, err) && file_write("-", buf_text(out), err);
    buf_done(out);
    return is_fine;
}

/* -- import -- */

static const struct cmd_option import_options[] = {
    {"to", "INDEX", "the index to write (default: advisories.kzi in the data folder)", 0},
    {"data", "DIR", "the data folder (default: $KENZEN_DATA, else under $XDG_DATA_HOME)", 0},
    {"source", "NAME", "call the source so, instead of what its records tell", 0},
    {"accept-shrink", NULL, "take a source that lost many of its records", 0},
    {"json", NULL, "print JSON (docs/advisories.md)", 0},
    {0},
};

static bool import_paths(const struct cmd *cmd, struct advisory_import *import, struct err *err)
{
    const char *source = cmd_get(cmd, "source");
    struct advisory_import_about about = {.source = text_of(source)};
    bool is_fine = true;
    for (size_t i = 0; is_fine && i < cmd->word_count; i++)
        is_fine = advisory_import_add(import, cmd->words[i], &about, err);
    is_fine = is_fine && advisory_import_commit(import, cmd_has(cmd, "accept-shrink"), err);
    cmd_progress_end();
    return is_fine;
}

static bool print_import(const struct cmd *cmd, const struct advisory_import *import,
    const char *path, int64_t began_us, struct err *err)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    const struct advisory_import_report *report = advisory_import_report(import);
    if (cmd_has(cmd, "json"))
        advisory_print_import_json(report, path, clock_steady_us() - began_us, &out);
    else
        advisory_print_import(report, path, clock_steady_us() - began_us, &out);
    return advisory_cmd_print(&out, err);
}

static int run_import(const struct cmd *cmd)
{
    struct err err = {0};
    struct arena arena;
    struct advisory_import *import = NULL;
    const char *path;
    int64_t began_us = clock_steady_us();
    arena_init(&arena, SIZE_MAX);
    bool is_fine = cmd_check_words(cmd, 1, SIZE_MAX, &err) &&
                   advisory_cmd_find_index(cmd, cmd_get(cmd, "to"), true, &arena, &path, &err) &&
                   advisory_import_new(&import, path, cmd_progress, &err) &&
                   import_paths(cmd, import, &err) &&
                   print_import(cmd, import, path, began_us, &err);
    int code = !is_fine ? cmd_fail(&err) : advisory_import_report(import)->is_any_held ? 1 : 0;
    advisory_import_free(import);
    arena_done(&arena);
    return code;
}

const struct cmd_row advisory_cmd_import = {
    .name = "advisory import",
    .args = "PATH…",
    .brief = "read advisories into the index",
    .help =
        "PATH is a zip or tar archive of OSV or CVE 5 records, a folder of archives, JSON and YAML, one record, CISA's\n"
        "KEV catalogue, EPSS scores (csv, csv.gz), or endoflife.date's products. Each archive, and the loose records of a folder, are a source; importing\n"
        "a source replaces that source's records and no others. One record goes into the source \"local\", replacing the one\n"
        "with its id. The index is replaced at once, or stays as it was.\n\n"
        "Exit codes: 0 imported; 1 a source lost more than 5 % and more than 100 of its records and was held back; 2 bad usage\n"
        "or input (nothing is changed); 3 the system failed.\n\n"
        "  kenzen advisory import npm/all.zip known_exploited_vulnerabilities.json\n"
        "  kenzen advisory import dumps/ --to team.kzi --json",
    .options = import_options,
    .run = run_import,
};

/* -- pull -- */

static const struct cmd_option pull_options[] = {
    {"to", "INDEX", "the index to write (default: advisories.kzi in the data folder)", 0},
    {"data", "DIR", "the data folder (default: $KENZEN_DATA, else under $XDG_DATA_HOME)", 0},
    {"osv", "URL", "fetch URL/ECOSYSTEM/all.zip; \"none\" for no OSV records", 0},
    {"kev", "URL", "fetch the KEV catalogue from URL; \"none\" for none", 0},
    {"epss", "URL", "fetch EPSS scores from URL; \"none\" for none", 0},
    {"accept-shrink", NULL, "take a source that lost many of its records", 0},
    {"json", NULL, "print JSON (docs/advisories.md)", 0},
    {0},
};

static const char *url_of(const struct cmd *cmd, const char *name, const char *usual)
{
    const char *given = cmd_get(cmd, name);
    if (!given)
        return usual;
    return strcmp(given, "none") == 0 ? NULL : given;
}

static struct advisory_pull what_to_pull(
    const struct cmd *cmd, const char *index_path, struct arena *arena)
{
    struct advisory_pull pull = advisory_pull_public;
    pull.osv_url = url_of(cmd, "osv", pull.osv_url);
    pull.kev_url = url_of(cmd, "kev", pull.kev_url);
    pull.epss_url = url_of(cmd, "epss", pull.epss_url);
    pull.temp_path = arena_format(arena, "%s.download", index_path).at;
    pull.on_progress = cmd_progress;
    if (cmd->word_count) {
        pull.ecosystems = cmd->words;
        pull.ecosystem_count = cmd->word_count;
    }
    return pull;
}

/* What is missing goes before what shrank: the one is a failure, the other a question. */
static int pull_code(const struct advisory_import *import)
{
    const struct advisory_import_report *report = advisory_import_report(import);
    return report->failures.len ? 3 : report->is_any_held ? 1 : 0;
}

static int run_pull(const struct cmd *cmd)
{
    struct err err = {0};
    struct arena arena;
    struct advisory_import *import = NULL;
    const char *path;
    int64_t began_us = clock_steady_us();
    arena_init(&arena, SIZE_MAX);
    bool is_fine = advisory_cmd_find_index(cmd, cmd_get(cmd, "to"), true, &arena, &path, &err) &&
                   advisory_import_new(&import, path, cmd_progress, &err);
    if (is_fine) {
        struct advisory_pull pull = what_to_pull(cmd, path, &arena);
        advisory_pull_run(&pull, import);
        cmd_progress_end();
        is_fine = advisory_import_commit(import, cmd_has(cmd, "accept-shrink"), &err) &&
                  print_import(cmd, import, path, began_us, &err);
    }
    int code = is_fine ? pull_code(import) : cmd_fail(&err);
    advisory_import_free(import);
    arena_done(&arena);
    return code;
}

const struct cmd_row advisory_cmd_pull = {
    .name = "advisory pull",
    .args = "[ECOSYSTEM…]",
    .brief = "fetch public advisories into the index",
    .help =
        "Fetches the OSV records of the ecosystems (without any named: of those whose versions kenzen can order), CISA's KEV\n"
        "catalogue and the EPSS scores, each only when it has changed since, and imports them as 'advisory import' does.\n\n"
        "Exit codes: 0 done; 1 a source lost many of its records and was held back; 2 bad usage; 3 something could not be\n"
        "had: it is told, what could be had is imported, and the rest of the index stays.\n\n"
        "  kenzen advisory pull npm PyPI \"Rocky Linux\"\n"
        "  kenzen advisory pull Go --osv https://mirror.example/osv --kev none --epss none",
    .options = pull_options,
    .run = run_pull,
};
