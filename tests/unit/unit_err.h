/* SPDX-License-Identifier: Apache-2.0 */
/* Assertions for calls that can fail. The call names its struct err *: err.
   Example: assert_ok(db_open(&db, url, err)); assert_err(ERR_NOT_FOUND, team_find(db, 7, &team, err)); */
#ifndef UNIT_ERR_H
#define UNIT_ERR_H

#include "unit.h"

#include "base/err.h"

/* Stops the test when the call failed, and says why. */
#define assert_ok(call)                                                                            \
    do {                                                                                           \
        struct err err_ = {0}, *err = &err_;                                                       \
        if (!(call)) {                                                                             \
            print_error("%s: %s\n", #call, err_.text);                                             \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)

/* Stops the test unless the call failed with this code. */
#define assert_err(wanted, call)                                                                   \
    do {                                                                                           \
        struct err err_ = {0}, *err = &err_;                                                       \
        if ((call) || err_.code != (wanted)) {                                                     \
            print_error("%s: %s: %s\n", #call, err_code_name(err_.code), err_.text);               \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)

#endif
