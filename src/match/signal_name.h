/* SPDX-License-Identifier: Apache-2.0 */
/* What a component's name tells: whether the world has known it for long, and whether one of one's own came from outside.
   Example: signal_name_origin(&input, 3, arena, &origin, err); if (origin.is_suspicious) … origin.why */
#ifndef MATCH_SIGNAL_NAME_H
#define MATCH_SIGNAL_NAME_H

#include "match/signal.h"

/* Whether an advisory of another kind than malicious names the package: then it has been in use, whatever it is called. */
MUST_USE bool signal_name_is_known(const struct signal_input *input,
    const struct sbom_component *component, struct arena *arena, bool *ret_is_known,
    struct err *err);

/* "one character away", "a homoglyph" …: "%s of lodash". */
const char *signal_name_way(enum popular_way way);

struct signal_name_origin {
    bool
        is_suspicious; /* its name is one's own, and nothing shows that it came from one's own registry */
    struct text space; /* the namespace that its name is of */
    struct text why;
    const char *reason; /* "public-registry", "popular-name", "known-name", "no-origin" */
    struct text host;   /* of the public registry */
};
MUST_USE bool signal_name_origin(const struct signal_input *input, uint32_t component,
    struct arena *arena, struct signal_name_origin *ret_origin, struct err *err);

#endif
