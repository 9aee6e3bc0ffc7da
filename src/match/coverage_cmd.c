/* SPDX-License-Identifier: Apache-2.0 */
#include "match/coverage_cmd.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/paths.h"
#include "match/coverage_json.h"
#include "store/db_cmd.h"

static const struct cmd_option options[] = {
    DB_CMD_OPTIONS,
    {"index", "INDEX", "the advisory index (default: advisories.kzi in the data folder)", 0},
    {"json", NULL, "print JSON, as the REST interface has it", 0},
    {0},
};

/* Without an index nothing is covered, which is the answer then. */
static bool open_index(
    const struct cmd *cmd, struct arena *arena, struct advisory_index **ret_index, struct err *err)
{
    const char *path = cmd_get(cmd, "index");
    bool is_named = path != NULL;
    *ret_index = NULL;
    if (!path && !paths_index(&path, cmd_get(cmd, "data"), arena, err))
        return false;
    if (advisory_index_open(ret_index, path, err))
        return true;
    return !is_named && err->code == ERR_NOT_FOUND;
}

static void print_sources(struct buf *out, const struct coverage_ecosystem *one)
{
    for (size_t i = 0; i < one->source_count; i++) {
        buf_add_z(out, i ? ", " : "  covered by ");
        buf_add_plain(out, one->sources[i].name);
    }
}

/* "12 affected, 3 undecidable": those that there are. */
static void print_answers(struct buf *out, const struct coverage_answers *answers)
{
    const struct {
        int64_t count;
        const char *words;
    } parts[] = {
        {answers->affected, "affected"},
        {answers->undecidable, "undecidable"},
        {answers->not_covered, "not covered"},
        {answers->not_affected, "not affected"},
        {answers->owned, "judged through the operating system"},
        {answers->not_matched, "not matched yet"},
        {answers->no_package, "no package"},
    };
    const char *before = "";
    for (size_t i = 0; i < LEN_OF(parts); i++) {
        if (parts[i].count == 0)
            continue;
        buf_format(out, "%s%lld %s", before, (long long)parts[i].count, parts[i].words);
        before = ", ";
    }
}

static void print_causes(struct buf *out, const struct coverage_ecosystem *one)
{
    if (one->undecidable_version_count)
        buf_format(out, "%12sundecidable: %lld package version%s in %lld service%s\n", "",
            (long long)one->undecidable_version_count,
            one->undecidable_version_count == 1 ? "" : "s",
            (long long)one->undecidable_service_count,
            one->undecidable_service_count == 1 ? "" : "s");
    for (size_t i = 0; i < one->cause_count; i++)
        buf_format(out, "%12s%10lld  %s: %s\n", "", (long long)one->causes[i].component_count,
            one->causes[i].answer == MATCH_UNDECIDABLE ? "undecidable" : "not covered",
            match_cause_words(one->causes[i].cause));
}

static void print_ecosystem(struct buf *out, const struct coverage_ecosystem *one)
{
    buf_format(out, "%10lld  ", (long long)one->component_count);
    buf_add_plain(out, one->name.len ? one->name : TEXT("(no ecosystem)"));
    buf_format(out, "  in %lld %s", (long long)one->service_count,
        one->service_count == 1 ? "service" : "services");
    if (one->is_covered) {
        print_sources(out, one);
    } else {
        buf_add_z(out, "  not covered: ");
        buf_add_plain(out, one->reason);
    }
    if (one->to_pull.len) {
        buf_add_z(out, "; kenzen advisory pull '");
        buf_add_plain(out, one->to_pull);
        buf_add_char(out, '\'');
    }
    buf_format(out, "\n%12s", "");
    print_answers(out, &one->answers);
    buf_add_char(out, '\n');
    print_causes(out, one);
}

static void print_table(struct buf *out, const struct coverage *coverage)
{
    buf_format(out, "%lld components in %lld current SBOMs, %lld of them matched\n",
        (long long)coverage->component_count, (long long)coverage->sbom_count,
        (long long)coverage->matched_count);
    print_answers(out, &coverage->answers);
    buf_add_z(out, "\n\n");
    for (size_t i = 0; i < coverage->count; i++)
        print_ecosystem(out, &coverage->at[i]);
    if (coverage->unused_count)
        buf_add_z(out, "\ncovered, but not run: ");
    for (size_t i = 0; i < coverage->unused_count; i++) {
        buf_add_z(out, i ? ", " : "");
        buf_add_plain(out, coverage->unused[i].name);
    }
    if (coverage->unused_count)
        buf_add_char(out, '\n');
}

/* Who may read the database sees all teams. */
static bool print(const struct cmd *cmd, struct db *db, struct arena *arena,
    const struct advisory_index *index, struct err *err)
{
    static const struct api_principal everybody = {.roles = ACCOUNT_ADMINISTRATOR};
    struct coverage coverage;
    struct buf out;
    if (!coverage_read(&coverage, db, &everybody, index, arena, err))
        return false;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(cmd, "json"))
        coverage_json_print(&out, &coverage, index);
    else
        print_table(&out, &coverage);
    if (cmd_has(cmd, "json"))
        buf_add_char(&out, '\n');
    bool is_done = file_write("-", buf_text(&out), err);
    buf_done(&out);
    return is_done;
}

static int run(const struct cmd *cmd)
{
    struct err err = {0};
    struct arena arena;
    struct db *db = NULL;
    struct advisory_index *index = NULL;
    arena_init(&arena, LIMIT_REQUEST_ARENA);
    bool is_done = cmd_check_words(cmd, 0, 0, &err) && db_cmd_open(&db, cmd, &arena, &err) &&
                   open_index(cmd, &arena, &index, &err) && print(cmd, db, &arena, index, &err);
    advisory_index_free(index);
    db_free(db);
    arena_done(&arena);
    return is_done ? 0 : cmd_fail(&err);
}

const struct cmd_row coverage_cmd = {
    .name = "coverage",
    .brief = "tell what is run of each ecosystem, and which source covers it",
    .help =
        "Counts the packages of the current SBOMs in the database of 'kenzen serve', for all teams, by ecosystem and\n"
        "answer; says why some are undecidable or not covered, and what to import for those that no source covers.",
    .options = options,
    .run = run,
};
