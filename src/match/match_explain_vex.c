/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match_explain_look.h"
#include "match/match_vex.h"

static struct text print_status(
    const struct match_explain_look *look, const struct vex_statement *statement)
{
    struct text why = text_of(vex_justification_row(statement->justification)->word);
    return arena_join(look->arena, text_of(vex_status_name(statement->status)), ": ", why);
}

static void tell_bearing(
    struct match_explain_look *look, struct text id, const struct vex_bearing *bearing)
{
    const struct vex_statement *statement = bearing->statement;
    const struct vex *vex = bearing->document->vex;
    match_explain_add(look, bearing->counts ? MATCH_STEP_VEX : MATCH_STEP_VEX_OLDER,
        MATCH_STEP_VALUES({"author", vex->author.len ? vex->author : bearing->document->name},
            {"id", id}, {"status", print_status(look, statement)},
            {"document", bearing->document->name},
            {"said", statement->said_us ? match_step_date(look->arena, statement->said_us)
                                        : TEXT("without a date")},
            {"place", statement->place}, {"impact", statement->impact},
            {"action", statement->action}));
}

bool match_explain_vex(struct match_explain_look *look, struct err *err)
{
    const struct match_question *question = look->question;
    if (!question->vex || !question->sbom)
        return true;
    struct vex_place place = {
        question->sbom, question->component, vex_match_system(question->sbom)};
    for (size_t i = 0; i < look->findings.len; i++) {
        struct match_finding *finding = &look->findings.at[i];
        struct vex_answer answer;
        if (!vex_match_find(&answer, question->vex, &place, finding->id, finding->aliases,
                finding->alias_count, look->arena, err))
            return false;
        for (size_t k = 0; k < answer.count; k++)
            tell_bearing(look, finding->id, &answer.bearing[k]);
        if (!answer.count && answer.elsewhere_count)
            match_explain_add(look, MATCH_STEP_VEX_ELSEWHERE,
                MATCH_STEP_VALUES({"id", finding->id},
                    {"count", match_step_number(look->arena, answer.elsewhere_count)}));
        if (!answer.is_silenced)
            continue;
        struct buf words;
        buf_init(&words, SIZE_MAX);
        match_vex_print(&answer, &words);
        finding->answer = MATCH_NOT_AFFECTED;
        finding->reason = arena_text(look->arena, buf_text(&words));
        buf_done(&words);
    }
    return true;
}
