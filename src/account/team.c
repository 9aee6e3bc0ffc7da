/* SPDX-License-Identifier: Apache-2.0 */
#include "account/team.h"

static const char *const words[] = {
    [TEAM_STRANGER] = "stranger",
    [TEAM_VIEWER] = "viewer",
    [TEAM_MEMBER] = "member",
    [TEAM_ADMIN] = "admin",
};

const char *team_role_word(enum team_role role)
{
    return words[role];
}

bool team_role_read(struct text word, enum team_role *ret_role)
{
    for (enum team_role role = TEAM_VIEWER; role <= TEAM_ADMIN; role++) {
        if (!text_is(word, words[role]))
            continue;
        *ret_role = role;
        return true;
    }
    return false;
}

bool team_check_role(enum team_role role, enum team_role least, const char *what, struct err *err)
{
    if (role == TEAM_STRANGER)
        return err_set(err, ERR_NOT_FOUND, "there is no such %s", what);
    if (role < least)
        return err_set(err, ERR_FORBIDDEN, "you are %s of this team; this takes %s", words[role],
            words[least]);
    return true;
}
