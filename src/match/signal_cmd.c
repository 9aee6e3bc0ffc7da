/* SPDX-License-Identifier: Apache-2.0 */
#include "match/signal_cmd.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/paths.h"
#include "match/scan_grid.h"
#include "match/signal_json.h"

struct look {
    struct arena arena;
    const char *path;
    struct sbom sbom;
    struct advisory_index *index; /* NULL: there is none */
    struct match_result result;
    struct popular *popular;
    struct signals signals;
};

/* An index that is named must be there; without a name it is used where there is one. */
static bool open_index(struct look *look, const struct cmd *cmd, struct err *err)
{
    const char *path = cmd_get(cmd, "index");
    bool is_named = path != NULL;
    struct err why;
    if (!path && !paths_index(&path, cmd_get(cmd, "data"), &look->arena, err))
        return false;
    if (advisory_index_open(&look->index, path, &why))
        return match_sbom(&look->result, look->index, &look->sbom, &look->arena, err);
    look->index = NULL;
    return (!is_named && why.code == ERR_NOT_FOUND) || err_set(err, why.code, "%s", why.text);
}

static bool find(struct look *look, const struct cmd *cmd, struct err *err)
{
    struct text spaces[LIMIT_SIGNAL_NAMESPACES];
    struct signal_input input = {.sbom = &look->sbom, .namespaces = spaces};
    struct text rest = text_of(cmd_get(cmd, "namespaces"));
    if (!cmd_check_words(cmd, 1, 1, err))
        return false;
    while (rest.len) {
        struct text space = text_trim(text_cut(&rest, ','));
        if (input.namespace_count == LIMIT_SIGNAL_NAMESPACES)
            return err_set(err, ERR_LIMIT, "--namespaces: more than %zu", LIMIT_SIGNAL_NAMESPACES);
        if (space.len)
            spaces[input.namespace_count++] = space;
    }
    look->path = cmd->words[0];
    if (!sbom_read_file(&look->sbom, look->path, &look->arena, err) || !open_index(look, cmd, err))
        return false;
    look->popular = popular_new();
    input.popular = look->popular;
    input.index = look->index;
    input.result = look->index ? &look->result : NULL;
    return signal_find(&look->signals, &input, &look->arena, err);
}

/* -- printing -- */

static void print_suspicions(const struct look *look, size_t count, struct buf *out)
{
    static const char *const heads[] = {"SIGNAL", "COMPONENT", "VERSION", "WHY"};
    struct scan_grid grid;
    scan_grid_init(&grid, heads, LEN_OF(heads), count);
    for (size_t i = 0; i < count; i++) {
        const struct signal *signal = &look->signals.at[i];
        const struct sbom_component *component = &look->sbom.components[signal->component];
        struct text why = signal->kind == SIGNAL_MALICIOUS
                              ? arena_join(&grid.arena, signal->what, ": ", signal->why)
                              : signal->why;
        scan_grid_set(&grid, i + 1, 0, text_of(signal_word(signal->kind)));
        scan_grid_set(&grid, i + 1, 1, component->name);
        scan_grid_set(&grid, i + 1, 2, component->version);
        scan_grid_set(&grid, i + 1, 3, why);
    }
    buf_add_char(out, '\n');
    scan_grid_print(&grid, out);
    scan_grid_done(&grid);
}

enum { EXAMPLES = 3 };

/* What is not said: a count, and the first few. */
static void print_unsaid(const struct look *look, enum signal_kind kind, struct buf *out)
{
    static const char *const words[SIGNAL_KINDS] = {[SIGNAL_NO_VERSION] = "version",
        [SIGNAL_NO_HASH] = "hash",
        [SIGNAL_NO_SUPPLIER] = "supplier"};
    size_t shown = 0, count = look->signals.by_kind[kind];
    buf_format(out, "  %6zu  without %s", count, words[kind]);
    for (size_t i = 0; i < look->signals.count && shown < EXAMPLES; i++) {
        if (look->signals.at[i].kind != kind)
            continue;
        buf_add_z(out, shown++ ? ", " : ": ");
        buf_add_plain(out, look->sbom.components[look->signals.at[i].component].name);
    }
    buf_add_z(out, count > EXAMPLES ? ", …\n" : "\n");
}

static void print_table(const struct look *look, struct buf *out)
{
    const size_t *by_kind = look->signals.by_kind;
    size_t suspicions = 0;
    for (int kind = 0; kind < SIGNAL_KINDS; kind++)
        suspicions += signal_is_suspicion((enum signal_kind)kind) ? by_kind[kind] : 0;
    buf_add_plain(out, text_of(look->path));
    buf_format(out, ": %zu components\n", look->sbom.component_count);
    if (suspicions)
        print_suspicions(look, suspicions, out);
    buf_format(out,
        "\n%zu malicious, %zu with a name that imitates another, %zu of a name of one's own from outside%s\n",
        by_kind[SIGNAL_MALICIOUS], by_kind[SIGNAL_IMPOSTOR], by_kind[SIGNAL_CONFUSION],
        look->index ? "" : " (without an advisory index: nothing is known to be malicious)");
    for (int kind = SIGNAL_NO_VERSION; kind < SIGNAL_KINDS; kind++)
        print_unsaid(look, (enum signal_kind)kind, out);
}

static void print_json(struct look *look, struct buf *out)
{
    json_print_open(out, '{');
    json_print_member_z(out, "schema", "kenzen-signals/1");
    json_print_member_z(out, "sbom", look->path);
    json_print_member_bool(out, "has_index", look->index != NULL);
    signal_json_print(&look->signals, &look->sbom, &look->arena, out);
    json_print_close(out, '}');
    buf_add_char(out, '\n');
}

static int run(const struct cmd *cmd)
{
    struct err err;
    struct look look = {0};
    struct buf out;
    arena_init(&look.arena, LIMIT_SCAN_MEMORY);
    buf_init(&out, SIZE_MAX);
    bool is_ok = find(&look, cmd, &err), is_met = false;
    for (size_t i = 0; is_ok && i < look.signals.count && !is_met; i++)
        is_met = signal_is_suspicion(look.signals.at[i].kind);
    if (is_ok && cmd_has(cmd, "json"))
        print_json(&look, &out);
    else if (is_ok)
        print_table(&look, &out);
    is_ok = is_ok && file_write("-", buf_text(&out), &err);
    int code = !is_ok ? cmd_fail(&err) : is_met ? 1 : 0;
    buf_done(&out);
    popular_free(look.popular);
    advisory_index_free(look.index);
    arena_done(&look.arena);
    return code;
}

static const struct cmd_option options[] = {
    {"namespaces", "LIST", "names of one's own, joined by commas: '@corp/*,com.corp.*,npm:corp-*'",
        0},
    {"index", "INDEX",
        "the advisory index (default: advisories.kzi in the data folder, if it is there)", 0},
    {"data", "DIR", "the data folder", 0},
    {"json", NULL, "print JSON (docs/signals.md)", 0},
    {0},
};

const struct cmd_row signal_cmd = {
    .name = "sbom signals",
    .args = "SBOM",
    .brief = "tell what is suspicious in an SBOM beside known flaws",
    .help =
        "Malicious packages, names that could be taken for a popular package, names of one's own that come from a public\n"
        "registry, and components without version, hash or supplier.\n\n"
        "Exit codes: 0 nothing is suspicious, 1 something is, 2 bad usage or input.\n\n"
        "  kenzen sbom signals bom.json --namespaces '@corp/*'",
    .options = options,
    .run = run,
};
