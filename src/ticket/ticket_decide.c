/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_decide.h"

#include "ticket/ticket.h"

static struct ticket_input known(int value, const char *source)
{
    return (struct ticket_input){.value = value, .source = source};
}

static struct ticket_input assumed(int value, const char *source)
{
    return (struct ticket_input){.value = value, .source = source, .is_assumed = true};
}

static struct ticket_input exploitation_of(const struct match_finding *finding)
{
    if (finding->kind == ADVISORY_MALICIOUS)
        return known(SSVC_ACTIVE, "malicious package");
    if (finding->facts.is_kev)
        return known(SSVC_ACTIVE, "KEV");
    if (finding->facts.has_ssvc)
        return known(finding->facts.ssvc_exploitation, "CISA SSVC");
    return assumed(SSVC_NONE, "nothing known");
}

static bool has_metric(struct text vector, const char *metric)
{
    while (vector.at)
        if (text_is(text_cut(&vector, '/'), metric))
            return true;
    return false;
}

/* What an attacker can do over the network with no rights and nobody's help, a program can do (SSVC, "Automatable"). */
static struct ticket_input automatable_of(const struct match_finding *finding)
{
    struct text vector = finding->cvss_vector;
    if (finding->facts.has_ssvc)
        return known(finding->facts.ssvc_automatable, "CISA SSVC");
    if (!text_starts(vector, TEXT("CVSS:")))
        return assumed(SSVC_AUTOMATABLE, "nothing known");
    bool is_remote = has_metric(vector, "AV:N") && has_metric(vector, "AC:L");
    bool is_alone = has_metric(vector, "PR:N") && has_metric(vector, "UI:N");
    return assumed(is_remote && is_alone ? SSVC_AUTOMATABLE : SSVC_NOT_AUTOMATABLE, "CVSS vector");
}

static struct ticket_input service_input(int value, int otherwise)
{
    return value >= 0 ? known(value, "service") : assumed(otherwise, "nobody has said");
}

void ticket_decide(struct ticket_decision *ret_decision, const struct match_finding *finding,
    const struct ticket_service_inputs *service)
{
    struct ticket_decision d = {
        .exploitation = exploitation_of(finding),
        .exposure = service_input(service->exposure, SSVC_OPEN),
        .automatable = automatable_of(finding),
        .safety = service_input(service->safety, SSVC_SAFETY_MARGINAL),
        .mission = service_input(service->mission, SSVC_MISSION_MEF_FAILURE),
    };
    enum ssvc_impact impact =
        ssvc_human_impact((enum ssvc_safety)d.safety.value, (enum ssvc_mission)d.mission.value);
    bool is_assumed = d.safety.is_assumed || d.mission.is_assumed;
    d.human_impact = (struct ticket_input){(int)impact, "safety and mission impact", is_assumed};
    int values[SSVC_POINTS] = {[SSVC_POINT_EXPLOITATION] = d.exploitation.value,
        [SSVC_POINT_EXPOSURE] = d.exposure.value,
        [SSVC_POINT_AUTOMATABLE] = d.automatable.value,
        [SSVC_POINT_HUMAN_IMPACT] = d.human_impact.value};
    d.outcome = (enum ssvc_decision)ssvc_model_decide(SSVC_MODEL_DEPLOYER, values);
    *ret_decision = d;
}

int64_t ticket_rank(const struct match_finding *finding, enum ssvc_decision outcome)
{
    bool is_attacked = finding->facts.is_kev || finding->kind == ADVISORY_MALICIOUS;
    int64_t rank = outcome;
    rank = rank << 1 | is_attacked;
    rank = rank << 3 | match_severity_weight(finding->severity);
    rank = rank << 7 | (finding->score_tenths & 127);
    return rank << 20 | finding->facts.epss_millionths;
}

static void print_input(struct buf *out, const char *kind, const struct ticket_input *input)
{
    json_print_member_z(out, "value", ssvc_word(kind, input->value));
    json_print_member_z(out, "source", input->source);
    json_print_member_bool(out, "is_assumed", input->is_assumed);
}

static void print_named(
    struct buf *out, const char *name, const char *kind, const struct ticket_input *input)
{
    json_print_member_open(out, name, '{');
    print_input(out, kind, input);
    json_print_close(out, '}');
}

/* What the team said of its service: null where nobody has, and the standard's middle is assumed. */
static void print_said(
    struct buf *out, const char *name, const char *kind, const struct ticket_input *input)
{
    if (input->is_assumed)
        json_print_member_null(out, name);
    else
        json_print_member_z(out, name, ssvc_word(kind, input->value));
}

void ticket_decide_print(const struct ticket_decision *decision, struct buf *out)
{
    json_print_member_z(out, "table", "CERT/CC Deployer Patch Application Priority 1.0.0");
    print_named(out, "exploitation", "exploitation", &decision->exploitation);
    print_named(out, "exposure", "exposure", &decision->exposure);
    print_named(out, "automatable", "automatable", &decision->automatable);
    json_print_member_open(out, "human_impact", '{');
    print_input(out, "human_impact", &decision->human_impact);
    json_print_member_open(out, "from", '{');
    print_said(out, "safety_impact", "safety", &decision->safety);
    print_said(out, "mission_impact", "mission", &decision->mission);
    json_print_close(out, '}');
    json_print_close(out, '}');
    json_print_member_z(out, "outcome", ssvc_word("decision", (int)decision->outcome));
}
