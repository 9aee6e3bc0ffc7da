/* SPDX-License-Identifier: Apache-2.0 */
/* Why a ticket has its priority: every input of the team's model with where it comes from, and the outcome.
   Example: ticket_decide(&decision, &basis); decision.outcome == SSVC_IMMEDIATE. docs/decide.md has the rules. */
#ifndef TICKET_TICKET_DECIDE_H
#define TICKET_TICKET_DECIDE_H

#include "codec/json.h"
#include "domain/ssvc_model.h"
#include "match/match.h"

/* The decision points of all models, then what is known of the component's use. */
enum { TICKET_INPUT_USE = SSVC_POINTS, TICKET_INPUT_REACH, TICKET_INPUTS };
enum ticket_use_word { TICKET_USE_PRODUCTION, TICKET_USE_OPTIONAL, TICKET_USE_TEST_ONLY };
enum ticket_reach_word { TICKET_REACH_OUTSIDE, TICKET_REACH_INSIDE };

/* Where an input comes from; ticket_source_word has the words that are stored and shown. */
enum ticket_source {
    TICKET_FROM_NOTHING_KNOWN,
    TICKET_FROM_NOBODY,
    TICKET_FROM_CVSS,
    TICKET_FROM_MALICE,
    TICKET_FROM_KEV,
    TICKET_FROM_CISA,
    TICKET_FROM_EPSS,
    TICKET_FROM_SERVICE,
    TICKET_FROM_IMPACTS,
    TICKET_FROM_EXPOSURE,
    TICKET_FROM_SBOM,
    TICKET_FROM_USE,
    TICKET_FROM_REACH,
    TICKET_FROM_COMPONENT,
    TICKET_FROM_TICKET,
    TICKET_FROM_WHAT_IF,
    TICKET_SOURCES
};
const char *ticket_source_word(enum ticket_source source);

/* What a team says of its service; SSVC_UNKNOWN where nobody has said. */
struct ticket_service_inputs {
    int exposure;   /* enum ssvc_exposure */
    int safety;     /* enum ssvc_safety */
    int mission;    /* enum ssvc_mission */
    int well_being; /* enum ssvc_well_being */
};

/* How a team decides; ticket_policy.h stores it. */
struct ticket_policy {
    enum ssvc_model model;
    int64_t epss_millionths; /* from here on EPSS counts as a public PoC; 0: never */
    int64_t days[SSVC_IMMEDIATE +
                 1]; /* by priority, 0: no due date; but for BOD 26-04, which has its own */
    bool
        is_kev_due; /* what is in KEV is due by BOD 26-04's days and KEV's date, if those are earlier */
};

/* How a component is used, as SBOMs tell; the least harmless of a ticket's occurrences. */
enum ticket_scope_word {
    TICKET_SCOPE_REQUIRED,
    TICKET_SCOPE_NOT_TOLD,
    TICKET_SCOPE_OPTIONAL,
    TICKET_SCOPE_EXCLUDED, /* needed for development and tests only */
};
struct ticket_use {
    enum ticket_scope_word scope;
    bool is_direct;
};

/* What a person says in place of all other sources, of a component or a ticket. */
struct ticket_override {
    int input; /* of TICKET_INPUTS */
    int value;
    enum ticket_source
        source; /* TICKET_FROM_COMPONENT, TICKET_FROM_TICKET or TICKET_FROM_WHAT_IF */
};

struct ticket_basis {
    const struct match_finding *finding;
    const struct ticket_service_inputs *service;
    const struct ticket_policy *policy;
    struct ticket_use use;
    const struct ticket_override *overrides; /* of the same input, the last counts */
    size_t override_count;
};

struct ticket_input {
    int value;
    enum ticket_source source;
    bool is_assumed; /* nobody has said it */
};

struct ticket_decision {
    enum ssvc_model model;
    struct ticket_input inputs[TICKET_INPUTS];
    int own;                    /* the model's outcome, a place in its row's outcomes */
    enum ssvc_decision outcome; /* kenzen's priority, which that stands for */
};

/* Decides. Inputs of all models are filled, so that others can be tried. What is not known is assumed, and says so. */
void ticket_decide(struct ticket_decision *ret_decision, const struct ticket_basis *basis);

/* Returns the outcome that the decision's model has when one input is another. */
int ticket_decide_other(const struct ticket_decision *decision, enum ssvc_point point, int value);

/* Returns the assumed input whose answers could change the outcome most, or SSVC_UNKNOWN when none could. */
int ticket_decide_decisive(const struct ticket_decision *decision);

/* The names and words of inputs: "exposure", "use" …; NULL, or false, when there is none. */
const char *ticket_input_name(int input);
const char *ticket_input_word(int input, int value);
MUST_USE bool ticket_input_read(struct text name, int *ret_input);
MUST_USE bool ticket_input_read_word(int input, struct text word, int *ret_value);
/* Returns whether a person can say it: all but human impact, which follows from two others. */
bool ticket_input_is_said(int input);
/* Returns whether an input belongs to a model's decisions: use and reach do to all. */
bool ticket_input_is_of(int input, enum ssvc_model model);

#endif
