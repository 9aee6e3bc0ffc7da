/* SPDX-License-Identifier: Apache-2.0 */
#include "app/ssvc_cmd.h"

#include "codec/json.h"
#include "domain/ssvc_model.h"

struct walk {
    enum ssvc_model model;
    int values[SSVC_POINTS];
    int outcome;
};

/* Adds "small, controlled, open". */
static void print_words(struct buf *out, enum ssvc_point point)
{
    for (int i = 0; ssvc_point_word(point, i); i++)
        buf_format(out, "%s%s", i ? ", " : "", ssvc_point_word(point, i));
}

static bool fail_words(
    enum ssvc_point point, const char *what, struct text written, struct err *err)
{
    struct buf words;
    buf_init(&words, SIZE_MAX);
    print_words(&words, point);
    err_set(err, ERR_USAGE, "%s: %s%.*s; it is one of %s", ssvc_point_row(point)->name, what,
        TEXT_ARG(written), words.at);
    buf_done(&words);
    return false;
}

static bool is_taken(enum ssvc_model model, enum ssvc_point point)
{
    return ssvc_model_asks(model, point) ||
           (point == SSVC_POINT_HUMAN_IMPACT && ssvc_model_asks(model, SSVC_POINT_SAFETY));
}

/* Reads "exposure=open". */
static bool read_word(struct walk *walk, const char *word, struct err *err)
{
    struct text rest = text_of(word), name = text_cut(&rest, '=');
    enum ssvc_point point;
    if (!ssvc_point_read(name, &point) || !is_taken(walk->model, point))
        return err_set(err, ERR_USAGE, "%.*s: is nothing that the model \"%s\" asks",
            TEXT_ARG(name), ssvc_model_row(walk->model)->name);
    if (!rest.at)
        return fail_words(point, "has no value", TEXT(""), err);
    if (!ssvc_read(ssvc_point_row(point)->kind, rest, &walk->values[point]))
        return fail_words(point, "there is no ", rest, err);
    return true;
}

static bool check_complete(const struct walk *walk, struct err *err)
{
    bool has_human_impact = walk->values[SSVC_POINT_HUMAN_IMPACT] != SSVC_UNKNOWN;
    for (int i = 0; i < SSVC_POINTS; i++) {
        enum ssvc_point point = (enum ssvc_point)i;
        bool is_part = point == SSVC_POINT_SAFETY || point == SSVC_POINT_MISSION;
        if (walk->values[i] == SSVC_UNKNOWN && ssvc_model_asks(walk->model, point) &&
            !(is_part && has_human_impact))
            return fail_words(point, "is missing", TEXT(""), err);
    }
    return true;
}

static bool read_walk(struct walk *walk, const struct cmd *cmd, struct err *err)
{
    const char *model = cmd_get(cmd, "model");
    for (int i = 0; i < SSVC_POINTS; i++)
        walk->values[i] = SSVC_UNKNOWN;
    if (model && !ssvc_model_read(text_of(model), &walk->model))
        return err_set(
            err, ERR_USAGE, "--model: must be deployer, cisa or bod-26-04, not \"%s\"", model);
    for (size_t i = 0; i < cmd->word_count; i++)
        if (!read_word(walk, cmd->words[i], err))
            return false;
    if (!check_complete(walk, err))
        return false;
    if (walk->values[SSVC_POINT_HUMAN_IMPACT] == SSVC_UNKNOWN && walk->model == SSVC_MODEL_DEPLOYER)
        walk->values[SSVC_POINT_HUMAN_IMPACT] =
            (int)ssvc_human_impact((enum ssvc_safety)walk->values[SSVC_POINT_SAFETY],
                (enum ssvc_mission)walk->values[SSVC_POINT_MISSION]);
    walk->outcome = ssvc_model_decide(walk->model, walk->values);
    return true;
}

static void print_json(const struct walk *walk)
{
    const struct ssvc_model_row *row = ssvc_model_row(walk->model);
    const struct ssvc_outcome *outcome = &row->outcomes[walk->outcome];
    struct buf out;
    buf_init(&out, SIZE_MAX);
    json_print_open(&out, '{');
    json_print_member_z(&out, "model", row->name);
    json_print_member_z(&out, "table", row->title);
    json_print_member_z(&out, "version", row->version);
    json_print_member_open(&out, "path", '[');
    for (size_t i = 0; i < SSVC_POINTS_OF_MODEL; i++) {
        const struct ssvc_point_row *point = ssvc_point_row(row->points[i]);
        json_print_open(&out, '{');
        json_print_member_z(&out, "name", point->name);
        json_print_member_z(&out, "key", point->key);
        json_print_member_z(&out, "version", point->version);
        json_print_member_z(
            &out, "value", ssvc_point_word(row->points[i], walk->values[row->points[i]]));
        json_print_close(&out, '}');
    }
    json_print_close(&out, ']');
    json_print_member_z(&out, "outcome", outcome->word);
    json_print_member_z(&out, "priority", ssvc_word("decision", (int)outcome->priority));
    if (outcome->days)
        json_print_member_int(&out, "days", outcome->days);
    else
        json_print_member_null(&out, "days");
    json_print_close(&out, '}');
    puts(out.at);
    buf_done(&out);
}

static void print_text(const struct walk *walk)
{
    const struct ssvc_model_row *row = ssvc_model_row(walk->model);
    const struct ssvc_outcome *outcome = &row->outcomes[walk->outcome];
    printf("%s %s\n", row->title, row->version);
    for (size_t i = 0; i < SSVC_POINTS_OF_MODEL; i++) {
        const struct ssvc_point_row *point = ssvc_point_row(row->points[i]);
        printf("  %-30s %s\n", point->title,
            ssvc_point_word(row->points[i], walk->values[row->points[i]]));
    }
    printf("outcome   %s\npriority  %s\n", outcome->word,
        ssvc_word("decision", (int)outcome->priority));
}

static int run_decide(const struct cmd *cmd)
{
    struct err err;
    struct walk walk = {.model = SSVC_MODEL_DEPLOYER};
    if (!read_walk(&walk, cmd, &err))
        return cmd_fail(&err);
    if (cmd_has(cmd, "json"))
        print_json(&walk);
    else
        print_text(&walk);
    return 0;
}

static const struct cmd_option options[] = {
    {"model", "MODEL", "deployer, cisa or bod-26-04; without it deployer", 0},
    {"json", NULL, "print JSON", 0},
    {0},
};

const struct cmd_row ssvc_cmd_decide = {
    .name = "ssvc decide",
    .args = "NAME=VALUE…",
    .brief = "walk an SSVC decision table by hand",
    .help =
        "Prints what was asked, the outcome in the model's own words, and the priority that it stands for.\n"
        "A missing or wrong value is told with the words that there are.\n\n"
        "  kenzen ssvc decide exploitation=active exposure=open automatable=yes human_impact=high\n"
        "  kenzen ssvc decide --model cisa exploitation=poc automatable=no technical_impact=total \\\n"
        "    mission_well_being=high",
    .options = options,
    .run = run_decide,
};
