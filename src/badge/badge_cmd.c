/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_cmd.h"

#include "account/account.h"
#include "account/actor_cmd.h"
#include "badge/badge_json.h"
#include "store/db_cmd.h"

enum { PAGE = 200, LIST_USUAL = 50, LIST_MOST = 100000 };

/* Without a server, addresses are paths. */
static const struct badge_json_view view = {.url = {"", 0}};

/* -- showing -- */

static struct text recipient_of(const struct badge *badge)
{
    return badge->account_id ? badge->account_name : badge->team_name;
}

static void print_row(struct db_cmd *it, const struct badge *badge)
{
    char at[CLOCK_TEXT_SIZE];
    if (cmd_has(it->cmd, "json")) {
        badge_json_print(&it->out, badge, &view);
        buf_add_char(&it->out, '\n');
        return;
    }
    buf_format(&it->out, "%lld  %.10s  %-24.*s  ", (long long)badge->id,
        clock_print(badge->issued_us, at), TEXT_ARG(badge->of.slug));
    buf_add_plain(&it->out, recipient_of(badge));
    buf_format(&it->out, ", %s%s\n", badge_certifier_word(badge->certifier),
        badge->revoked_us ? ", revoked" : "");
}

static void print_whole(struct db_cmd *it, const struct badge *badge)
{
    char at[CLOCK_TEXT_SIZE];
    struct buf *out = &it->out;
    buf_add_plain(out, badge->name);
    buf_add_z(out, ", to ");
    buf_add_plain(out, recipient_of(badge));
    buf_format(out, "\n  ");
    buf_add_plain(out, badge->description);
    buf_format(out, "\n  issued %s by ", clock_print(badge->issued_us, at));
    buf_add_plain(out, badge->issued_by ? badge->issuer_name : badge->rule_name);
    buf_format(out, "%s\n  %s, %s; vouched for by: %s\n", badge->rule_id ? " (a rule)" : "",
        badge_kind_word(badge->of.kind), badge_difficulty_word(badge->difficulty),
        badge_certifier_word(badge->certifier));
    if (badge->entry.seq >= 0)
        buf_format(out, "  entry %lld of the journal, at %lld\n", (long long)badge->entry.id,
            (long long)badge->entry.seq);
    if (badge->nft_id.len)
        buf_format(out, "  NFT %.*s\n", TEXT_ARG(badge->nft_id));
    if (!badge->revoked_us)
        return;
    buf_format(out, "  revoked %s: ", clock_print(badge->revoked_us, at));
    buf_add_plain(out, badge->revoked_reason);
    buf_add_char(out, '\n');
}

static bool show_id(struct db_cmd *it, int64_t id, struct err *err)
{
    struct badge badge;
    if (!badge_find(it->db, &actor_cmd_everybody, id, &it->arena, &badge, err))
        return false;
    if (cmd_has(it->cmd, "json"))
        print_row(it, &badge);
    else
        print_whole(it, &badge);
    return true;
}

static bool show(struct db_cmd *it, struct err *err)
{
    int64_t id;
    return cmd_read_id(it->cmd, 0, &id, err) && show_id(it, id, err);
}

/* -- listing -- */

static bool read_filters(
    struct db_cmd *it, struct badge_query *query, size_t *ret_left, struct err *err)
{
    const char *action = cmd_get(it->cmd, "action");
    struct account account = {0};
    int64_t team_id = 0;
    *ret_left = LIST_USUAL;
    if (!actor_cmd_read_account(it->db, it->cmd, "person", &it->arena, &account, err) ||
        !actor_cmd_read_team(it->db, it->cmd, RIGHT_BADGE_READ, &it->arena, &team_id, err) ||
        !cmd_read_limit(it->cmd, LIST_MOST, ret_left, err))
        return false;
    int64_t action_id = 0;
    if (action && !text_read_i64(text_of(action), &action_id))
        return err_set(err, ERR_USAGE, "--action %s: is no id", action);
    *query = (struct badge_query){.account_id = account.id,
        .team_id = team_id,
        .slug = text_of(cmd_get(it->cmd, "class")),
        .series = text_of(cmd_get(it->cmd, "series")),
        .is_revoked = cmd_has(it->cmd, "revoked") ? 1 : -1,
        .is_favourite_only = cmd_has(it->cmd, "favourite"),
        .is_of_team_only = cmd_has(it->cmd, "of-team"),
        .action_id = action_id,
        .before_id = INT64_MAX};
    return true;
}

static bool list(struct db_cmd *it, struct err *err)
{
    struct badge_query query;
    struct badge *badges;
    size_t count;
    size_t left;
    if (!read_filters(it, &query, &left, err))
        return false;
    do {
        query.limit = left < PAGE ? left : PAGE;
        if (!badge_list(it->db, &actor_cmd_everybody, &query, &it->arena, &badges, &count, err))
            return false;
        for (size_t i = 0; i < count; i++)
            print_row(it, &badges[i]);
        left -= count;
        query.before_id = count ? badges[count - 1].id : 0;
    } while (left > 0 && count == query.limit);
    return true;
}

/* -- acting -- */

static bool issue(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    const char *told = cmd_get(it->cmd, "description");
    struct badge_order order = {
        .slug = text_of(cmd_get(it->cmd, "class")), .description = text_of(told)};
    int64_t id;
    return cmd_read_id(it->cmd, 0, &order.action_id, err) &&
           actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) &&
           cmd_read_time(it->cmd, "expires", &order.expires_us, err) &&
           badge_give(it->db, &who, &order, it->now_us, &id, err) && show_id(it, id, err);
}

static bool revoke(struct db_cmd *it, struct err *err)
{
    struct api_principal who;
    int64_t id;
    return cmd_read_id(it->cmd, 0, &id, err) &&
           actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) &&
           badge_revoke(it->db, &who, id, text_of(cmd_get(it->cmd, "reason")), it->now_us, err) &&
           show_id(it, id, err);
}

static int run_list(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 0, 0, list);
}

static int run_show(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, show);
}

static int run_issue(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, issue);
}

static int run_revoke(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, revoke);
}

#define JSON_OPTION {"json", NULL, "print JSON, as the REST interface has it, one on each line", 0}

static const struct cmd_option list_options[] = {
    {"person", "NAME", "of this person", 0},
    {"team", "NAME", "of this team's work", 0},
    {"class", "SLUG", "of this class", 0},
    {"series", "SERIES", "of any level of this series", 0},
    {"action", "ACTION", "for this entry of the action log", 0},
    {"favourite", NULL, "those that stand beside a name", 0},
    {"of-team", NULL, "those that were given to a team", 0},
    {"revoked", NULL, "those that were revoked", 0},
    {"limit", "N", "so many (default: 50)", 0},
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row badge_cmd_list = {
    .name = "badge list",
    .args = "",
    .brief = "list badges, the newest first",
    .options = list_options,
    .run = run_list,
};

static const struct cmd_option plain_options[] = {DB_CMD_OPTIONS, JSON_OPTION, {0}};

const struct cmd_row badge_cmd_show = {
    .name = "badge show",
    .args = "BADGE",
    .brief = "show one badge",
    .options = plain_options,
    .run = run_show,
};

static const struct cmd_option issue_options[] = {
    {"by", "NAME", "the account that gives it", 0},
    {"class", "SLUG", "a class that people give (default: the one of the action's kind)", 0},
    {"description", "TEXT", "what is to be said of it", 0},
    {"expires", "TIME", "when it expires", 0},
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row badge_cmd_issue = {
    .name = "badge issue",
    .args = "ACTION",
    .brief = "give a badge for an entry of the action log",
    .help = "  kenzen badge issue 3766407203673488505 --by lea",
    .options = issue_options,
    .run = run_issue,
};

static const struct cmd_option revoke_options[] = {
    {"by", "NAME", "the account that revokes it", 0},
    {"reason", "TEXT", "why: shown wherever the badge is", 0},
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row badge_cmd_revoke = {
    .name = "badge revoke",
    .args = "BADGE",
    .brief = "revoke a badge, for a reason",
    .options = revoke_options,
    .run = run_revoke,
};
