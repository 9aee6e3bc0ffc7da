/* SPDX-License-Identifier: Apache-2.0 */
/* The rules, and what each looks at. Whoever sees a team's health sees what its advice rests on. */
#include "health/health_rule.h"

/* Every statement takes all three. */
#define WITH_ARGS                                                                                  \
    "WITH args AS (SELECT CAST($1 AS BIGINT) AS arg_team, CAST($2 AS BIGINT) AS arg_now,"          \
    " CAST($3 AS BIGINT) AS arg_edge) "
#define TICKET_LABEL "t.name || ' · ' || t.package || ' · ' || s.name"
#define TICKET_LINK "'/tickets/' || t.id"
#define SERVICE_LINK "'/services/' || s.id"
#define PART_LABEL "s.name || CASE WHEN p.name = 'main' THEN '' ELSE ' / ' || p.name END"
#define UNDONE                                                                                     \
    " FROM ticket t JOIN service s ON s.id = t.service_id WHERE t.team_id = (SELECT arg_team FROM args) AND t.is_done = 0 "
#define PARTS                                                                                      \
    " FROM sbom b JOIN part p ON p.id = b.part_id JOIN service s ON s.id = p.service_id"           \
    " LEFT JOIN sbom_summary y ON y.sbom_id = b.id WHERE s.team_id = (SELECT arg_team FROM args) AND s.deleted_us IS NULL AND "

const struct health_rule health_rule_table[] = {
    {.name = "exploited-late",
        .sentence =
            "{n} ticket is about a flaw that is exploited, and CISA's date for it is past|{n} tickets are about flaws that are exploited, and CISA's dates for them are past, the first since {date}",
        .todo = "Begin with the first of them today",
        .link = "{first}",
        .sql = WITH_ARGS
        "SELECT '', " TICKET_LABEL ", " TICKET_LINK ", 1, t.kev_due_us" UNDONE
        "AND t.is_kev = 1 AND t.kev_due_us < (SELECT arg_now FROM args) ORDER BY t.kev_due_us, t.rank DESC, t.id"},
    {.name = "administrators-without-code",
        .sentence =
            "{n} administrator signs in without a second factor|{n} administrators sign in without a second factor",
        .todo = "Ask them to set up an authenticator",
        .link = "/people",
        .is_of_organisation = true,
        .sql = WITH_ARGS
        "SELECT '', a.name, '/people', 1, a.created_us FROM account a WHERE a.is_administrator = 1 AND a.disabled_us IS NULL"
        " AND a.deleted_us IS NULL AND NOT EXISTS (SELECT 1 FROM authenticator x WHERE x.account_id = a.id"
        " AND x.confirmed_us IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM oidc_identity i WHERE i.account_id = a.id) ORDER BY a.name"},
    {.name = "advisories-old",
        .sentence =
            "The advisories are as they were on {date}: what became known since is matched against nothing",
        .todo = "Fetch the sources again, every day",
        .link = "/advisories",
        .days = -7,
        .is_of_organisation = true,
        .sql = WITH_ARGS
        "SELECT '', 'Advisories', '/advisories', 1, g.created_us FROM advisory_generation g WHERE g.is_current = 1"
        " AND g.created_us < (SELECT arg_edge FROM args)"},
    {.name = "unsupported-system",
        .sentence =
            "{n} part runs on {topic}, out of support since {date}|{n} parts run on {topic}, out of support since {date}",
        .todo = "Move the first of them to a release that is supported",
        .link = "{first}",
        .sql = WITH_ARGS
        "SELECT y.os_label, " PART_LABEL ", " SERVICE_LINK ", 1, y.support_end_us" PARTS
        "b.is_current = 1 AND y.support_end_us IS NOT NULL AND y.support_end_us <= (SELECT arg_now FROM args)"
        " AND (y.extended_end_us IS NULL OR y.extended_end_us <= (SELECT arg_now FROM args)) ORDER BY y.os_label, s.name, p.name"},
    {.name = "weekend",
        .sentence =
            "Nobody looks at {topic} advisories at weekends: {n} of {total} that are exploited waited until Monday or longer",
        .todo = "Let somebody be told at weekends of what is exploited",
        .link = "/teams/{team}/channels",
        .days = -365,
        .least = 2,
        .look = health_rule_weekend},
    {.name = "channel-failing",
        .sentence =
            "Nobody hears of alerts by {topic} since {date}: {sum} deliveries failed in a row",
        .todo = "Mend the channel, and send a test message",
        .link = "/teams/{team}/channels",
        .sql = WITH_ARGS
        "SELECT c.name, c.name || ' · ' || c.trouble, '/teams/' || c.team_id || '/channels', c.failures, c.trouble_us"
        " FROM alert_channel c WHERE c.team_id = (SELECT arg_team FROM args) AND c.deleted_us IS NULL AND c.is_on = 1 AND c.failures > 0 ORDER BY c.name, c.id"},
    {.name = "tracker-failing",
        .sentence = "Jira does not take what is sent since {date}",
        .todo = "Mend the connection",
        .link = "/teams/{team}/jira",
        .sql = WITH_ARGS
        "SELECT '', k.trouble, '/teams/' || k.team_id || '/jira', 1, k.trouble_us FROM tracker k WHERE k.team_id = (SELECT arg_team FROM args)"
        " AND k.deleted_us IS NULL AND k.is_on = 1 AND k.trouble <> '' ORDER BY k.id"},
    {.name = "nobody-told",
        .sentence =
            "No channel tells the team of anything, and {n} ticket is urgent|No channel tells the team of anything, and {n} tickets are urgent",
        .todo = "Set up a channel where the team reads",
        .link = "/teams/{team}/channels",
        .sql = WITH_ARGS
        "SELECT '', " TICKET_LABEL ", " TICKET_LINK ", 1, t.created_us" UNDONE
        "AND t.priority >= 2 AND NOT EXISTS (SELECT 1 FROM alert_channel c WHERE c.team_id = (SELECT arg_team FROM args) AND c.deleted_us IS NULL"
        " AND c.is_on = 1) ORDER BY t.rank DESC, t.id"},
    {.name = "overdue-unowned",
        .sentence =
            "{n} ticket is overdue and belongs to nobody|{n} tickets are overdue and belong to nobody",
        .todo = "Give each an owner",
        .link = "/tickets?team={team}&assignee=none&overdue=1",
        .sql = WITH_ARGS
        "SELECT '', " TICKET_LABEL ", " TICKET_LINK ", 1, t.due_us" UNDONE
        "AND t.due_us < (SELECT arg_now FROM args) AND t.assignee_id IS NULL ORDER BY t.rank DESC, t.id"},
    {.name = "owner-left",
        .sentence =
            "{n} open ticket belongs to somebody who left the team|{n} open tickets belong to people who left the team",
        .todo = "Give the first of them to somebody who is there",
        .link = "{first}",
        .sql = WITH_ARGS
        "SELECT '', " TICKET_LABEL ", " TICKET_LINK ", 1, t.updated_us" UNDONE
        "AND t.assignee_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM team_member m WHERE m.team_id = t.team_id"
        " AND m.account_id = t.assignee_id) ORDER BY t.rank DESC, t.id"},
    {.name = "service-without-sbom",
        .sentence =
            "{n} service has no SBOM: what it runs, nobody knows|{n} services have no SBOM: what they run, nobody knows",
        .todo = "Upload the first one's SBOM",
        .link = "{first}",
        .days = -7,
        .sql = WITH_ARGS
        "SELECT '', s.name, " SERVICE_LINK
        ", 1, s.created_us FROM service s WHERE s.team_id = (SELECT arg_team FROM args) AND s.deleted_us IS NULL"
        " AND s.created_us < (SELECT arg_edge FROM args) AND NOT EXISTS (SELECT 1 FROM part p JOIN sbom b ON b.part_id = p.id WHERE p.service_id = s.id"
        " AND b.is_current = 1) ORDER BY s.created_us, s.id"},
    {.name = "sbom-old",
        .sentence =
            "{n} part has an SBOM older than 90 days, of {date}|{n} parts have SBOMs older than 90 days, the oldest of {date}",
        .todo = "Upload the first one's SBOM of today, or let the build do it",
        .link = "{first}",
        .days = -90,
        .sql = WITH_ARGS
        "SELECT '', " PART_LABEL ", " SERVICE_LINK ", 1, b.created_us" PARTS
        "b.is_current = 1 AND b.created_us < (SELECT arg_edge FROM args) ORDER BY b.created_us, b.id"},
    {.name = "sbom-held",
        .sentence =
            "{n} SBOM has waited for a person for more than a week|{n} SBOMs have waited for a person for more than a week",
        .todo = "Confirm the first, or delete it",
        .link = "{first}",
        .days = -7,
        .sql = WITH_ARGS
        "SELECT '', " PART_LABEL ", " SERVICE_LINK ", 1, b.created_us" PARTS
        "b.is_held = 1 AND b.created_us < (SELECT arg_edge FROM args) ORDER BY b.created_us, b.id"},
    {.name = "not-covered",
        .sentence =
            "{sum} components of {topic} are checked against nothing: no source covers them",
        .todo = "Have a source of {topic} imported, or look at them by hand",
        .link = "/advisories",
        .sql = WITH_ARGS
        "SELECT e.ecosystem, " PART_LABEL
        ", '/sboms/' || b.id, e.component_count, b.created_us FROM sbom_answer e"
        " JOIN sbom b ON b.id = e.sbom_id JOIN part p ON p.id = b.part_id JOIN service s ON s.id = p.service_id"
        " WHERE s.team_id = (SELECT arg_team FROM args) AND s.deleted_us IS NULL AND b.is_current = 1 AND e.answer = 3 AND e.ecosystem <> ''"
        " ORDER BY e.ecosystem, s.name, p.name, e.cause"},
    {.name = "inputs-not-said",
        .sentence =
            "{n} service's exposure and impact were never said: {sum} open tickets are decided by what is assumed|Exposure and impact of {n} services were never said: {sum} open tickets are decided by what is assumed",
        .todo = "Say them for the first service",
        .link = "{first}",
        .sql = WITH_ARGS
        "SELECT '', s.name, " SERVICE_LINK
        ", (SELECT count(*) FROM ticket t WHERE t.service_id = s.id AND t.is_done = 0),"
        " s.created_us FROM service s WHERE s.team_id = (SELECT arg_team FROM args) AND s.deleted_us IS NULL"
        " AND (s.exposure IS NULL OR s.safety IS NULL OR s.mission IS NULL) ORDER BY s.name, s.id"},
    {.name = "one-carries",
        .sentence = "One person did {n} of the {total} tickets of the last 90 days",
        .todo = "Share what is open among the team",
        .link = "/tickets?team={team}",
        .days = -90,
        .least = 10,
        .look = health_rule_one_carries},
    {.name = "not-looked-at",
        .sentence =
            "{n} ticket has waited for a first look for more than two weeks|{n} tickets have waited for a first look for more than two weeks",
        .todo = "Acknowledge them, or say why they do not matter",
        .link = "/tickets?team={team}&state=open&sort=age",
        .days = -14,
        .sql = WITH_ARGS
        "SELECT '', " TICKET_LABEL ", " TICKET_LINK ", 1, t.created_us" UNDONE
        "AND t.state = 'open' AND t.priority >= 1 AND t.created_us < (SELECT arg_edge FROM args)"
        " AND NOT EXISTS (SELECT 1 FROM ticket_snooze z WHERE z.ticket_id = t.id) ORDER BY t.created_us, t.id"},
    {.name = "acceptance-ends",
        .sentence =
            "{n} accepted risk ends on {date}|{n} accepted risks end within 30 days, the first on {date}",
        .todo = "Decide about the first: mend it, or accept it anew",
        .link = "{first}",
        .days = 30,
        .sql = WITH_ARGS
        "SELECT '', " TICKET_LABEL ", " TICKET_LINK
        ", 1, t.accepted_until_us FROM ticket t JOIN service s ON s.id = t.service_id"
        " WHERE t.team_id = (SELECT arg_team FROM args) AND t.cause = 'accepted' AND t.accepted_until_us >= (SELECT arg_now FROM args) AND t.accepted_until_us < (SELECT arg_edge FROM args)"
        " ORDER BY t.accepted_until_us, t.id"},
    {.name = "late-again",
        .sentence = "{topic} was brought up to date late {n} times in half a year",
        .todo = "Let a machine propose new versions of {topic}",
        .link = "/where?q={topic}",
        .days = -182,
        .least = 3,
        .sql = WITH_ARGS
        "SELECT t.package, " TICKET_LABEL ", " TICKET_LINK
        ", 1, t.closed_us FROM ticket t JOIN service s ON s.id = t.service_id"
        " WHERE t.team_id = (SELECT arg_team FROM args) AND t.cause = 'fixed' AND t.closed_us > t.due_us AND t.closed_us >= (SELECT arg_edge FROM args) AND t.package IN"
        " (SELECT l.package FROM ticket l WHERE l.team_id = (SELECT arg_team FROM args) AND l.cause = 'fixed' AND l.closed_us > l.due_us"
        " AND l.closed_us >= (SELECT arg_edge FROM args) GROUP BY l.package HAVING count(*) >= 3 ORDER BY count(*) DESC, l.package LIMIT 3)"
        " ORDER BY t.package, t.closed_us, t.id"},
    {.name = "came-back",
        .sentence =
            "{n} flaw came back more than once after it was mended|{n} flaws came back more than once after they were mended",
        .todo = "Find out why an old version is built again",
        .link = "{first}",
        .days = -365,
        .sql = WITH_ARGS
        "SELECT '', " TICKET_LABEL ", " TICKET_LINK
        ", r.times, r.first_us FROM (SELECT e.ticket_id, count(*) AS times,"
        " min(e.at_us) AS first_us FROM ticket_event e JOIN ticket x ON x.id = e.ticket_id WHERE x.team_id = (SELECT arg_team FROM args)"
        " AND e.kind = 'reopened' AND (e.account_id IS NULL OR e.sets LIKE '%\"sbom_number\":%') AND e.at_us >= (SELECT arg_edge FROM args) AND e.detail NOT LIKE '%accept%'"
        " GROUP BY e.ticket_id HAVING count(*) > 1) r JOIN ticket t ON t.id = r.ticket_id JOIN service s ON s.id = t.service_id"
        " ORDER BY r.times DESC, t.id"},
    {0},
};

/* -- at weekends -- */

/* Tickets about what came to be exploited, with the time at which a person first did anything about them. */
bool health_rule_weekend_rows(struct db *db, int64_t team_id, int64_t since_us, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    return db_query(db,
        "SELECT t.ecosystem, " TICKET_LABEL ", " TICKET_LINK ", t.kev_added_us, t.created_us,"
        " (SELECT min(e.at_us) FROM ticket_event e WHERE e.ticket_id = t.id AND e.account_id IS NOT NULL) FROM ticket t"
        " JOIN service s ON s.id = t.service_id WHERE t.team_id = $1 AND t.is_kev = 1 AND t.kev_added_us >= $2"
        " ORDER BY t.ecosystem, t.kev_added_us, t.id",
        DB_ARGS(DB_INT(team_id), DB_INT(since_us)), arena, ret_rows, err);
}

/* -- who carries it -- */

/* How many tickets each person closed or completed, and how many in all; without names: they see their own diary. */
bool health_rule_done_rows(struct db *db, int64_t team_id, int64_t since_us, struct arena *arena,
    struct db_rows *ret_rows, struct err *err)
{
    return db_query(db,
        "SELECT t.assignee_id, count(*) FROM ticket t WHERE t.team_id = $1 AND t.assignee_id IS NOT NULL AND t.is_done = 1"
        " AND t.updated_us >= $2 GROUP BY t.assignee_id ORDER BY count(*) DESC, t.assignee_id",
        DB_ARGS(DB_INT(team_id), DB_INT(since_us)), arena, ret_rows, err);
}
