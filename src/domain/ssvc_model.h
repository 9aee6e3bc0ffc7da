/* SPDX-License-Identifier: Apache-2.0 */
/* The three decision tables that a team may choose from: decision points in, outcome, priority and days out.
   Example: outcome = ssvc_model_decide(SSVC_MODEL_CISA, values); ssvc_model_row(SSVC_MODEL_CISA)->outcomes[outcome].word */
#ifndef DOMAIN_SSVC_MODEL_H
#define DOMAIN_SSVC_MODEL_H

#include "domain/ssvc.h"

/* What can be asked; a value is one of ssvc.h's for the point's kind, or SSVC_UNKNOWN. */
enum ssvc_point {
    SSVC_POINT_EXPLOITATION,
    SSVC_POINT_EXPOSURE,
    SSVC_POINT_AUTOMATABLE,
    SSVC_POINT_SAFETY,
    SSVC_POINT_MISSION,
    SSVC_POINT_HUMAN_IMPACT,
    SSVC_POINT_TECHNICAL_IMPACT,
    SSVC_POINT_WELL_BEING,
    SSVC_POINT_IN_KEV,
    SSVC_POINT_EXPOSED,
    SSVC_POINTS
};
enum { SSVC_UNKNOWN = -1, SSVC_POINTS_OF_MODEL = 4, SSVC_OUTCOMES_MAX = 5 };

struct ssvc_point_row {
    const char *name;          /* "safety_impact" */
    const char *kind;          /* of ssvc_word: "safety" */
    const char *title;         /* the standard's: "Safety Impact" */
    const char *key, *version; /* "ssvc:SI", "2.0.1" */
    int count;                 /* of its values */
};
const struct ssvc_point_row *ssvc_point_row(enum ssvc_point point);
/* Finds a point by its name. */
MUST_USE bool ssvc_point_read(struct text name, enum ssvc_point *ret_point);
/* Returns the word of a point's value, or NULL. */
const char *ssvc_point_word(enum ssvc_point point, int value);

enum ssvc_model { SSVC_MODEL_DEPLOYER, SSVC_MODEL_CISA, SSVC_MODEL_BOD, SSVC_MODELS };

struct ssvc_outcome {
    const char *word;            /* the model's own */
    enum ssvc_decision priority; /* kenzen's, by which lists sort */
    int days;                    /* the model's own time to remedy; 0: it gives none */
};

struct ssvc_model_row {
    const char *name;  /* "deployer", "cisa", "bod-26-04" */
    const char *title; /* "CERT/CC Deployer Patch Application Priority" */
    const char *version;
    enum ssvc_point points[SSVC_POINTS_OF_MODEL]; /* the columns of its table, each four times */
    const char *outcome_kind;                     /* of ssvc_word */
    struct ssvc_outcome outcomes[SSVC_OUTCOMES_MAX];
    int outcome_count;
};
const struct ssvc_model_row *ssvc_model_row(enum ssvc_model model);
MUST_USE bool ssvc_model_read(struct text name, enum ssvc_model *ret_model);

/* Returns whether the model asks for a point: a column of its table, or what a column is made of (human impact is made of
   safety and mission impact, and so is not asked itself). */
bool ssvc_model_asks(enum ssvc_model model, enum ssvc_point point);

/* Returns the outcome, a place in the row's outcomes. values has SSVC_POINTS entries; all that the model asks must be known. Human
   impact, when it is SSVC_UNKNOWN, follows from safety and mission impact. */
int ssvc_model_decide(enum ssvc_model model, const int *values);

#endif
