/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket/ticket_decide.h"

#include "ticket/ticket.h"

static struct ticket_input known(int value, enum ticket_source source)
{
    return (struct ticket_input){.value = value, .source = source};
}

static struct ticket_input assumed(int value, enum ticket_source source)
{
    return (struct ticket_input){.value = value, .source = source, .is_assumed = true};
}

/* -- what the flaw says -- */

/* A likelihood is no evidence: it makes a public PoC of nothing known, and never an attack. */
static bool is_likely(const struct ticket_basis *basis)
{
    const struct advisory_facts *facts = &basis->finding->facts;
    int64_t from = basis->policy->epss_millionths;
    return from > 0 && facts->has_epss && facts->epss_millionths >= from;
}

static struct ticket_input exploitation_of(const struct ticket_basis *basis)
{
    const struct match_finding *finding = basis->finding;
    if (finding->kind == ADVISORY_MALICIOUS)
        return known(SSVC_ACTIVE, TICKET_FROM_MALICE);
    if (finding->facts.is_kev)
        return known(SSVC_ACTIVE, TICKET_FROM_KEV);
    bool is_said = finding->facts.has_ssvc && finding->facts.ssvc_exploitation != SSVC_NONE;
    if (!is_said && is_likely(basis))
        return known(SSVC_PUBLIC_POC, TICKET_FROM_EPSS);
    if (finding->facts.has_ssvc)
        return known(finding->facts.ssvc_exploitation, TICKET_FROM_CISA);
    return assumed(SSVC_NONE, TICKET_FROM_NOTHING_KNOWN);
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
        return known(finding->facts.ssvc_automatable, TICKET_FROM_CISA);
    if (!text_starts(vector, TEXT("CVSS:")))
        return assumed(SSVC_AUTOMATABLE, TICKET_FROM_NOTHING_KNOWN);
    bool is_remote = has_metric(vector, "AV:N") && has_metric(vector, "AC:L");
    bool is_alone = has_metric(vector, "PR:N") && has_metric(vector, "UI:N");
    return assumed(
        is_remote && is_alone ? SSVC_AUTOMATABLE : SSVC_NOT_AUTOMATABLE, TICKET_FROM_CVSS);
}

/* Total control takes all of confidentiality, integrity and availability (SSVC, "Technical Impact"). */
static struct ticket_input technical_impact_of(const struct match_finding *finding)
{
    struct text vector = finding->cvss_vector;
    if (finding->kind == ADVISORY_MALICIOUS)
        return known(SSVC_TOTAL, TICKET_FROM_MALICE);
    if (finding->facts.has_ssvc && finding->facts.ssvc_technical_impact >= 0)
        return known(finding->facts.ssvc_technical_impact, TICKET_FROM_CISA);
    if (!text_starts(vector, TEXT("CVSS:")))
        return assumed(SSVC_TOTAL, TICKET_FROM_NOTHING_KNOWN);
    bool is_total = has_metric(vector, "C:H") && has_metric(vector, "I:H");
    is_total = is_total && has_metric(vector, "A:H");
    bool is_total_v4 = has_metric(vector, "VC:H") && has_metric(vector, "VI:H");
    is_total_v4 = is_total_v4 && has_metric(vector, "VA:H");
    return assumed(is_total || is_total_v4 ? SSVC_TOTAL : SSVC_PARTIAL, TICKET_FROM_CVSS);
}

/* KEV lists no malicious packages, which are attacks themselves: they count as listed. */
static struct ticket_input in_kev_of(const struct match_finding *finding)
{
    if (finding->kind == ADVISORY_MALICIOUS)
        return known(1, TICKET_FROM_MALICE);
    return known(finding->facts.is_kev, TICKET_FROM_KEV);
}

/* -- what the service and the use of the component say -- */

static struct ticket_input service_input(int value, int otherwise)
{
    return value >= 0 ? known(value, TICKET_FROM_SERVICE) : assumed(otherwise, TICKET_FROM_NOBODY);
}

static struct ticket_input use_of(struct ticket_use use)
{
    switch (use.scope) {
    case TICKET_SCOPE_REQUIRED: return known(TICKET_USE_PRODUCTION, TICKET_FROM_SBOM);
    case TICKET_SCOPE_OPTIONAL: return known(TICKET_USE_OPTIONAL, TICKET_FROM_SBOM);
    case TICKET_SCOPE_EXCLUDED: return known(TICKET_USE_TEST_ONLY, TICKET_FROM_SBOM);
    case TICKET_SCOPE_NOT_TOLD: break;
    }
    return assumed(TICKET_USE_PRODUCTION, TICKET_FROM_NOBODY);
}

static void fill_service(struct ticket_decision *d, const struct ticket_basis *basis)
{
    const struct ticket_service_inputs *service = basis->service;
    d->inputs[SSVC_POINT_EXPOSURE] = service_input(service->exposure, SSVC_OPEN);
    d->inputs[SSVC_POINT_SAFETY] = service_input(service->safety, SSVC_SAFETY_MARGINAL);
    d->inputs[SSVC_POINT_MISSION] = service_input(service->mission, SSVC_MISSION_MEF_FAILURE);
    d->inputs[SSVC_POINT_WELL_BEING] = service_input(service->well_being, SSVC_WELL_BEING_MEDIUM);
    d->inputs[TICKET_INPUT_USE] = use_of(basis->use);
    d->inputs[TICKET_INPUT_REACH] = assumed(TICKET_REACH_OUTSIDE, TICKET_FROM_NOBODY);
}

/* Makes an input at most so harmful. */
static void soften(struct ticket_input *input, int most, enum ticket_source source)
{
    if (input->value > most)
        *input = known(most, source);
}

/* A tyre on a car in motion, or on a swing. A malicious package attacks where it is installed, whatever it is used for. */
static void apply_use(struct ticket_decision *d, const struct ticket_basis *basis)
{
    if (basis->finding->kind == ADVISORY_MALICIOUS)
        return;
    if (d->inputs[TICKET_INPUT_USE].value == TICKET_USE_TEST_ONLY) {
        soften(&d->inputs[SSVC_POINT_EXPOSURE], SSVC_SMALL, TICKET_FROM_USE);
        soften(&d->inputs[SSVC_POINT_WELL_BEING], SSVC_WELL_BEING_LOW, TICKET_FROM_USE);
    }
    if (d->inputs[TICKET_INPUT_REACH].value == TICKET_REACH_INSIDE)
        soften(&d->inputs[SSVC_POINT_EXPOSURE], SSVC_CONTROLLED, TICKET_FROM_REACH);
}

/* -- all together -- */

static void override(
    struct ticket_decision *d, const struct ticket_basis *basis, int from_input, int to_input)
{
    for (size_t i = 0; i < basis->override_count; i++) {
        const struct ticket_override *one = &basis->overrides[i];
        if (one->input >= from_input && one->input < to_input)
            d->inputs[one->input] = known(one->value, one->source);
    }
}

/* Open to the internet is publicly exposed (BOD 26-04, Appendix A); whoever knows better says so. */
static void fill_exposed(struct ticket_decision *d)
{
    const struct ticket_input *exposure = &d->inputs[SSVC_POINT_EXPOSURE];
    d->inputs[SSVC_POINT_EXPOSED] = (struct ticket_input){
        exposure->value == SSVC_OPEN, TICKET_FROM_EXPOSURE, exposure->is_assumed};
}

static void fill_human_impact(struct ticket_decision *d)
{
    const struct ticket_input *safety = &d->inputs[SSVC_POINT_SAFETY];
    const struct ticket_input *mission = &d->inputs[SSVC_POINT_MISSION];
    d->inputs[SSVC_POINT_HUMAN_IMPACT] = (struct ticket_input){
        (int)ssvc_human_impact((enum ssvc_safety)safety->value, (enum ssvc_mission)mission->value),
        TICKET_FROM_IMPACTS, safety->is_assumed || mission->is_assumed};
}

static int outcome_with(const struct ticket_decision *d, enum ssvc_point point, int value)
{
    int values[SSVC_POINTS];
    for (int i = 0; i < SSVC_POINTS; i++)
        values[i] = d->inputs[i].value;
    values[SSVC_POINT_HUMAN_IMPACT] = SSVC_UNKNOWN;
    values[point] = value;
    return ssvc_model_decide(d->model, values);
}

void ticket_decide(struct ticket_decision *ret_decision, const struct ticket_basis *basis)
{
    struct ticket_decision d = {.model = basis->policy->model};
    d.inputs[SSVC_POINT_EXPLOITATION] = exploitation_of(basis);
    d.inputs[SSVC_POINT_AUTOMATABLE] = automatable_of(basis->finding);
    d.inputs[SSVC_POINT_TECHNICAL_IMPACT] = technical_impact_of(basis->finding);
    d.inputs[SSVC_POINT_IN_KEV] = in_kev_of(basis->finding);
    fill_service(&d, basis);
    override(&d, basis, TICKET_INPUT_USE, TICKET_INPUTS);
    apply_use(&d, basis);
    override(&d, basis, 0, SSVC_POINT_EXPOSED);
    fill_exposed(&d);
    override(&d, basis, SSVC_POINT_EXPOSED, SSVC_POINTS);
    fill_human_impact(&d);
    d.own = outcome_with(&d, SSVC_POINT_HUMAN_IMPACT, d.inputs[SSVC_POINT_HUMAN_IMPACT].value);
    d.outcome = ssvc_model_row(d.model)->outcomes[d.own].priority;
    *ret_decision = d;
}

int ticket_decide_other(const struct ticket_decision *decision, enum ssvc_point point, int value)
{
    return outcome_with(decision, point, value);
}

int ticket_decide_decisive(const struct ticket_decision *decision)
{
    int best = SSVC_UNKNOWN, most = 0;
    for (int i = 0; i < SSVC_POINTS; i++) {
        enum ssvc_point point = (enum ssvc_point)i;
        if (!ssvc_model_asks(decision->model, point) || !decision->inputs[i].is_assumed)
            continue;
        for (int value = 0; value < ssvc_point_row(point)->count; value++) {
            int way = abs(outcome_with(decision, point, value) - decision->own);
            if (way > most) {
                most = way;
                best = i;
            }
        }
    }
    return best;
}

int64_t ticket_rank(const struct match_finding *finding, enum ssvc_decision outcome)
{
    bool is_attacked = finding->facts.is_kev || finding->kind == ADVISORY_MALICIOUS;
    int64_t rank = outcome;
    rank = rank << 1 | is_attacked;
    rank = rank << 3 | match_severity_weight(finding->severity);
    rank = rank << 7 | (finding->score_tenths & 127);
    _Static_assert(TICKET_RANK_PRIORITY_SHIFT == 1 + 3 + 7 + 20, "what stands behind the priority");
    return rank << 20 | finding->facts.epss_millionths;
}
