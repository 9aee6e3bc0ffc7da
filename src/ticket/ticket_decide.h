/* SPDX-License-Identifier: Apache-2.0 */
/* Why a ticket has its priority: the four inputs of CERT/CC's deployer table, where each comes from, and the outcome.
   Example: ticket_decide(&decision, &finding, &service_inputs); decision.outcome == SSVC_IMMEDIATE */
#ifndef TICKET_TICKET_DECIDE_H
#define TICKET_TICKET_DECIDE_H

#include "codec/json.h"
#include "domain/ssvc_model.h"
#include "match/match.h"

/* What a team says of its service; -1 where nobody has said. */
struct ticket_service_inputs {
    int exposure; /* enum ssvc_exposure */
    int safety;   /* enum ssvc_safety */
    int mission;  /* enum ssvc_mission */
};

struct ticket_input {
    int value;
    const char *source; /* "KEV", "CISA SSVC", "service" …: static text */
    bool is_assumed;    /* nobody has said it */
};

struct ticket_decision {
    struct ticket_input exploitation, exposure, automatable, safety, mission, human_impact;
    enum ssvc_decision outcome;
};

/* Decides for a finding in a service. What is not known is assumed, and says so: exploitation none, exposure open,
   automatable yes (or what the CVSS vector suggests), safety impact marginal and mission impact MEF failure, which make
   human impact medium. */
void ticket_decide(struct ticket_decision *ret_decision, const struct match_finding *finding,
    const struct ticket_service_inputs *service);

/* Adds the decision's members to an open object: "table", "exploitation": {"value", "source", "is_assumed"} … "outcome". */
void ticket_decide_print(const struct ticket_decision *decision, struct buf *out);

#endif
