/* SPDX-License-Identifier: Apache-2.0 */
#include "app/rights_cmd.h"

#include "account/right_print.h"
#include "app/routes.h"

static const struct cmd_option options[] = {
    {"json", NULL, "print JSON, with the right of each route", 0},
    {"markdown", NULL, "print the table as docs/rights.md has it", 0},
    {0},
};

static void print_roles(const struct right_row *row)
{
    if (row->open != RIGHT_BY_ROLE)
        printf("%s", row->open == RIGHT_OF_ANYONE ? "anybody" : "every account");
    if (row->least != TEAM_STRANGER)
        printf("%s of the team", right_team_word(row->least));
    const char *between = row->least == TEAM_STRANGER ? "" : ", or ";
    for (unsigned bit = 1; bit <= ACCOUNT_ROLES_ALL; bit <<= 1)
        if (row->roles & bit) {
            printf("%s%s", between, right_role_word((enum account_role)bit));
            between = ", ";
        }
}

static void print_table(void)
{
    for (int right = RIGHT_NONE + 1; right < RIGHT_COUNT; right++) {
        const struct right_row *row = right_row((enum right)right);
        printf("%s\n    %s\n    ", row->name, row->sentence);
        print_roles(row);
        printf("; API token: %s\n",
            row->open == RIGHT_OF_ANYONE ? "not needed" : right_scope_word(row->scope));
    }
}

static void print_routes(struct buf *out)
{
    json_print_member_open(out, "routes", '[');
    for (const struct api_route *const *table = routes_tables; *table; table++)
        for (const struct api_route *route = *table; route->method; route++) {
            json_print_open(out, '{');
            json_print_member_z(out, "method", route->method);
            json_print_member_z(out, "path", route->path);
            json_print_member_z(out, "right", right_row(route->right)->name);
            json_print_member_bool(out, "is_upload", (route->flags & API_UPLOAD) != 0);
            json_print_close(out, '}');
        }
    json_print_close(out, ']');
}

static void print(const struct cmd *cmd)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    if (cmd_has(cmd, "markdown")) {
        right_print_markdown(&out);
    } else if (cmd_has(cmd, "json")) {
        json_print_open(&out, '{');
        right_print_json(&out);
        print_routes(&out);
        json_print_close(&out, '}');
        buf_add_char(&out, '\n');
    } else {
        print_table();
    }
    fwrite(out.at, 1, out.len, stdout);
    buf_done(&out);
}

static int run(const struct cmd *cmd)
{
    struct err err;
    if (!cmd_check_words(cmd, 0, 0, &err))
        return cmd_fail(&err);
    if (cmd_has(cmd, "json") && cmd_has(cmd, "markdown")) {
        err_set(&err, ERR_USAGE, "--json and --markdown: choose one");
        return cmd_fail(&err);
    }
    print(cmd);
    return 0;
}

const struct cmd_row rights_cmd = {
    .name = "rights",
    .brief = "print who may do what: the table of rights",
    .help =
        "Each right, what it lets one do, the least role in a team and the roles in the organisation\n"
        "that give it, and the scope that an API token needs. docs/rights.md explains it.",
    .options = options,
    .run = run,
};
