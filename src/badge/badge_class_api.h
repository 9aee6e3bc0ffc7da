/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of the classes of badges, and their pictures. Example: routes_tables has badge_class_api_routes. */
#ifndef BADGE_BADGE_CLASS_API_H
#define BADGE_BADGE_CLASS_API_H

#include "account/api.h"
#include "badge/badge_class.h"

extern const struct api_route badge_class_api_routes[];

#define BADGE_CLASS_API_MEMBERS                                                                    \
    "slug name description series level kind difficulty frame glyph hue is_given"

/* Reads a class that is to be made. Its texts borrow from body. ERR_USAGE with its place. */
MUST_USE bool badge_class_api_read(
    const struct json *body, struct badge_class *ret_class, struct err *err);

#endif
