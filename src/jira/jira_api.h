/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of a team's connection to Jira, its log, the issues of tickets, and the hook. */
#ifndef JIRA_JIRA_API_H
#define JIRA_JIRA_API_H

#include "account/team_api.h"
#include "jira/jira.h"

extern const struct api_route jira_api_routes[];
extern const struct api_route jira_log_api_routes[];
extern const struct api_route jira_ticket_api_routes[];

/* Finds the connection of the {team} of the path for who has the right there. ERR_NOT_FOUND when it has none. */
MUST_USE bool jira_api_find(
    struct api_call *call, enum right right, struct jira *ret_jira, struct err *err);

#endif
