/* SPDX-License-Identifier: Apache-2.0 */
#include "app/commands.h"

#include "account/account_cmd.h"
#include "account/oidc_cmd.h"
#include "advisory/advisory_cmd.h"
#include "alert/alert_channel_cmd.h"
#include "alert/alert_policy_cmd.h"
#include "app/db_verify_cmd.h"
#include "app/diary_cmd.h"
#include "app/journal_cmd.h"
#include "app/purl_cmd.h"
#include "app/push_cmd.h"
#include "app/rights_cmd.h"
#include "app/serve_cmd.h"
#include "app/ssvc_cmd.h"
#include "app/version_cmd.h"
#include "badge/badge_class_cmd.h"
#include "badge/badge_cmd.h"
#include "badge/badge_key_cmd.h"
#include "badge/badge_rule_cmd.h"
#include "badge/badge_save_cmd.h"
#include "badge/badge_share_cmd.h"
#include "badge/badge_verify_cmd.h"
#include "health/coach_cmd.h"
#include "health/feedback_cmd.h"
#include "health/health_advice_cmd.h"
#include "health/health_cmd.h"
#include "health/report_cmd.h"
#include "health/sighting_cmd.h"
#include "license/license_cmd.h"
#include "mail/mail_cmd.h"
#include "match/coverage_cmd.h"
#include "match/diff_cmd.h"
#include "match/explain_cmd.h"
#include "match/scan_cmd.h"
#include "match/signal_cmd.h"
#include "mint/anchor_cmd.h"
#include "mint/deploy_cmd.h"
#include "mint/mint_cmd.h"
#include "mint/wallet_cmd.h"
#include "onchain/onchain_cmd.h"
#include "sbom/sbom_cmd.h"
#include "ticket/action_cmd.h"
#include "ticket/ticket_cmd.h"
#include "ticket/ticket_export_cmd.h"
#include "ticket/vex_export_cmd.h"
#include "ticket/where_cmd.h"
#include "vex/vex_cmd.h"

static int run_help(const struct cmd *cmd);
static int run_commands(const struct cmd *cmd);

static const struct cmd_row help = {
    .name = "help",
    .args = "[COMMAND]",
    .brief = "explain a command",
    .help = "Without COMMAND, lists all of them. 'kenzen COMMAND --help' says the same.",
    .run = run_help,
};

static const struct cmd_row internal_commands = {
    .name = "internal commands",
    .brief = "print the names of all commands, one on a line",
    .run = run_commands,
};

/* In alphabetical order. Names that begin with "internal " are for scripts and stay out of the help. */
static const struct cmd_row *const rows[] = {
    &account_cmd_signin_link,
    &action_cmd_add,
    &action_cmd_list,
    &action_cmd_show,
    &alert_channel_cmd_add,
    &alert_channel_cmd_change,
    &alert_channel_cmd_list,
    &alert_channel_cmd_log,
    &alert_channel_cmd_remove,
    &alert_channel_cmd_test,
    &alert_policy_cmd_show,
    &alert_policy_cmd_preview,
    &advisory_cmd_import,
    &advisory_cmd_pull,
    &advisory_cmd_show,
    &advisory_cmd_status,
    &advisory_cmd_verify,
    &mint_cmd_claim,
    &badge_class_cmd_add,
    &badge_class_cmd_image,
    &badge_class_cmd_classes,
    &badge_share_cmd_favourite,
    &badge_cmd_issue,
    &badge_key_cmd_document,
    &badge_key_cmd_list,
    &badge_key_cmd_rotate,
    &badge_cmd_list,
    &mint_cmd,
    &mint_cmd_state,
    &badge_rule_cmd_preview,
    &badge_cmd_revoke,
    &badge_rule_cmd_add,
    &badge_rule_cmd_change,
    &badge_rule_cmd_disable,
    &badge_rule_cmd_enable,
    &badge_rule_cmd_remove,
    &badge_rule_cmd_rules,
    &badge_save_cmd,
    &badge_share_cmd,
    &badge_cmd_show,
    &badge_verify_cmd,
    &mint_cmd_claim_data,
    &mint_cmd_campaign_close,
    &mint_cmd_campaign_list,
    &mint_cmd_campaign_open,
    &mint_cmd_campaign_show,
    &onchain_cmd_add,
    &anchor_check_cmd,
    &anchor_check_cmd_head,
    &anchor_cmd_list,
    &anchor_cmd_now,
    &onchain_cmd_change,
    &deploy_cmd,
    &onchain_key_cmd_import,
    &onchain_key_cmd_new,
    &onchain_key_cmd_show,
    &onchain_cmd_list,
    &onchain_cmd_remove,
    &onchain_cmd_status,
    &onchain_cmd_tx_list,
    &mint_cmd_retry,
    &onchain_cmd_tx_show,
    &coverage_cmd,
    &db_verify_cmd,
    &diary_cmd,
    &explain_cmd,
    &health_advice_cmd,
    &health_cmd,
    &coach_cmd,
    &feedback_cmd,
    &health_cmd_rebuild,
    &help,
    &internal_commands,
    &serve_cmd_routes,
    &journal_cmd_check,
    &journal_cmd_head,
    &journal_cmd_kinds,
    &journal_cmd_list,
    &journal_cmd_prove,
    &journal_cmd_verify,
    &license_cmd_check,
    &license_cmd_parse,
    &mail_cmd_remove,
    &mail_cmd_set,
    &mail_cmd_show,
    &mail_cmd_test,
    &oidc_cmd_add,
    &oidc_cmd_list,
    &oidc_cmd_remove,
    &oidc_cmd_test,
    &purl_cmd_parse,
    &push_cmd,
    &report_cmd_print,
    &report_cmd_verify,
    &rights_cmd,
    &sbom_cmd_check,
    &sbom_cmd_convert,
    &diff_cmd,
    &sbom_cmd_from,
    &sbom_cmd_show,
    &signal_cmd,
    &scan_cmd,
    &serve_cmd,
    &sighting_cmd_add,
    &sighting_cmd_list,
    &ssvc_cmd_decide,
    &ticket_cmd_list,
    &ticket_cmd_show,
    &ticket_cmd_work,
    &version_cmd_compare,
    &version_cmd_match,
    &vex_cmd_check,
    &ticket_export_cmd,
    &vex_export_cmd,
    &vex_cmd_show,
    &wallet_cmd_bind,
    &wallet_cmd_list,
    &wallet_cmd_message,
    &wallet_cmd_receive,
    &wallet_cmd_remove,
    &where_cmd,
};

static struct text first_word(struct text name)
{
    return text_cut(&name, ' ');
}

static bool is_hidden(const struct cmd_row *row)
{
    return text_starts(text_of(row->name), TEXT("internal "));
}

static bool is_one_word(const struct cmd_row *row)
{
    return !strchr(row->name, ' ');
}

/* Returns how many arguments at the front of argv spell name: all its words, or 0. */
static int match_name(struct text name, int argc, const char *const *argv)
{
    int used = 0;
    while (name.at) {
        struct text word = text_cut(&name, ' ');
        if (used == argc || !text_is(word, argv[used]))
            return 0;
        used++;
    }
    return used;
}

/* Returns the row with the longest name that argv begins with, and how many arguments that takes; or NULL. */
static const struct cmd_row *find_row(int argc, const char *const *argv, int *ret_used)
{
    const struct cmd_row *best = NULL;
    *ret_used = 0;
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        int used = match_name(text_of(rows[i]->name), argc, argv);
        if (used > *ret_used) {
            *ret_used = used;
            best = rows[i];
        }
    }
    return best;
}

static bool is_noun(const char *word)
{
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (!is_one_word(rows[i]) && text_is(first_word(text_of(rows[i]->name)), word))
            return true;
    return false;
}

/* A column of names and what they are; names that are too long get a line of their own. */
static void print_pair(FILE *to, const char *name, const char *what)
{
    enum { COLUMN = 24 };
    if (strlen(name) < COLUMN)
        fprintf(to, "  %-*s%s\n", COLUMN, name, what);
    else
        fprintf(to, "  %s\n  %*s%s\n", name, COLUMN, "", what);
}

/* Lists the commands of a noun; all that are for people when noun is NULL. */
static void print_rows(FILE *to, const char *noun)
{
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (noun ? text_is(first_word(text_of(rows[i]->name)), noun) : !is_hidden(rows[i]))
            print_pair(to, rows[i]->name, rows[i]->brief);
}

static void print_overview(FILE *to)
{
    fputs("usage: kenzen COMMAND [ARGUMENT…]\n\n", to);
    print_rows(to, NULL);
    fputs("\n'kenzen help COMMAND' explains one. 'kenzen --version' prints the version.\n"
          "Exit codes: 0 fine, 1 the answer is no, 2 bad usage or input, 3 the system failed.\n",
        to);
}

static void print_noun(FILE *to, const char *noun)
{
    fprintf(to, "usage: kenzen %s COMMAND [ARGUMENT…]\n\n", noun);
    print_rows(to, noun);
}

static void print_options(FILE *to, const struct cmd_option *options)
{
    fputs("\noptions:\n", to);
    for (; options->name; options++) {
        char letter[8] = "", name[80];
        if (options->letter)
            snprintf(letter, sizeof letter, "-%c, ", options->letter);
        snprintf(name, sizeof name, "%s--%s%s%s", letter, options->name, options->value ? " " : "",
            options->value ? options->value : "");
        print_pair(to, name, options->help);
    }
}

static void print_row(FILE *to, const struct cmd_row *row)
{
    bool has_options = row->options && row->options->name;
    fprintf(to, "usage: kenzen %s%s%s%s\n\nkenzen %s: %s\n", row->name,
        has_options ? " [OPTION…]" : "", row->args ? " " : "", row->args ? row->args : "",
        row->name, row->brief);
    if (row->help)
        fprintf(to, "\n%s\n", row->help);
    if (has_options)
        print_options(to, row->options);
}

/* Puts what was typed into buf, as many words of it as name has. */
static struct text typed_for(struct text name, int argc, const char *const *argv, struct buf *buf)
{
    buf_cut(buf, 0);
    for (int used = 0; name.at && used < argc; used++) {
        text_cut(&name, ' ');
        buf_format(buf, "%s%s", used ? " " : "", argv[used]);
    }
    return buf_text(buf);
}

/* Returns the name nearest to what was typed, or NULL when none is near. */
static const char *nearest(int argc, const char *const *argv)
{
    const char *best = NULL;
    size_t best_distance = SIZE_MAX;
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        struct text name = text_of(rows[i]->name);
        struct text typed = typed_for(name, argc, argv, &buf);
        size_t distance = cmd_distance(typed, name);
        if (is_hidden(rows[i]) || distance >= best_distance || !cmd_is_near(typed, distance))
            continue;
        best = rows[i]->name;
        best_distance = distance;
    }
    buf_done(&buf);
    return best;
}

/* Says that there is no such command, and which one may have been meant. */
static int fail_unknown(int argc, const char *const *argv)
{
    struct err err;
    const char *near = nearest(argc, argv);
    if (is_noun(argv[0]) && argc == 1) {
        err_set(&err, ERR_USAGE, "%s: what is to be done is missing", argv[0]);
        near = NULL;
    } else if (is_noun(argv[0])) {
        err_set(&err, ERR_USAGE, "%s %s: no such command", argv[0], argv[1]);
    } else {
        err_set(&err, ERR_USAGE, "%s: no such command", argv[0]);
    }
    int code = cmd_fail(&err);
    if (near)
        fprintf(stderr, "Did you mean 'kenzen %s'?\n", near);
    else if (is_noun(argv[0]))
        print_noun(stderr, argv[0]);
    else
        fputs("'kenzen help' lists the commands.\n", stderr);
    return code;
}

static int explain(int argc, const char *const *argv)
{
    int used;
    const struct cmd_row *row = find_row(argc, argv, &used);
    if (argc == 0)
        print_overview(stdout);
    else if (row && used == argc)
        print_row(stdout, row);
    else if (argc == 1 && is_noun(argv[0]))
        print_noun(stdout, argv[0]);
    else
        return fail_unknown(argc, argv);
    return 0;
}

static int run_help(const struct cmd *cmd)
{
    return explain((int)cmd->word_count, cmd->words);
}

static int run_commands(const struct cmd *cmd)
{
    (void)cmd;
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (!is_hidden(rows[i]))
            puts(rows[i]->name);
    return 0;
}

static int run_row(const struct cmd_row *row, int argc, const char *const *argv)
{
    struct cmd cmd;
    struct err err;
    if (!cmd_read(&cmd, row->options, argc, argv, &err)) {
        err_add(&err, "%s", row->name);
        int code = cmd_fail(&err);
        fprintf(stderr, "'kenzen help %s' explains it.\n", row->name);
        return code;
    }
    int code = 0;
    if (cmd.wants_help)
        print_row(stdout, row);
    else
        code = row->run(&cmd);
    cmd_done(&cmd);
    return code;
}

static bool is_help(const char *arg)
{
    return strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0;
}

int commands_run(int argc, const char *const *argv)
{
    if (argc == 0 || is_help(argv[0]))
        return explain(0, NULL);
    if (strcmp(argv[0], "--version") == 0) {
        puts("kenzen " KENZEN_VERSION);
        return 0;
    }
    int used;
    const struct cmd_row *row = find_row(argc, argv, &used);
    if (row)
        return run_row(row, argc - used, argv + used);
    if (is_noun(argv[0]) && argc == 2 && is_help(argv[1]))
        return explain(1, argv);
    return fail_unknown(argc, argv);
}
