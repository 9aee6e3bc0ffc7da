/* SPDX-License-Identifier: Apache-2.0 */
/* The words of SSVC, and what makes human impact; the tables that decide are in ssvc_model.h.
   Example: ssvc_read("exploitation", TEXT("public poc"), &value) gives SSVC_PUBLIC_POC. */
#ifndef DOMAIN_SSVC_H
#define DOMAIN_SSVC_H

#include "base/err.h"
#include "base/text.h"

enum ssvc_exploitation { SSVC_NONE, SSVC_PUBLIC_POC, SSVC_ACTIVE };
enum ssvc_exposure { SSVC_SMALL, SSVC_CONTROLLED, SSVC_OPEN };
enum ssvc_automatable { SSVC_NOT_AUTOMATABLE, SSVC_AUTOMATABLE };
enum ssvc_impact { SSVC_LOW, SSVC_MEDIUM, SSVC_HIGH, SSVC_VERY_HIGH }; /* human impact */
enum ssvc_safety {
    SSVC_SAFETY_NEGLIGIBLE,
    SSVC_SAFETY_MARGINAL,
    SSVC_SAFETY_CRITICAL,
    SSVC_SAFETY_CATASTROPHIC
};
enum ssvc_mission {
    SSVC_MISSION_DEGRADED,
    SSVC_MISSION_CRIPPLED,
    SSVC_MISSION_MEF_FAILURE,
    SSVC_MISSION_FAILURE
};
enum ssvc_technical { SSVC_PARTIAL, SSVC_TOTAL };
enum ssvc_well_being { SSVC_WELL_BEING_LOW, SSVC_WELL_BEING_MEDIUM, SSVC_WELL_BEING_HIGH };
/* The deployer's outcomes, which are kenzen's four priorities: ssvc_model.h maps those of other models to them. */
enum ssvc_decision { SSVC_DEFER, SSVC_SCHEDULED, SSVC_OUT_OF_CYCLE, SSVC_IMMEDIATE };

/* Human impact of a service from situated safety and mission impact (table "Human Impact" 1.0.0). */
enum ssvc_impact ssvc_human_impact(enum ssvc_safety safety, enum ssvc_mission mission);

/* The words of the standard, "public poc", "very high", "out-of-cycle": kind is one of "exploitation", "exposure",
   "automatable", "human_impact", "safety", "mission", "technical_impact", "mission_well_being", "in_kev", "publicly_exposed",
   of the outcomes "decision", "cisa_level", "bod_timeline", and, of no standard, how a component is used: "use", "reach". ssvc_word returns NULL for a value that is none of the kind's. ssvc_read also takes CISA's "poc", '_' or '-' for
   the space, and any case; false when the word is none of the kind's. */
const char *ssvc_word(const char *kind, int value);
MUST_USE bool ssvc_read(const char *kind, struct text word, int *ret_value);

#endif
