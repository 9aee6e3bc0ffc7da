/* SPDX-License-Identifier: Apache-2.0 */
#include "app/routes.h"

#include "account/account_api.h"
#include "account/invitation_api.h"
#include "account/oidc_api.h"
#include "account/signin_api.h"
#include "account/team_api.h"
#include "alert/alert_channel_api.h"
#include "alert/alert_mute_api.h"
#include "alert/alert_policy_api.h"
#include "app/advisory_api.h"
#include "app/bom_api.h"
#include "app/feed.h"
#include "app/journal_api.h"
#include "app/log_api.h"
#include "app/problem_api.h"
#include "app/serve_api.h"
#include "app/upload_api.h"
#include "badge/badge_api.h"
#include "badge/badge_class_api.h"
#include "badge/badge_qr_api.h"
#include "badge/badge_rule_api.h"
#include "badge/credential_api.h"
#include "badge/did_api.h"
#include "health/balance_api.h"
#include "health/diary_api.h"
#include "health/feedback_api.h"
#include "health/grade_api.h"
#include "health/health_advice_api.h"
#include "health/report_api.h"
#include "health/sighting_api.h"
#include "health/standing_api.h"
#include "health/team_coach_api.h"
#include "jira/jira_api.h"
#include "license/license_api.h"
#include "license/license_report_api.h"
#include "mail/mail_api.h"
#include "match/diff_api.h"
#include "match/graph_api.h"
#include "match/signal_api.h"
#include "match/signal_report_api.h"
#include "mint/anchor_api.h"
#include "mint/campaign_api.h"
#include "mint/deploy_api.h"
#include "mint/mint_api.h"
#include "mint/wallet_api.h"
#include "net/http_target.h"
#include "onchain/onchain_api.h"
#include "sbom/sbom_api.h"
#include "sbom/sbom_stored_api.h"
#include "sbom/service_api.h"
#include "ticket/action_api.h"
#include "ticket/advice_api.h"
#include "ticket/bulk_api.h"
#include "ticket/explain_api.h"
#include "ticket/export_api.h"
#include "ticket/filter_api.h"
#include "ticket/finding_api.h"
#include "ticket/notice_api.h"
#include "ticket/remedy_api.h"
#include "ticket/ticket_api.h"
#include "ticket/ticket_decide_api.h"
#include "ticket/ticket_leave_api.h"
#include "ticket/ticket_service_api.h"
#include "ticket/ticket_vex_api.h"
#include "ticket/watch_api.h"
#include "ticket/where_api.h"

const struct api_route *const routes_tables[] = {
    account_api_routes,
    signin_api_routes,
    signin_security_api_routes,
    oidc_api_routes,
    oidc_provider_api_routes,
    team_api_routes,
    team_coach_api_routes,
    invitation_api_routes,
    mail_api_routes,
    mail_person_api_routes,
    onchain_api_routes,
    deploy_api_routes,
    service_api_routes,
    ticket_service_api_routes,
    ticket_leave_api_routes,
    sbom_api_routes,
    sbom_stored_api_routes,
    diff_api_routes,
    graph_api_routes,
    signal_api_routes,
    signal_report_api_routes,
    upload_api_routes,
    bom_api_routes,
    finding_api_routes,
    explain_api_routes,
    export_api_routes,
    ticket_api_routes,
    ticket_decide_api_routes,
    ticket_policy_api_routes,
    ticket_vex_api_routes,
    bulk_api_routes,
    filter_api_routes,
    watch_api_routes,
    notice_api_routes,
    badge_api_routes,
    badge_qr_api_routes,
    badge_class_api_routes,
    badge_rule_api_routes,
    feedback_api_routes,
    health_advice_api_routes,
    alert_channel_api_routes,
    trend_api_routes,
    grade_api_routes,
    goal_api_routes,
    alert_mute_api_routes,
    alert_policy_api_routes,
    standing_api_routes,
    report_api_routes,
    jira_api_routes,
    jira_log_api_routes,
    jira_ticket_api_routes,
    license_api_routes,
    license_report_api_routes,
    remedy_api_routes,
    where_api_routes,
    action_api_routes,
    advice_api_routes,
    sighting_api_routes,
    diary_api_routes,
    diary_coach_api_routes,
    balance_api_routes,
    advisory_api_routes,
    journal_api_routes,
    log_api_routes,
    credential_api_routes,
    did_api_routes,
    wallet_api_routes,
    mint_api_routes,
    campaign_api_routes,
    anchor_api_routes,
    problem_api_routes,
    feed_routes,
    serve_api_routes,
    NULL,
};

static bool is_param(struct text part)
{
    return text_starts(part, TEXT("{")) && text_ends(part, TEXT("}"));
}

/* Compares a route's path with a raw one. An empty segment fills no {name}. */
static bool path_matches(struct text pattern, struct text path)
{
    while (pattern.at && path.at) {
        struct text part = text_cut(&pattern, '/');
        struct text segment = text_cut(&path, '/');
        if (is_param(part) ? segment.len == 0 : !text_eq(part, segment))
            return false;
    }
    return !pattern.at && !path.at;
}

static bool method_matches(const struct api_route *route, struct text method)
{
    return text_is(method, route->method) ||
           (text_is(method, "HEAD") && strcmp(route->method, "GET") == 0);
}

static bool read_params(struct routes_match *match, struct text path, struct arena *arena)
{
    struct text pattern = text_of(match->route->path);
    size_t most = 0;
    for (size_t i = 0; i < pattern.len; i++)
        most += pattern.at[i] == '{';
    match->params = arena_take_array(arena, most, sizeof *match->params);
    while (pattern.at && path.at && match->params) {
        struct text part = text_cut(&pattern, '/');
        struct text segment = text_cut(&path, '/');
        if (!is_param(part))
            continue;
        struct http_pair *pair = &match->params[match->param_count++];
        pair->name = text_slice(part, 1, part.len - 1);
        if (!http_target_decode(&pair->value, segment, false, arena, NULL))
            return false;
    }
    return match->params != NULL;
}

/* Two tables may have the same route: the first one answers. */
static void add_allowed(struct buf *allow, const char *method)
{
    if (text_find_text(buf_text(allow), text_of(method)) >= 0)
        return;
    buf_format(allow, "%s%s", allow->len ? ", " : "", method);
    if (strcmp(method, "GET") == 0)
        buf_add_z(allow, ", HEAD");
}

enum routes_answer routes_find(const struct api_route *const *tables, struct text method,
    struct text raw_path, struct arena *arena, struct routes_match *ret_match)
{
    struct routes_match match = {0};
    struct buf allow;
    buf_init(&allow, SIZE_MAX);
    enum routes_answer answer = ROUTES_NO_PATH;
    for (; *tables && answer != ROUTES_FOUND; tables++)
        for (const struct api_route *route = *tables; route->method; route++) {
            if (!path_matches(text_of(route->path), raw_path))
                continue;
            match.route = route;
            add_allowed(&allow, route->method);
            answer = method_matches(route, method) ? ROUTES_FOUND : ROUTES_NO_METHOD;
            if (answer == ROUTES_FOUND)
                break;
        }
    match.allow = arena_text(arena, buf_text(&allow));
    buf_done(&allow);
    if (answer == ROUTES_FOUND && !read_params(&match, raw_path, arena))
        answer = ROUTES_NO_PATH;
    *ret_match = match;
    return answer;
}
