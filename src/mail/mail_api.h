/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of mail: the organisation's server, and what each person wants to be sent. Example: mail_api_routes in routes.c */
#ifndef MAIL_MAIL_API_H
#define MAIL_MAIL_API_H

#include "account/api.h"

extern const struct api_route mail_api_routes[];
extern const struct api_route mail_person_api_routes[];

#endif
