/* SPDX-License-Identifier: Apache-2.0 */
#include "match/explain_cmd.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/paths.h"
#include "match/explain_table.h"
#include "match/match_explain_find.h"
#include "match/match_explain_json.h"
#include "match/match_json.h"
#include "match/match_vex.h"
#include "sbom/sbom_find.h"
#include "sbom/sbom_print.h"

static const struct cmd_option options[] = {
    {"index", "INDEX", "the advisory index (default: advisories.kzi in the data folder)", 0},
    {"data", "DIR", "the data folder (default: $KENZEN_DATA, else under $XDG_DATA_HOME)", 0},
    {"vex", "FILE", "a VEX document that bears on it; may be given several times", 0},
    {"json", NULL, "print JSON (docs/scan.md)", 0},
    {0},
};

/* What is asked: of which SBOM (NULL: none), which component, which advisory. */
struct asked {
    const char *sbom_path;
    struct text component, id;
    struct sbom sbom;
    struct match_question question;
};

/* A first word that is a package URL stands alone; else it is an SBOM. */
static bool read_words(
    const struct cmd *cmd, struct asked *asked, struct arena *arena, struct err *err)
{
    if (!cmd_check_words(cmd, 1, 3, err))
        return false;
    size_t at = 0;
    bool is_bare = text_starts(text_of(cmd->words[0]), TEXT("pkg:"));
    if (!is_bare)
        asked->sbom_path = cmd->words[at++];
    if (at == cmd->word_count)
        return err_set(err, ERR_USAGE, "explain needs a package URL behind the SBOM");
    asked->component = text_of(cmd->words[at++]);
    if (at < cmd->word_count)
        asked->id = match_explain_read_id(text_of(cmd->words[at++]), arena);
    return at == cmd->word_count ||
           err_set(err, ERR_USAGE, "explain takes a package URL and one id, \"%s\" is too many",
               cmd->words[at]);
}

static struct text print_place(const struct sbom *sbom, uint32_t component, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    sbom_print_place(sbom, component, &out);
    struct text place = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return place;
}

/* "express 4.17.1 > qs 6.7.0"; empty for what the subject needs by itself, or when no way is known. */
static bool print_path(const struct sbom *sbom, uint32_t component, struct arena *arena,
    struct text *ret_path, struct err *err)
{
    struct sbom_graph graph;
    struct sbom_paths paths;
    uint32_t steps[SBOM_PRINT_PATH];
    *ret_path = (struct text){"", 0};
    if (!sbom_graph_make(&graph, sbom, arena) || !sbom_graph_find_paths(&paths, &graph, arena))
        return arena_check(arena, err);
    if (!sbom_graph_is_reached(&paths, component) || paths.depth[component] < 2)
        return true;
    size_t count = sbom_graph_path(&paths, component, steps, LEN_OF(steps));
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0; i < count && i < LEN_OF(steps); i++) {
        buf_add_z(&out, i ? " > " : count > LEN_OF(steps) ? "… > " : "");
        sbom_print_label(&out, &sbom->components[steps[i]]);
    }
    *ret_path = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return true;
}

static bool find_component(struct asked *asked, struct arena *arena, struct err *err)
{
    struct match_found found = {0};
    struct sbom_found file;
    if (!asked->sbom_path) {
        if (!match_explain_read_purl(&asked->sbom, asked->component, arena, err))
            return false;
    } else if (!sbom_find(&file, asked->sbom_path, arena, err) ||
               !sbom_find_read(&asked->sbom, &file, arena, err)) {
        return false;
    } else if (!match_explain_find(&found, &asked->sbom, asked->component, arena, err)) {
        return err_add(err, "%s", file.label);
    } else {
        asked->question.place = print_place(&asked->sbom, found.component, arena);
        if (!print_path(&asked->sbom, found.component, arena, &asked->question.path, err))
            return false;
    }
    asked->question.component = &asked->sbom.components[found.component];
    asked->question.twin_count = found.twin_count;
    asked->question.asked = asked->component;
    asked->question.id = asked->id;
    return true;
}

static bool open_index(
    const struct cmd *cmd, struct arena *arena, struct advisory_index **ret_index, struct err *err)
{
    const char *path = cmd_get(cmd, "index");
    if (!path && !paths_index(&path, cmd_get(cmd, "data"), arena, err))
        return false;
    if (advisory_index_open(ret_index, path, err))
        return true;
    if (err->code == ERR_NOT_FOUND)
        err_set(err, ERR_SYSTEM,
            "%s: there is no advisory index; make one with 'kenzen advisory import' or 'kenzen advisory pull'",
            path);
    return false;
}

static bool print(const struct cmd *cmd, const struct asked *asked,
    const struct match_explanation *explanation, struct err *err)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(cmd, "json")) {
        json_print_open(&out, '{');
        json_print_member_z(&out, "schema", "kenzen-explain/1");
        match_explain_json(&out, explanation, &asked->question);
        json_print_close(&out, '}');
        buf_add_char(&out, '\n');
    } else {
        explain_table_print(explanation, &out);
    }
    bool is_ok = file_write("-", buf_text(&out), err);
    buf_done(&out);
    return is_ok;
}

static int run(const struct cmd *cmd)
{
    struct err err = {0};
    struct arena arena;
    struct advisory_index *index = NULL;
    struct asked asked = {0};
    struct match_explanation explanation;
    struct vex_set set;
    arena_init(&arena, LIMIT_SCAN_MEMORY);
    vex_set_init(&set);
    bool is_ok = read_words(cmd, &asked, &arena, &err) && find_component(&asked, &arena, &err) &&
                 match_vex_read(&set, cmd, "vex", &arena, &err) &&
                 open_index(cmd, &arena, &index, &err);
    asked.question.index = index;
    asked.question.vex = &set;
    asked.question.sbom = &asked.sbom;
    is_ok = is_ok && match_explain(&explanation, &asked.question, &arena, &err) &&
            print(cmd, &asked, &explanation, &err);
    int code = !is_ok ? cmd_fail(&err) : explanation.answer == MATCH_NOT_AFFECTED ? 0 : 1;
    vex_set_done(&set);
    advisory_index_free(index);
    arena_done(&arena);
    return code;
}

const struct cmd_row explain_cmd = {
    .name = "explain",
    .args = "[SBOM] PURL [ID]",
    .brief = "tell the path by which the answer for one package was reached",
    .help =
        "SBOM is a file or folder as for 'kenzen scan', or - for standard input; without it, PURL is looked at by itself.\n"
        "PURL is a package URL, of which version and qualifiers may be left out when the SBOM has it in one version,\n"
        "or the name of a component. ID is a CVE, GHSA or other id of an advisory; without it, every record that names\n"
        "the package is told in a line.\n\n"
        "Prints the conclusion, then each step: the names tried, the records with source and date, their ranges, the\n"
        "comparisons made.\n\n"
        "  kenzen explain bom.json pkg:npm/lodash@4.17.20 CVE-2021-23337\n"
        "  kenzen explain pkg:pypi/django@4.2\n\n"
        "Exit codes: 0 not affected; 1 affected, undecidable or not covered; 2 bad usage or input, or the SBOM has no such\n"
        "component; 3 the system failed.",
    .options = options,
    .run = run,
};
