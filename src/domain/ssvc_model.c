/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/ssvc_model.h"

static const struct ssvc_point_row points[SSVC_POINTS] = {
    {"exploitation", "exploitation", "Exploitation", "ssvc:E", "1.1.0", 3},
    {"exposure", "exposure", "System Exposure", "ssvc:EXP", "1.0.1", 3},
    {"automatable", "automatable", "Automatable", "ssvc:A", "2.0.0", 2},
    {"safety_impact", "safety", "Safety Impact", "ssvc:SI", "2.0.1", 4},
    {"mission_impact", "mission", "Mission Impact", "ssvc:MI", "2.0.0", 4},
    {"human_impact", "human_impact", "Human Impact", "ssvc:HI", "2.0.2", 4},
    {"technical_impact", "technical_impact", "Technical Impact", "ssvc:TI", "1.0.0", 2},
    {"mission_well_being", "mission_well_being", "Mission and Well-Being Impact", "ssvc:MWI",
        "1.0.0", 3},
    {"in_kev", "in_kev", "In KEV", "cisa:KEV", "1.0.0", 2},
    {"publicly_exposed", "publicly_exposed", "Publicly Exposed", "cisa:PE", "1.0.0", 2},
};

const struct ssvc_point_row *ssvc_point_row(enum ssvc_point point)
{
    return &points[point];
}

bool ssvc_point_read(struct text name, enum ssvc_point *ret_point)
{
    for (int i = 0; i < SSVC_POINTS; i++)
        if (text_is(name, points[i].name)) {
            *ret_point = (enum ssvc_point)i;
            return true;
        }
    return false;
}

const char *ssvc_point_word(enum ssvc_point point, int value)
{
    return ssvc_word(points[point].kind, value);
}

static const struct ssvc_model_row models[SSVC_MODELS] = {
    [SSVC_MODEL_DEPLOYER] = {"deployer", "CERT/CC Deployer Patch Application Priority", "1.0.0",
        {SSVC_POINT_EXPLOITATION, SSVC_POINT_EXPOSURE, SSVC_POINT_AUTOMATABLE,
            SSVC_POINT_HUMAN_IMPACT},
        "decision",
        {{"defer", SSVC_DEFER, 0}, {"scheduled", SSVC_SCHEDULED, 0},
            {"out-of-cycle", SSVC_OUT_OF_CYCLE, 0}, {"immediate", SSVC_IMMEDIATE, 0}},
        4},
    [SSVC_MODEL_CISA] = {"cisa", "CISA Coordinator", "2.0.3",
        {SSVC_POINT_EXPLOITATION, SSVC_POINT_AUTOMATABLE, SSVC_POINT_TECHNICAL_IMPACT,
            SSVC_POINT_WELL_BEING},
        "cisa_level",
        {{"track", SSVC_DEFER, 0}, {"track*", SSVC_SCHEDULED, 0}, {"attend", SSVC_OUT_OF_CYCLE, 0},
            {"act", SSVC_IMMEDIATE, 0}},
        4},
    [SSVC_MODEL_BOD] = {"bod-26-04", "CISA BOD 26-04 Remediation Timelines", "1.0.0",
        {SSVC_POINT_IN_KEV, SSVC_POINT_EXPOSED, SSVC_POINT_AUTOMATABLE,
            SSVC_POINT_TECHNICAL_IMPACT},
        "bod_timeline",
        {{"fix on system upgrade", SSVC_DEFER, 0}, {"60 days", SSVC_SCHEDULED, 60},
            {"14 days", SSVC_OUT_OF_CYCLE, 14}, {"3 days", SSVC_IMMEDIATE, 3},
            {"3 days & forensic investigation", SSVC_IMMEDIATE, 3}},
        5},
};

const struct ssvc_model_row *ssvc_model_row(enum ssvc_model model)
{
    return &models[model];
}

bool ssvc_model_read(struct text name, enum ssvc_model *ret_model)
{
    for (int i = 0; i < SSVC_MODELS; i++)
        if (text_is(name, models[i].name)) {
            *ret_model = (enum ssvc_model)i;
            return true;
        }
    return false;
}

bool ssvc_model_asks(enum ssvc_model model, enum ssvc_point point)
{
    if (point == SSVC_POINT_HUMAN_IMPACT)
        return false;
    bool is_part = point == SSVC_POINT_SAFETY || point == SSVC_POINT_MISSION;
    if (is_part)
        point = SSVC_POINT_HUMAN_IMPACT;
    for (size_t i = 0; i < SSVC_POINTS_OF_MODEL; i++)
        if (models[model].points[i] == point)
            return true;
    return false;
}

/* -- the tables, by the model's points in their order -- */

enum { D, S, O, I };
static const unsigned char deployer[] = {
    /* none: small, controlled, open; each for automatable no and yes, by human impact */
    D, D, S, S, D, S, S, S, D, S, S, S, S, S, S, S, D, S, S, S, S, S, S, O,
    /* public poc */
    D, S, S, S, S, S, S, S, D, S, S, S, S, S, S, O, S, S, S, O, S, S, O, O,
    /* active */
    S, S, O, O, S, O, O, O, S, S, O, O, O, O, O, O, S, O, O, I, O, O, I, I};

enum { TRACK, STAR, ATTEND, ACT };
static const unsigned char cisa[] = {
    /* none: automatable no, yes; each for technical impact partial and total, by mission and well-being impact */
    TRACK, TRACK, TRACK, TRACK, TRACK, STAR, TRACK, TRACK, ATTEND, TRACK, TRACK, ATTEND,
    /* public poc */
    TRACK, TRACK, STAR, TRACK, STAR, ATTEND, TRACK, TRACK, ATTEND, TRACK, STAR, ATTEND,
    /* active */
    TRACK, TRACK, ATTEND, TRACK, ATTEND, ACT, ATTEND, ATTEND, ACT, ATTEND, ACT, ACT};

enum { UPGRADE, SIXTY, FOURTEEN, THREE, FORENSIC };
static const unsigned char bod[] = {
    /* not in KEV: publicly exposed no, yes; each for automatable no and yes, by technical impact */
    UPGRADE, UPGRADE, SIXTY, SIXTY, SIXTY, FOURTEEN, FOURTEEN, THREE,
    /* in KEV */
    FOURTEEN, FOURTEEN, FOURTEEN, FORENSIC, FOURTEEN, FORENSIC, THREE, FORENSIC};

static const unsigned char *const tables[SSVC_MODELS] = {
    [SSVC_MODEL_DEPLOYER] = deployer, [SSVC_MODEL_CISA] = cisa, [SSVC_MODEL_BOD] = bod};

static int value_of(enum ssvc_point point, const int *values)
{
    if (point != SSVC_POINT_HUMAN_IMPACT || values[point] != SSVC_UNKNOWN)
        return values[point];
    return (int)ssvc_human_impact(
        (enum ssvc_safety)values[SSVC_POINT_SAFETY], (enum ssvc_mission)values[SSVC_POINT_MISSION]);
}

int ssvc_model_decide(enum ssvc_model model, const int *values)
{
    size_t at = 0;
    for (size_t i = 0; i < SSVC_POINTS_OF_MODEL; i++) {
        enum ssvc_point point = models[model].points[i];
        at = at * (size_t)points[point].count + (size_t)value_of(point, values);
    }
    return tables[model][at];
}
