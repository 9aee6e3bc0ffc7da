/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_share_cmd.h"

#include "account/actor_cmd.h"
#include "badge/badge_json.h"
#include "store/db_cmd.h"

/* Gives the badge as it is once the wish is granted, to whom it praises or, of a team's, to its admin. */
static bool set(
    struct db_cmd *it, const struct badge_wish *wish, struct badge *ret_badge, struct err *err)
{
    struct api_principal who;
    int64_t id;
    return cmd_read_id(it->cmd, 0, &id, err) &&
           actor_cmd_find(it->db, it->cmd, &it->arena, &who, err) &&
           badge_set(it->db, &who, id, wish, it->now_us, err) &&
           badge_find(it->db, &who, id, &it->arena, ret_badge, err);
}

static void print_json(struct db_cmd *it, const struct badge *badge, struct text url)
{
    const struct badge_json_view view = {.url = url, .is_recipient = badge->account_id != 0};
    badge_json_print(&it->out, badge, &view);
    buf_add_char(&it->out, '\n');
}

static bool share(struct db_cmd *it, struct err *err)
{
    struct badge badge;
    struct text url = db_cmd_url(it->cmd);
    const struct badge_wish wish = {!cmd_has(it->cmd, "withdraw"), -1};
    if (!set(it, &wish, &badge, err))
        return false;
    if (cmd_has(it->cmd, "json"))
        print_json(it, &badge, url);
    else if (badge.is_public)
        buf_format(&it->out, "%.*s/b/%.*s\n", TEXT_ARG(url), TEXT_ARG(badge.share));
    else
        buf_add_z(&it->out, "not shared: the address that it had shows nothing any more\n");
    return true;
}

static bool favour(struct db_cmd *it, struct err *err)
{
    struct badge badge;
    const struct badge_wish wish = {-1, !cmd_has(it->cmd, "withdraw")};
    if (!set(it, &wish, &badge, err))
        return false;
    if (cmd_has(it->cmd, "json")) {
        print_json(it, &badge, TEXT(""));
        return true;
    }
    buf_add_plain(&it->out, badge.name);
    buf_add_z(&it->out,
        badge.is_favourite ? " stands beside the name of " : " stands no more beside the name of ");
    buf_add_plain(&it->out, badge.account_id ? badge.account_name : badge.team_name);
    buf_add_char(&it->out, '\n');
    return true;
}

static int run_share(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, share);
}

static int run_favourite(const struct cmd *cmd)
{
    return db_cmd_run(cmd, 1, 1, favour);
}

#define BY_OPTION                                                                                  \
    {"by", "NAME", "the account that the badge praises; of a team's badge, an admin of the team", 0}
#define JSON_OPTION {"json", NULL, "print the badge as JSON, as the REST interface has it", 0}

static const struct cmd_option share_options[] = {
    BY_OPTION,
    {"withdraw", NULL, "take the share back: the address shows nothing any more", 0},
    DB_CMD_URL_OPTION,
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row badge_share_cmd = {
    .name = "badge share",
    .args = "BADGE",
    .brief = "share a badge with everybody who has its address, or take that back",
    .help = "Prints the address. One that was taken back stays dead: sharing again makes another.\n"
            "\n"
            "  kenzen badge share 3766407203673488505 --by kim --url https://kenzen.example.org",
    .options = share_options,
    .run = run_share,
};

static const struct cmd_option favourite_options[] = {
    BY_OPTION,
    {"withdraw", NULL, "no badge stands beside the name any more", 0},
    DB_CMD_OPTIONS,
    JSON_OPTION,
    {0},
};

const struct cmd_row badge_share_cmd_favourite = {
    .name = "badge favourite",
    .args = "BADGE",
    .brief = "let a badge stand beside the name of whom it praises, or take it from there",
    .help = "One badge at the most does: another one takes its place.",
    .options = favourite_options,
    .run = run_favourite,
};
