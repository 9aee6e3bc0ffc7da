/* SPDX-License-Identifier: Apache-2.0 */
/* The routes about the server itself: whether it is well, what it counts, how its interface is
   described. */
#ifndef APP_SERVE_API_H
#define APP_SERVE_API_H

#include "account/api.h"

extern const struct api_route serve_api_routes[];

#endif
